/** Stand-ins of AWS, Cloudflare and the platform's hosts on the loopback: the few calls of `npm run ready`, in their documented shapes. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";

/** A route of a transit gateway's table. */
export interface StandInRoute {
  cidr: string;
  state: string;
  attachment: string;
}

/** What the APIs know; a test changes it before it asks. */
export interface World {
  /** `<AWS region> <name>` → status. */
  readonly clusters: Map<string, string>;
  /** `<AWS region> <attachment>` → state. */
  readonly peerings: Map<string, string>;
  /** `<AWS region> <table>` → its static routes. */
  readonly routes: Map<string, StandInRoute[]>;
  /** ARN → status and end. */
  readonly certificates: Map<string, { status: string; notAfter?: Date }>;
  /** Private zone → its VPCs. */
  readonly zones: Map<string, { id: string; region: string }[]>;
  /** Path below Cloudflare's version → what the envelope's `result` holds. */
  readonly edge: Map<string, Record<string, unknown>>;
  /** Host → what it answers at the health path. */
  readonly hosts: Map<string, { code: number; body: string }>;
  /** Calls that fail, by a part of their label: with a status, or without ever an answer. */
  readonly faults: Map<string, { readonly status: number; readonly message: string } | "hangs">;
  /** Labels of the calls, in the order in which they came. */
  readonly calls: string[];
}

interface Call {
  /** Service, region and what is asked. */
  readonly label: string;
  readonly service: string;
  readonly region: string;
  readonly path: string;
  readonly body: string;
}

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const xml = (body: string, status = 200): Reply => ({ status, type: "text/xml", body });
const json = (body: unknown, status = 200, type = "application/x-amz-json-1.1"): Reply => ({
  status,
  type,
  body: JSON.stringify(body),
});

/** "Query requests", EC2 API reference: a form in, XML out. */
function ec2(world: World, { region, body }: Call): Reply {
  const form = new URLSearchParams(body);
  const action = form.get("Action") ?? "";
  const answer = (inner: string): Reply =>
    xml(
      `<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId>${inner}</${action}Response>`,
    );
  if (action === "DescribeTransitGatewayPeeringAttachments") {
    const wanted = [...form].filter(([key]) => key.startsWith("Filter.1.Value.")).map(([, value]) => value);
    const items = wanted.flatMap((id) => {
      const state = world.peerings.get(`${region} ${id}`);
      const inner = `<transitGatewayAttachmentId>${id}</transitGatewayAttachmentId><state>${state ?? ""}</state>`;
      return state === undefined ? [] : [`<item>${inner}</item>`];
    });
    return answer(`<transitGatewayPeeringAttachments>${items.join("")}</transitGatewayPeeringAttachments>`);
  }
  const routes = world.routes.get(`${region} ${form.get("TransitGatewayRouteTableId") ?? ""}`) ?? [];
  const items = routes.map(
    ({ cidr, state, attachment }) =>
      `<item><destinationCidrBlock>${cidr}</destinationCidrBlock><transitGatewayAttachments><item><transitGatewayAttachmentId>${attachment}</transitGatewayAttachmentId><resourceType>peering</resourceType></item></transitGatewayAttachments><type>static</type><state>${state}</state></item>`,
  );
  return answer(
    `<routeSet>${items.join("")}</routeSet><additionalRoutesAvailable>false</additionalRoutesAvailable>`,
  );
}

/** `DescribeCertificate`, ACM API reference: times are seconds since 1970. */
function acm(world: World, { body }: Call): Reply {
  const { CertificateArn: arn } = JSON.parse(body) as { CertificateArn: string };
  const known = world.certificates.get(arn);
  if (!known) return json({ __type: "ResourceNotFoundException", message: "no such certificate" }, 400);
  const NotAfter = known.notAfter === undefined ? {} : { NotAfter: known.notAfter.getTime() / 1000 };
  return json({ Certificate: { CertificateArn: arn, Status: known.status, ...NotAfter } });
}

/** `DescribeCluster`, EKS API reference. */
function eks(world: World, { region, path }: Call): Reply {
  const name = path.split("/").at(-1) ?? "";
  const status = world.clusters.get(`${region} ${name}`);
  if (status === undefined)
    return json({ __type: "ResourceNotFoundException", message: `No cluster found for name: ${name}.` }, 404);
  return json({ cluster: { name, status } }, 200, "application/json");
}

