import { EdgeZone, GeoDns, type RegionEntry } from "../../components/edge";
import { originsOf } from "../../components/edge/pools";
import { geoAreas } from "../../components/facts/geoAreas";
import { allRegions, failoverOrder, regionNamed } from "../../components/facts/regions";
import { built, refusal, type Built } from "../support/built";

const edgeAccountId = "0123456789abcdef0123456789abcdef";
const zoneId = "fedcba9876543210fedcba9876543210";
const domain = "azora.example";
const names = allRegions().map(({ name }) => name);

const entryOf = (name: string, change: Partial<RegionEntry> = {}): RegionEntry => ({
  region: regionNamed(name),
  addresses: ["203.0.113.1", "203.0.113.2", "203.0.113.3"],
  localZoneName: name === "africa" ? "lagos.elb.amazonaws.com" : null,
  ...change,
});

const make =
  (change: Partial<ConstructorParameters<typeof GeoDns>[1]> = {}) =>
  (): GeoDns =>
    new GeoDns("dns", {
      edgeAccountId,
      zoneId,
      domain,
      plan: "enterprise",
      personalHosts: true,
      entries: names.map((name) => entryOf(name)),
      ...change,
    });

describe("the global load balancer", () => {
  let dns: Built;
  beforeAll(async () => {
    dns = await built(make());
  });
  const poolsOf = (regions: readonly string[]): string[] =>
    regions.map((name) => dns.id(`dns-pools-${name}`));

  test("watches every region by one monitor, as often as the plan allows, within its interval", () => {
    const { inputs } = dns.named("dns-pools-monitor");
    expect(inputs).toMatchObject({
      type: "https",
      interval: 10,
      header: { Host: ["api.azora.example"] },
      expectedCodes: "200",
      expectedBody: "ok",
      allowInsecure: false,
      followRedirects: false,
    });
    expect(Number(inputs.timeout) * (1 + Number(inputs.retries))).toBeLessThan(10);
    for (const pool of dns.inputsOf("cloudflare:index/loadBalancerPool:LoadBalancerPool"))
      expect(pool.monitor).toBe(dns.id("dns-pools-monitor"));
  });

  test("leaves to the regions' probes whether a pool is in use", () => {
    for (const { ignoreChanges } of dns.ofType("cloudflare:index/loadBalancerPool:LoadBalancerPool"))
      expect(ignoreChanges).toEqual(["enabled", "description"]);
  });

  test("has an origin for each zone of a region, and in africa Lagos before them", () => {
    const origins = (name: string) =>
      dns.named(`dns-pools-${name}`).inputs.origins as { name: string; address: string; weight: number }[];
    expect(origins("europe").map((origin) => [origin.name, origin.address, origin.weight])).toEqual([
      ["eu-central-1a", "203.0.113.1", 1],
      ["eu-central-1b", "203.0.113.2", 1],
      ["eu-central-1c", "203.0.113.3", 1],
    ]);
    const [lagos, ...zones] = origins("africa");
    expect(lagos).toMatchObject({ name: "af-south-1-los-1a", address: "lagos.elb.amazonaws.com", weight: 1 });
    expect(zones.map(({ weight }) => weight)).toEqual([0.01, 0.01, 0.01]);
  });

  test("sends every area and Nigeria to all regions, and falls back on the primary", () => {
    const { inputs } = dns.named("dns-global");
    expect(inputs).toMatchObject({
      name: "api.azora.example",
      proxied: true,
      steeringPolicy: "geo",
      sessionAffinity: "none",
      adaptiveRouting: { failoverAcrossPools: true },
      defaultPools: poolsOf(["africa", ...failoverOrder("africa")]),
      fallbackPool: dns.id("dns-pools-africa"),
    });
    const areas = inputs.regionPools as Record<string, string[]>;
    expect(Object.keys(areas).sort()).toEqual(Object.keys(geoAreas).sort());
    for (const pools of Object.values(areas)) expect([...pools].sort()).toEqual(poolsOf(names).sort());
    expect(areas.WEU?.[0]).toBe(dns.id("dns-pools-europe"));
    expect((inputs.countryPools as Record<string, string[]>).NG?.[0]).toBe(dns.id("dns-pools-africa"));
  });

  test.each([
    ["africa", "za"],
    ["europe", "eu"],
    ["asia", "sg"],
    ["americas", "br"],
  ])("answers %s's personal data at home first, processed in %s only", (name, key) => {
    const { inputs } = dns.named(`dns-${name}`);
    expect(inputs).toMatchObject({
      name: `${name}.azora.example`,
      proxied: true,
      steeringPolicy: "off",
      defaultPools: poolsOf([name, ...failoverOrder(name)]),
      fallbackPool: dns.id(`dns-pools-${name}`),
    });
    expect(inputs).not.toHaveProperty("regionPools");
    expect(dns.named(`dns-${name}-place`).inputs).toEqual({
      zoneId,
      hostname: `${name}.azora.example`,
      regionKey: key,
    });
  });
});

