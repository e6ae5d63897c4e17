import { regionNamed } from "../../components/facts/regions";
import type { RecordedResource } from "../../preview/engine/monitor";
import type { World } from "./readyStandIn";

/** A stack as the program asked for it. */
export interface ProgramStack {
  readonly stack: string;
  readonly resources: readonly RecordedResource[];
}

function text({ inputs }: RecordedResource, key: string): string {
  const value = inputs[key];
  return typeof value === "string" ? value : "";
}

/** The answers of APIs that have everything the program asked for, up. */
export function upWorld(stacks: readonly ProgramStack[], certificateEnd: Date): World {
  const world: World = {
    clusters: new Map(),
    peerings: new Map(),
    routes: new Map(),
    certificates: new Map(),
    zones: new Map(),
    edge: new Map(),
    hosts: new Map(),
    faults: new Map(),
    calls: [],
  };
  for (const { stack, resources } of stacks) {
    const home = stack === "global" ? "" : regionNamed(stack).awsRegion;
    for (const resource of resources) put(world, resource, home, certificateEnd);
  }
  return world;
}

function put(world: World, resource: RecordedResource, home: string, certificateEnd: Date): void {
  const { type, id, inputs } = resource;
  const zone = `/zones/${text(resource, "zoneId")}`;
  const balancers = `/accounts/${text(resource, "accountId")}/load_balancers`;
  switch (type) {
    case "aws:eks/cluster:Cluster":
      world.clusters.set(`${home} ${id}`, "ACTIVE");
      break;
    case "aws:lb/listener:Listener":
      if (typeof inputs.certificateArn === "string")
        world.certificates.set(inputs.certificateArn, { status: "ISSUED", notAfter: certificateEnd });
      break;
    case "aws:route53/zone:Zone":
      for (const { vpcId, vpcRegion } of inputs.vpcs as { vpcId: string; vpcRegion: string }[])
        add(world.zones, id, { id: vpcId, region: vpcRegion });
      break;
    case "aws:route53/zoneAssociation:ZoneAssociation":
      add(world.zones, text(resource, "zoneId"), {
        id: text(resource, "vpcId"),
        region: text(resource, "vpcRegion"),
      });
      break;
    case "aws:ec2transitgateway/peeringAttachment:PeeringAttachment":
      world.peerings.set(`${text(resource, "region")} ${id}`, "available");
      break;
    case "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter":
      world.peerings.set(
        `${text(resource, "region")} ${text(resource, "transitGatewayAttachmentId")}`,
        "available",
      );
      break;
    case "aws:ec2transitgateway/route:Route":
      add(world.routes, `${text(resource, "region")} ${text(resource, "transitGatewayRouteTableId")}`, {
        cidr: text(resource, "destinationCidrBlock"),
        state: "active",
        attachment: text(resource, "transitGatewayAttachmentId"),
      });
      break;
    case "cloudflare:index/loadBalancer:LoadBalancer":
      world.edge.set(`${zone}/load_balancers/${id}`, { id, enabled: true, proxied: inputs.proxied });
      world.hosts.set(text(resource, "name"), { code: 200, body: "OK\n" });
      break;
    case "cloudflare:index/loadBalancerPool:LoadBalancerPool":
      world.edge.set(`${balancers}/pools/${id}`, { id, enabled: true });
      // As "Pool Health Details" of the API reference has it.
      world.edge.set(`${balancers}/pools/${id}/health`, {
        pool_id: id,
        pop_health: {
          "Amsterdam, NL": {
            healthy: true,
            origins: [
              { "203.0.113.1": { healthy: true, failure_reason: "No failures", response_code: 200 } },
            ],
          },
        },
      });
      break;
    case "cloudflare:index/loadBalancerMonitor:LoadBalancerMonitor":
      world.edge.set(`${balancers}/monitors/${id}`, { id, type: inputs.type, path: inputs.path });
      break;
    case "cloudflare:index/dnsRecord:DnsRecord":
      world.edge.set(`${zone}/dns_records/${id}`, {
        proxied: false,
        content: "made from data",
        ...inputs,
        id,
      });
      break;
    case "cloudflare:index/customOriginTrustStore:CustomOriginTrustStore":
      world.edge.set(`${zone}/acm/custom_trust_store/${id}`, { id, status: "active" });
      break;
    case "cloudflare:index/authenticatedOriginPullsCertificate:AuthenticatedOriginPullsCertificate":
      world.edge.set(`${zone}/origin_tls_client_auth/${id}`, {
        id,
        status: "active",
        expires_on: certificateEnd.toISOString(),
      });
      break;
    case "cloudflare:index/authenticatedOriginPullsSettings:AuthenticatedOriginPullsSettings":
      world.edge.set(`${zone}/origin_tls_client_auth/settings`, { enabled: true });
      break;
    case "cloudflare:index/zoneDnssec:ZoneDnssec":
      world.edge.set(`${zone}/dnssec`, { status: "active", algorithm: "13" });
      break;
  }
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}