/** `GetHostedZone`, Route 53 API reference. */
function route53(world: World, { path }: Call): Reply {
  const id = path.split("/").at(-1) ?? "";
  const vpcs = world.zones.get(id);
  if (!vpcs)
    return xml(
      `<ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Error><Type>Sender</Type><Code>NoSuchHostedZone</Code><Message>No hosted zone found with ID: ${id}</Message></Error></ErrorResponse>`,
      404,
    );
  const items = vpcs.map((vpc) => `<VPC><VPCRegion>${vpc.region}</VPCRegion><VPCId>${vpc.id}</VPCId></VPC>`);
  return xml(
    `<GetHostedZoneResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HostedZone><Id>/hostedzone/${id}</Id><Name>a.</Name><CallerReference>c</CallerReference></HostedZone><VPCs>${items.join("")}</VPCs></GetHostedZoneResponse>`,
  );
}

/** Cloudflare's envelope (API reference, "Making API calls"). */
function cloudflare(world: World, { path }: Call): Reply {
  const result = world.edge.get(path) ?? null;
  const errors = result === null ? [{ code: 1001, message: "object not found" }] : [];
  const envelope = { success: result !== null, errors, messages: [], result };
  return json(envelope, result === null ? 404 : 200, "application/json");
}

const services: Record<string, (world: World, call: Call) => Reply> = { ec2, acm, eks, route53, cloudflare };

/** What a service says when it refuses. */
function refusal(service: string, status: number, message: string): Reply {
  if (service === "cloudflare")
    return json(
      { success: false, errors: [{ code: 10000, message }], messages: [], result: null },
      status,
      "application/json",
    );
  if (service === "ec2")
    return xml(
      `<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>${message}</Message></Error></Errors><RequestID>r</RequestID></Response>`,
      status,
    );
  if (service === "route53")
    return xml(
      `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`,
      status,
    );
  return json({ __type: "AccessDeniedException", message }, status);
}

/** Service and region are those that the call is signed for, as AWS takes them from the signature's scope. */
function callOf({ url = "", headers }: IncomingMessage, token: string, body: string): Call | undefined {
  const authorization = headers.authorization ?? "";
  const path = (url.split("?")[0] ?? "").replace(/^\/client\/v4/, "");
  if (authorization === `Bearer ${token}`)
    return { label: `cloudflare ${path}`, service: "cloudflare", region: "", path, body };
  const [, region = "", service = ""] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\/aws4_request/.exec(authorization) ?? [];
  if (!(service in services)) return undefined;
  const action = new URLSearchParams(body).get("Action") ?? headers["x-amz-target"] ?? "";
  return { label: [service, region, action, path].join(" "), service, region, path, body };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += String(part);
  return text;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** The servers, which look at the world that a test has set. */
export class StandIn {
  private servers: Server[] = [];
  apiPort = 0;
  hostsPort = 0;

  constructor(
    private readonly world: () => World,
    private readonly token: string,
  ) {}

  async start(tls: { readonly key: string; readonly cert: string }): Promise<void> {
    const api = createServer((request, response) => void this.answer(request, response));
    const hosts = createTlsServer(tls, ({ headers: { host = "" }, url = "" }, response) => {
      this.world().calls.push(`host ${host}${url}`);
      const fault = this.world().faults.get(`host ${host}`);
      if (fault === "hangs") return;
      const known = url === "/.well-known/azora/health" ? this.world().hosts.get(host) : undefined;
      response.writeHead(known?.code ?? 404).end(known?.body ?? "no such page");
    });
    this.servers = [api, hosts];
    this.apiPort = await listen(api);
    this.hostsPort = await listen(hosts);
  }

  stop(): void {
    for (const server of this.servers) {
      server.close();
      server.closeAllConnections();
    }
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = callOf(request, this.token, await textOf(request));
    const world = this.world();
    const { status, type, body } = call ? reply(world, call) : refusal("", 403, "not signed in");
    if (status !== 0) response.writeHead(status, { "content-type": type }).end(body);
  }
}

/** Status 0: there is never an answer. */
function reply(world: World, call: Call): Reply {
  world.calls.push(call.label);
  const fault = [...world.faults].find(([part]) => call.label.includes(part))?.[1];
  if (fault === "hangs") return { status: 0, type: "", body: "" };
  if (fault) return refusal(call.service, fault.status, fault.message);
  return services[call.service]?.(world, call) ?? refusal("", 404, "no such service");
}
