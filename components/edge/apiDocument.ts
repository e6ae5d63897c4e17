import { edgeHealth } from "../facts/edgeMonitor";

/** What the platform itself answers on every host, as OpenAPI 3.0; services bring documents of their own. */
export function platformApiDocument(hosts: readonly string[]): string {
  const document = {
    openapi: "3.0.3",
    info: { title: "Azora platform", version: "1.0.0" },
    servers: hosts.map((host) => ({ url: `https://${host}` })),
    paths: {
      [edgeHealth.path]: {
        get: {
          operationId: "health",
          summary: "Whether the region that answers can serve.",
          responses: {
            [edgeHealth.expectedCodes]: {
              description: "It can.",
              content: { "text/plain": { schema: { type: "string", enum: [edgeHealth.expectedBody] } } },
            },
          },
        },
      },
    },
  };
  return JSON.stringify(document);
}
