import { ReadyBench } from "../support/readyBench";

const bench = new ReadyBench();
beforeAll(() => bench.start());
beforeEach(() => {
  bench.reset();
});
afterAll(() => {
  bench.stop();
});

const gone = "missing in the state";

describe("what must be there and no state holds is named", () => {
  test.each<[string, readonly string[], string, readonly string[]]>([
    [
      "one peering of six",
      ["mesh-transit-africa-europe"],
      "global",
      ["peering africa to europe (af-south-1)"],
    ],
    [
      "the far end of a peering",
      ["mesh-transit-africa-europe-accepted"],
      "global",
      ["peering africa to europe, accepted (eu-central-1)"],
    ],
    [
      "the table of one end of a peering",
      ["mesh-transit-africa-europe-in-europe"],
      "global",
      ["table of peering africa to europe, in europe (eu-central-1)"],
    ],
    [
      "a route in one direction",
      ["mesh-transit-africa-to-asia"],
      "global",
      ["route africa to asia (af-south-1)"],
    ],
    [
      "a region's own block for what comes from peers",
      ["mesh-transit-asia-own"],
      "global",
      ["route of peers into asia (ap-southeast-1)"],
    ],
    [
      "a zone in another's network",
      ["mesh-africa-in-americas"],
      "global",
      ["zone of africa in the network of americas (sa-east-1)"],
    ],
    [
      "the copy of a key in the partner",
      ["mesh-asia-personal"],
      "global",
      ["replica of asia's key of personal data (eu-central-1)"],
    ],
    ["the images' replication", ["mesh-images"], "global", ["replication of images (af-south-1)"]],
    ["one pool of four", ["geo-dns-pools-asia"], "global", ["pool azora-asia (Cloudflare)"]],
    ["the monitor", ["geo-dns-pools-monitor"], "global", ["monitor of the pools (Cloudflare)"]],
    [
      "a region's authority that the edge is to trust",
      ["origin-trust-of-asia"],
      "global",
      ["origin authority of asia (Cloudflare)"],
    ],
    [
      "the edge's certificate",
      ["origin-trust-client"],
      "global",
      ["client certificate of the zone (Cloudflare)"],
    ],
    [
      "whether it is shown",
      ["origin-trust-client-shown"],
      "global",
      ["showing of the client certificate (Cloudflare)"],
    ],
    ["a home's host", ["geo-dns-europe"], "global", ["load balancer europe.azora.example (Cloudflare)"]],
    [
      "the place of processing of a home's host",
      ["geo-dns-europe-place"],
      "global",
      ["place of processing of europe.azora.example (Cloudflare)"],
    ],
    ["one record", ["edge-zone-dmarc"], "global", ["record dmarc (Cloudflare)"]],
    [
      "one authority's right to issue",
      ["edge-zone-caa-issue-pki-goog"],
      "global",
      ["record caa-issue-pki-goog (Cloudflare)"],
    ],
    [
      "who is told of refused certificates",
      ["edge-zone-caa-iodef"],
      "global",
      ["record caa-iodef (Cloudflare)"],
    ],
    ["DNSSEC", ["edge-zone-dnssec"], "global", ["DNSSEC of the zone (Cloudflare)"]],
    [
      "a deployer's role",
      ["identities-deployer-asia"],
      "global",
      ["role azora-deployer-asia (eu-central-1)"],
    ],
    ["the role that previews", ["identities-preview"], "global", ["role azora-preview (eu-central-1)"]],
    [
      "the role for emergencies",
      ["identities-break-glass"],
      "global",
      ["role azora-break-glass (eu-central-1)"],
    ],
    ["a cluster", ["asia-region-cluster"], "asia", ["cluster of asia (ap-southeast-1)"]],
  ])("%s", async (_, names, stack, rows) => {
    const [status, down] = await bench.notUp(bench.without(stack, ...names));
    expect([status, down]).toEqual([1, rows.map((row) => `${row}: ${gone}`)]);
  });

  test("a region in its first phase has no cluster yet, and one row says so", async () => {
    const outputs = { phase: "network", cluster: null, caCertificatePem: null };
    bench.write("asia-network", bench.deployed("asia", outputs));
    expect(await bench.notUp(bench.files({ asia: "asia-network" }))).toEqual([
      1,
      ["cluster of asia (ap-southeast-1): none in phase network"],
    ]);
  });

  test("an area of users that one region is not offered to", async () => {
    const { resources } = bench.deployed("global");
    const asia = bench.idOf("geo-dns-pools-asia");
    bench.write("global-less", {
      resources: resources.map((resource) => {
        if (resource.name !== "geo-dns-global") return resource;
        const regionPools = resource.inputs.regionPools as Record<string, string[]>;
        const less = (regionPools.WEU ?? []).filter((pool) => pool !== asia);
        return { ...resource, inputs: { ...resource.inputs, regionPools: { ...regionPools, WEU: less } } };
      }),
    });
    expect(await bench.notUp(bench.files({ global: "global-less" }))).toEqual([
      1,
      [`steering of WEU to every region (Cloudflare): ${gone}`],
    ]);
  });

  test("the certificate of a Local Zone", async () => {
    const { resources } = bench.deployed("africa");
    bench.write("africa-open", {
      resources: resources.map((resource) => {
        const { certificateArn, ...inputs } = resource.inputs;
        return certificateArn === undefined ? resource : { ...resource, inputs };
      }),
    });
    expect(await bench.notUp(bench.files({ africa: "africa-open" }))).toEqual([
      1,
      [`certificate of africa's Local Zone (af-south-1): ${gone}`],
    ]);
  });

  test("all that joins the regions, where global ended its first phase only", async () => {
    const { resources } = bench.deployed("global", { hosts: null, peerings: null });
    const first = /^(aws:iam|pulumi:)/;
    bench.write("global-first", { resources: resources.filter(({ type }) => first.test(type)) });
    const [status, down] = await bench.notUp(bench.files({ global: "global-first" }));
    expect(status).toBe(1);
    // 6 peerings, 12 routes between regions and 4 inwards, 12 zones, 4 keys, images, 4 pools, a monitor, DNSSEC, the hosts.
    expect(down).toHaveLength(6 + 12 + 4 + 12 + 4 + 1 + 4 + 1 + 1 + 1 + 2 + 4);
    expect(down).toContain(`hosts (Cloudflare): ${gone}`);
  });
});

describe("an operation of which no end is known", () => {
  test("is not ready, in whichever stack", async () => {
    bench.write("asia-pending", bench.deployed("asia"), ["asia-region-cluster"]);
    bench.write("global-pending", bench.deployed("global"), ["edge-zone-mx", "mesh-images"]);
    expect(await bench.notUp(bench.files({ asia: "asia-pending", global: "global-pending" }))).toEqual([
      1,
      [
        "operation on asia-region-cluster (asia): creating, and did not end",
        "operation on edge-zone-mx (global): creating, and did not end",
        "operation on mesh-images (global): creating, and did not end",
      ],
    ]);
  });
});
