import type { WireObject } from "../../preview/engine/values";
import { dayMs, ReadyBench } from "../support/readyBench";

const bench = new ReadyBench();
beforeAll(() => bench.start());
beforeEach(() => {
  bench.reset();
});
afterAll(() => {
  bench.stop();
});

/** Sets a thing of Cloudflare's whose path ends so. */
function edge(ending: string, value: Record<string, unknown> | undefined): void {
  const found = [...bench.world.edge.keys()].filter((key) => key.endsWith(ending));
  expect(found).toHaveLength(1);
  const key = found[0] as string;
  if (value === undefined) bench.world.edge.delete(key);
  else bench.world.edge.set(key, { ...bench.world.edge.get(key), ...value });
}

/** The route of a table of one region to a block. */
function routeTo(region: string, cidr: string): { state: string; attachment: string } {
  const routes = [...bench.world.routes].filter(([key]) => key.startsWith(region)).flatMap(([, all]) => all);
  const found = routes.filter((route) => route.cidr === cidr);
  expect(found).toHaveLength(1);
  return found[0] as { state: string; attachment: string };
}

const acmArn = "arn:aws:acm:af-south-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000";

describe("what is not up is named", () => {
  test.each<[string, () => void, string]>([
    [
      "a cluster that is still being made",
      () => bench.world.clusters.set("sa-east-1 azora-americas-cluster", "CREATING"),
      "cluster azora-americas-cluster (sa-east-1): CREATING",
    ],
    [
      "a cluster that is gone",
      () => bench.world.clusters.delete("eu-central-1 azora-europe-cluster"),
      "cluster azora-europe-cluster (eu-central-1): absent",
    ],
    [
      "a peering that waits, at its other end only",
      () =>
        bench.world.peerings.set(
          `eu-central-1 ${bench.idOf("mesh-transit-africa-europe")}`,
          "pendingAcceptance",
        ),
      "peering mesh-transit-africa-europe-accepted (eu-central-1): pendingAcceptance",
    ],
    [
      "a peering that is gone",
      () => bench.world.peerings.delete(`af-south-1 ${bench.idOf("mesh-transit-africa-asia")}`),
      "peering mesh-transit-africa-asia (af-south-1): absent",
    ],
    [
      "a route into nothing, in one direction",
      () => Object.assign(routeTo("ap-southeast-1", "10.64.0.0/16"), { state: "blackhole" }),
      "route mesh-transit-asia-to-americas (ap-southeast-1): blackhole to ATTACHMENT",
    ],
    [
      "a route by another attachment",
      () => Object.assign(routeTo("ap-southeast-1", "10.64.0.0/16"), { attachment: "tgw-attach-other" }),
      "route mesh-transit-asia-to-americas (ap-southeast-1): active to tgw-attach-other",
    ],
    [
      "a route that is gone",
      () => Object.assign(routeTo("ap-southeast-1", "10.64.0.0/16"), { cidr: "10.99.0.0/16" }),
      "route mesh-transit-asia-to-americas (ap-southeast-1): absent",
    ],
    [
      "a certificate that is not issued",
      () => bench.world.certificates.set(acmArn, { status: "PENDING_VALIDATION" }),
      "certificate 0a1b2c3d-0000-4000-8000-000000000000 (af-south-1): PENDING_VALIDATION",
    ],
    [
      "a certificate that is gone",
      () => bench.world.certificates.delete(acmArn),
      "certificate 0a1b2c3d-0000-4000-8000-000000000000 (af-south-1): absent",
    ],
    [
      "a pool that was taken out",
      () => {
        edge(`/pools/${bench.idOf("geo-dns-pools-asia")}`, { enabled: false });
      },
      "pool azora-asia (Cloudflare): disabled, healthy",
    ],
    [
      "a pool that one place sees down",
      () => {
        edge(`/pools/${bench.idOf("geo-dns-pools-asia")}/health`, {
          pop_health: {
            "Amsterdam, NL": { healthy: true },
            "Newark, NJ": {
              healthy: false,
              origins: [{ "203.0.113.1": { healthy: false, failure_reason: "HTTP timeout occurred" } }],
            },
          },
        });
      },
      "pool azora-asia (Cloudflare): enabled, unhealthy from Newark, NJ (HTTP timeout occurred)",
    ],
    [
      "a pool that is down, as the SDK's types have it",
      () => {
        const origins = [{ ip: { healthy: false, failure_reason: "TCP connection failed" } }];
        edge(`/pools/${bench.idOf("geo-dns-pools-asia")}/health`, {
          pop_health: { healthy: false, origins },
        });
      },
      "pool azora-asia (Cloudflare): enabled, unhealthy (TCP connection failed)",
    ],
    [
      "a pool that nobody has looked at",
      () => {
        edge(`/pools/${bench.idOf("geo-dns-pools-asia")}/health`, { pop_health: {} });
      },
      "pool azora-asia (Cloudflare): enabled, seen by nobody",
    ],
    [
      "a monitor that is gone",
      () => {
        edge(`/monitors/${bench.idOf("geo-dns-pools-monitor")}`, undefined);
      },
      "monitor geo-dns-pools-monitor (Cloudflare): absent",
    ],
    [
      "a load balancer that is off",
      () => {
        edge(`/load_balancers/${bench.idOf("geo-dns-global")}`, { enabled: false });
      },
      "load balancer api.azora.example (Cloudflare): disabled, proxied",
    ],
    [
      "a load balancer that shows its origins",
      () => {
        edge(`/load_balancers/${bench.idOf("geo-dns-global")}`, { proxied: false });
      },
      "load balancer api.azora.example (Cloudflare): enabled, not proxied",
    ],
    [
      "a record of other content",
      () => {
        edge(`/dns_records/${bench.idOf("edge-zone-spf")}`, { content: '"v=spf1 +all"' });
      },
      "record edge-zone-spf (Cloudflare): TXT azora.example v=spf1 +all",
    ],
    [
      "a record of other data",
      () => {
        edge(`/dns_records/${bench.idOf("edge-zone-caa-issue-pki-goog")}`, {
          data: { flags: 0, tag: "issue", value: "elsewhere.example" },
        });
      },
      "record edge-zone-caa-issue-pki-goog (Cloudflare): CAA azora.example 0 issue elsewhere.example",
    ],
    [
      "a record that is proxied against the state",
      () => {
        edge(`/dns_records/${bench.idOf("edge-zone-mx")}`, { proxied: true });
      },
      "record edge-zone-mx (Cloudflare): MX azora.example 0 . proxied",
    ],
    [
      "a record that is gone",
      () => {
        edge(`/dns_records/${bench.idOf("edge-zone-dmarc")}`, undefined);
      },
      "record edge-zone-dmarc (Cloudflare): absent",
    ],
    [
      "DNSSEC that waits for the registrar",
      () => {
        edge("/dnssec", { status: "pending" });
      },
      "DNSSEC edge-zone-dnssec (Cloudflare): pending",
    ],
    [
      "an authority that the edge does not trust yet",
      () => {
        edge(`/acm/custom_trust_store/${bench.idOf("origin-trust-of-asia")}`, {
          status: "pending_deployment",
        });
      },
      "origin authority origin-trust-of-asia (Cloudflare): pending_deployment",
    ],
    [
      "a client certificate that is not in use yet",
      () => {
        edge(`/origin_tls_client_auth/${bench.idOf("origin-trust-client")}`, { status: "initializing" });
      },
      "client certificate origin-trust-client (Cloudflare): initializing",
    ],
    [
      "a client certificate that nobody is shown",
      () => {
        edge("/origin_tls_client_auth/settings", { enabled: false });
      },
      "showing of origin-trust-client-shown (Cloudflare): disabled",
    ],
    [
      "a host that answers with another code",
      () => bench.world.hosts.set("asia.azora.example", { code: 503, body: "ok" }),
      'host asia.azora.example (Internet): 503 with "ok"',
    ],
    [
      "a host that answers with another body",
      () => bench.world.hosts.set("asia.azora.example", { code: 200, body: "<html>parked</html>" }),
      'host asia.azora.example (Internet): 200 without "ok"',
    ],
  ])("%s", async (_, change, row) => {
    change();
    const attachment = bench.idOf("mesh-transit-asia-americas");
    expect(await bench.notUp()).toEqual([1, [row.replace("ATTACHMENT", attachment)]]);
  });

  test("but a pool that is healthy as the SDK's types have it is up", async () => {
    edge(`/pools/${bench.idOf("geo-dns-pools-asia")}/health`, { pop_health: { healthy: true, origins: [] } });
    expect(await bench.notUp()).toEqual([0, []]);
  });

  test("a text that the API gives back without its quotes is the same", async () => {
    edge(`/dns_records/${bench.idOf("edge-zone-spf")}`, { content: "v=spf1 -all" });
    expect(await bench.notUp()).toEqual([0, []]);
  });

  test("a zone that a region's network cannot see", async () => {
    const zone = bench.idOf("africa-foundation-network-dns-zone", "africa");
    const others = (bench.world.zones.get(zone) ?? []).filter(({ region }) => region !== "sa-east-1");
    bench.world.zones.set(zone, others);
    expect(await bench.notUp()).toEqual([1, ["zone mesh-africa-in-americas (sa-east-1): not associated"]]);
  });

  test("a region that takes another authority's bearers for the edge", async () => {
    const ingress = bench.deployed("asia").resources.find(({ type }) => type === "pulumi:pulumi:Stack")
      ?.outputs.ingress as WireObject;
    bench.write("asia-other", bench.deployed("asia", { ingress: { ...ingress, edgeClientCa: "other" } }));
    expect(await bench.notUp(bench.files({ asia: "asia-other" }))).toEqual([
      1,
      ["trust of asia in the edge (ap-southeast-1): another authority"],
    ]);
  });

  test("certificates with less than 14 days left", async () => {
    const until = bench.end.toISOString().slice(0, 10);
    const [status, down] = await bench.notUp(
      bench.files(),
      new Date(bench.end.getTime() - 14 * dayMs + 1000),
    );
    expect(status).toBe(1);
    // One of ACM, four of authorities, five of hosts, the edge's.
    expect(down).toHaveLength(11);
    expect(down).toContain(
      `certificate 0a1b2c3d-0000-4000-8000-000000000000 (af-south-1): ISSUED until ${until}`,
    );
    expect(down).toContain(`certificate of asia's authority (ap-southeast-1): until ${until}`);
    expect(down).toContain(`certificate of api.azora.example (Internet): until ${until}`);
    expect((await bench.notUp(bench.files(), new Date(bench.end.getTime() - 14 * dayMs)))[0]).toBe(0);
  });

  test("at a glance: the row is marked, and told again with what was wanted", async () => {
    bench.world.clusters.set("sa-east-1 azora-americas-cluster", "CREATING");
    const { status, text } = await bench.ready();
    expect(status).toBe(1);
    expect(text).toMatch(/^NOT +cluster azora-americas-cluster +sa-east-1 +CREATING$/m);
    expect(text).toContain(
      `Not ready: 1 of ${ReadyBench.questions()} are not up.\n  cluster azora-americas-cluster (sa-east-1): CREATING; wanted: ACTIVE\n`,
    );
  });
});
