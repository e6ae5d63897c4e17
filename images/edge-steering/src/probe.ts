/** Asks a region whether it answers, as a client would: a new connection each time, so that none that lives on hides a black hole. */
import { X509Certificate } from "node:crypto";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";

/** Where and what to ask of a region. */
export interface ProbeTarget {
  /** Origins of its ingress, for example `https://192.0.2.10`; the region answers when one of them does. */
  readonly origins: readonly string[];
  /** Host that is asked for, also the name in the certificate. */
  readonly host: string;
  readonly path: string;
  /** A code such as `200`, or a class such as `2xx`. */
  readonly expectedCodes: string;
  /** Text that the body holds; upper and lower case count the same, as for the edge's monitors. */
  readonly expectedBody: string;
}

/** What a probe shows of itself, and whom it believes; PEM. */
export interface Credentials {
  /** Key and certificate that entries ask for. Default: none is shown. */
  readonly identity?: string | undefined;
  /** Authorities that sign the entries' certificates. Default: those that Node knows. */
  readonly authorities?: string | undefined;
}

/** Why no region can be asked: what is wrong is ours, and says nothing of them. */
export class OwnFault extends Error {}

/** More than any health answer holds. */
const bodyBytesMax = 4096;

/** Whether a status is the code, or of the class, that is expected. */
export function isExpected(status: number, expectedCodes: string): boolean {
  return expectedCodes.endsWith("xx")
    ? String(status).startsWith(expectedCodes.slice(0, 1))
    : String(status) === expectedCodes;
}

function ask(
  origin: string,
  target: ProbeTarget,
  timeoutMs: number,
  { identity, authorities }: Credentials,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const url = new URL(target.path, origin);
    const isTls = url.protocol === "https:";
    const request = (isTls ? httpsRequest : httpRequest)(url, {
      agent: false,
      headers: { host: target.host, connection: "close", "user-agent": "azora-edge-steering" },
      signal: AbortSignal.timeout(timeoutMs),
      ...(isTls
        ? {
            servername: target.host,
            ...(identity === undefined ? {} : { key: identity, cert: identity }),
            ...(authorities === undefined ? {} : { ca: authorities }),
          }
        : {}),
    });
    request.on("error", (error) => {
      resolve(
        error.name === "AbortError" || error.name === "TimeoutError"
          ? `no answer in ${timeoutMs} ms`
          : error.message,
      );
    });
    request.on("response", (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("error", (error) => {
        resolve(error.message);
      });
      response.on("data", (chunk: string) => {
        body += chunk;
        if (body.length > bodyBytesMax) {
          response.destroy();
          resolve(`the body is longer than ${bodyBytesMax} bytes`);
        }
      });
      response.on("end", () => {
        const status = response.statusCode ?? 0;
        if (!isExpected(status, target.expectedCodes))
          resolve(`status ${status}, not ${target.expectedCodes}`);
        else if (!body.toLowerCase().includes(target.expectedBody.toLowerCase()))
          resolve(`the body lacks "${target.expectedBody}"`);
        else resolve(undefined);
      });
    });
    request.end();
  });
}

/** Every entry refuses a certificate that has ended: all regions would look dead, and to all controllers at the same time. */
function mustLast(identity: string, now: number): void {
  const { validTo } = new X509Certificate(identity);
  if (new Date(validTo).getTime() < now)
    throw new OwnFault(`the certificate that is shown ended on ${validTo}`);
}

/**
 * Probes a region once.
 * @returns `undefined` when it answered, else what each of its origins did instead.
 * @throws OwnFault where the certificate that is shown has ended.
 */
export async function probe(
  target: ProbeTarget,
  timeoutMs: number,
  credentials: Credentials = {},
  epoch: () => number = Date.now,
): Promise<string | undefined> {
  if (credentials.identity !== undefined) mustLast(credentials.identity, epoch());
  const answers = await Promise.all(
    target.origins.map((origin) => ask(origin, target, timeoutMs, credentials)),
  );
  return answers.includes(undefined) ? undefined : answers.join("; ");
}