test("without hosts for personal data there is the global host only", async () => {
  const dns = await built(make({ personalHosts: false, plan: "pro" }));
  expect(dns.inputsOf("cloudflare:index/loadBalancer:LoadBalancer").map(({ name }) => name)).toEqual([
    "api.azora.example",
  ]);
  expect(dns.named("dns-pools-monitor").inputs.interval).toBe(60);
});

test("a place that the edge cannot process in is refused before anything is created", async () => {
  const region = { ...regionNamed("asia"), jurisdiction: "NG" as const };
  const entries = [entryOf("africa"), entryOf("asia", { region })];
  await expect(refusal(make({ entries }))).resolves.toBe(
    'GeoDns.entries.asia.jurisdiction is "NG"; allowed: a place that the edge can process in: ZA, EU, SG, BR',
  );
});

test("a region without an address for a zone is a fault that names it", () => {
  expect(() => originsOf(regionNamed("asia"), ["203.0.113.1"], null)).toThrow(
    "contract of asia: ingress.addresses has 1; allowed: 3, one a zone",
  );
});

describe("the zone", () => {
  let zone: Built;
  beforeAll(async () => {
    zone = await built(() => new EdgeZone("zone", { zoneId, domain, owner: "platform@azora.example" }));
  });
  const setting = (id: string): unknown =>
    zone.inputsOf("cloudflare:index/zoneSetting:ZoneSetting").find(({ settingId }) => settingId === id)
      ?.value;

  test("speaks TLS 1.3 only, to origins that prove who they are and that take the edge only", () => {
    expect(["min_tls_version", "tls_1_3", "ssl", "tls_client_auth", "0rtt"].map(setting)).toEqual([
      "1.3",
      "on",
      "strict",
      "on",
      "off",
    ]);
    expect(setting("security_header")).toMatchObject({
      strict_transport_security: { enabled: true, include_subdomains: true, max_age: 63_072_000 },
    });
  });

  test("is signed, and says who may issue certificates", () => {
    expect(zone.inputsOf("cloudflare:index/zoneDnssec:ZoneDnssec")).toEqual([{ zoneId, status: "active" }]);
    const caa = zone
      .inputsOf("cloudflare:index/dnsRecord:DnsRecord")
      .filter(({ type }) => type === "CAA")
      .map(({ data }) => (data as { tag: string; value: string }).tag);
    expect(caa.filter((tag) => tag === "issue")).toHaveLength(5);
    expect(caa.filter((tag) => tag === "issuewild")).toHaveLength(5);
    expect(caa.filter((tag) => tag === "iodef")).toHaveLength(1);
  });

  test("sends no mail and takes none", () => {
    const records = Object.fromEntries(
      (
        zone.inputsOf("cloudflare:index/dnsRecord:DnsRecord") as {
          type: string;
          name: string;
          content: string;
        }[]
      )
        .filter(({ type }) => type !== "CAA")
        .map(({ type, name, content }) => [`${type} ${name}`, content]),
    );
    expect(records).toEqual({
      "TXT azora.example": '"v=spf1 -all"',
      "TXT _dmarc.azora.example": '"v=DMARC1; p=reject; sp=reject; adkim=s; aspf=s"',
      "TXT *._domainkey.azora.example": '"v=DKIM1; p="',
      "MX azora.example": ".",
    });
  });
});
