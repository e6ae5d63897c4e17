/** Questions to the hosts themselves: whether they answer the health path as the monitors want it, and with which certificate. */
import { request } from "node:https";
import { TLSSocket } from "node:tls";
import { edgeHealth } from "../../components/facts/edgeMonitor";
import { Once, validUntil, type Question, type Validity } from "./ask";
import { ofType, shownText, type DeployedStack } from "./deployed";

/** Where hosts are reached, for tests; default what DNS says, on port 443, with the public authorities. */
export interface HostAccess {
  readonly address?: string;
  readonly port?: number;
  readonly ca?: string;
}

interface HostAnswer {
  readonly code: number;
  readonly body: string;
  readonly validTo: Date;
}

/** Monitors search the beginning of a body too. */
const bodyCharactersMax = 10_000;

function askHost(
  host: string,
  { address = host, ...access }: HostAccess,
  signal: AbortSignal,
): Promise<HostAnswer> {
  return new Promise((resolve, reject) => {
    const headers = { host, "user-agent": "azora-ready" };
    const options = {
      ...access,
      host: address,
      servername: host,
      path: edgeHealth.path,
      headers,
      signal,
      agent: false,
    };
    const asked = request(options, (response) => {
      const { socket } = response;
      const validTo = new Date(socket instanceof TLSSocket ? socket.getPeerCertificate().valid_to : NaN);
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (text: string) => {
        if (body.length < bodyCharactersMax) body += text;
      });
      response.on("error", reject);
      response.on("end", () => {
        resolve({ code: response.statusCode ?? 0, body: body.slice(0, bodyCharactersMax), validTo });
      });
    });
    asked.on("error", reject);
    asked.end();
  });
}

/** A host and its certificate for each load balancer of the state. */
export function hostQuestions(
  global: DeployedStack,
  access: HostAccess,
  validity: Validity,
): { readonly hosts: Question[]; readonly certificates: Question[] } {
  const once = new Once();
  const { expectedCodes, expectedBody } = edgeHealth;
  const names = ofType(global, "cloudflare:index/loadBalancer:LoadBalancer").map((balancer) =>
    shownText(balancer, "name"),
  );
  const answer = (host: string, signal: AbortSignal): Promise<HostAnswer> =>
    once.get(host, () => askHost(host, access, signal));
  return {
    hosts: names.map((host) => ({
      what: `host ${host}`,
      where: "Internet",
      wanted: `${expectedCodes} with "${expectedBody}"`,
      ask: async (signal) => {
        const { code, body } = await answer(host, signal);
        // As the monitors look for it: anywhere, in any case ("Monitors", Cloudflare load balancing docs).
        const has = body.toLowerCase().includes(expectedBody.toLowerCase());
        const found = `${code} ${has ? "with" : "without"} "${expectedBody}"`;
        return { found, ok: has && String(code) === expectedCodes };
      },
    })),
    certificates: names.map((host) => ({
      what: `certificate of ${host}`,
      where: "Internet",
      wanted: `${validity.daysLeftMin} days left`,
      ask: async (signal) => validUntil((await answer(host, signal)).validTo, validity),
    })),
  };
}
