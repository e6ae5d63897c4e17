import { X509Certificate } from "node:crypto";
import type * as pulumi from "@pulumi/pulumi";
import {
  EdgeClientAuthority,
  EdgeLogs,
  OriginTrust,
  ProbeAccess,
  ProbeIdentities,
} from "../../components/edge";
import { amazonRoots } from "../../components/facts/amazonRoots";
import { edgeNetworks, edgeNetworksMax, groupRulesMax } from "../../components/facts/edgeOrigins";
import { allRegions } from "../../components/facts/regions";
import { parseCidr } from "../../components/network";
import { containsSecret, unwrapSecrets } from "../../preview/engine/values";
import { built, type Built } from "../support/built";
import { testContext } from "../support/testContext";

const zoneId = "fedcba9876543210fedcba9876543210";
const edgeAccountId = "0123456789abcdef0123456789abcdef";
const store = "cloudflare:index/customOriginTrustStore:CustomOriginTrustStore";

const trust = (localZone: boolean, opts?: pulumi.ComponentResourceOptions): Promise<Built> =>
  built(
    () =>
      new OriginTrust(
        "trust",
        {
          zoneId,
          domain: "azora.example",
          authority: new EdgeClientAuthority("authority"),
          regionAuthorities: ["africa", "europe"].map((region) => ({
            region,
            certificatePem: `of ${region}`,
          })),
          localZone,
        },
        opts,
      ),
  );

describe("the edge's certificate", () => {
  let made: Built;
  beforeAll(async () => {
    made = await trust(false);
  });

  test("is signed for clients by an authority that is kept, and renewed two months before its end", () => {
    expect(made.named("authority-key").protect).toBe(true);
    expect(made.named("authority-certificate").inputs).toMatchObject({
      isCaCertificate: true,
      allowedUses: ["cert_signing", "crl_signing"],
    });
    expect(made.named("trust-client-certificate").inputs).toMatchObject({
      allowedUses: ["digital_signature", "client_auth"],
      validityPeriodHours: 365 * 24,
      earlyRenewalHours: 60 * 24,
    });
  });

  test("is given to the zone and shown, its key a secret", () => {
    const { inputs } = made.named("trust-client");
    expect(inputs.zoneId).toBe(zoneId);
    expect(containsSecret(inputs.privateKey)).toBe(true);
    const { inputs: shown, dependencies } = made.named("trust-client-shown");
    expect(shown).toEqual({ zoneId, enabled: true });
    // Shown before there is one, it would be the certificate that all customers share.
    expect(dependencies).toContain(made.named("trust-client").urn);
  });
});

test("the edge's last certificate stays at the edge while the next one is on its way to it, and nothing else does", async () => {
  const kept: string[] = [];
  await trust(false, {
    transformations: [
      ({ name, opts }) => {
        if (opts.retainOnDelete === true) kept.push(name);
        return undefined;
      },
    ],
  });
  expect(kept).toEqual(["trust-client"]);
});

describe("what the edge takes as an origin's", () => {
  test("is what the regions' authorities signed, and nothing else", async () => {
    const made = await trust(false);
    expect(made.inputsOf(store)).toEqual([
      { zoneId, certificate: "of africa" },
      { zoneId, certificate: "of europe" },
    ]);
  });

  test("with a Local Zone also what Amazon's authorities signed, whose certificate its load balancer shows", async () => {
    const made = await trust(true);
    const certificates = made.inputsOf(store).map(({ certificate }) => certificate);
    const [room] = made.ofType("azora:edge:OriginTrust");
    expect(room?.outputs.authorities).toBe(`of africaof europe${Object.values(amazonRoots).join("")}`);
    expect(certificates).toHaveLength(6);
    expect(certificates).toEqual(expect.arrayContaining(Object.values(amazonRoots)));
  });

  // Fingerprints as www.amazontrust.com/repository gives them.
  test.each([
    [
      "amazon-root-ca-1",
      "8E:CD:E6:88:4F:3D:87:B1:12:5B:A3:1A:C3:FC:B1:3D:70:16:DE:7F:57:CC:90:4F:E1:CB:97:C6:AE:98:19:6E",
    ],
    [
      "amazon-root-ca-2",
      "1B:A5:B2:AA:8C:65:40:1A:82:96:01:18:F8:0B:EC:4F:62:30:4D:83:CE:C4:71:3A:19:C3:9C:01:1E:A4:6D:B4",
    ],
    [
      "amazon-root-ca-3",
      "18:CE:6C:FE:7B:F1:4E:60:B2:E3:47:B8:DF:E8:68:CB:31:D0:2E:BB:3A:DA:27:15:69:F5:03:43:B4:6D:B3:A4",
    ],
    [
      "amazon-root-ca-4",
      "E3:5D:28:41:9E:D0:20:25:CF:A6:90:38:CD:62:39:62:45:8D:A5:C6:95:FB:DE:A3:C2:2B:0B:FB:25:89:70:92",
    ],
  ] as const)("%s is Amazon's own", (name, fingerprint) => {
    const root = new X509Certificate(amazonRoots[name]);
    expect(root.fingerprint256).toBe(fingerprint);
    expect(root.ca).toBe(true);
  });
});

test("the edge's networks are blocks of IPv4, with room for more in the list", () => {
  for (const cidr of edgeNetworks) expect(() => parseCidr(cidr)).not.toThrow();
  expect(new Set(edgeNetworks).size).toBe(edgeNetworks.length);
  expect(edgeNetworks.length).toBeLessThan(edgeNetworksMax);
});

test("every region lets in the addresses of the others, and not its own", async () => {
  const addresses = {
    africa: ["203.0.113.1"],
    europe: ["203.0.113.2", "203.0.113.3"],
    asia: ["203.0.113.4"],
  };
  const made = await built(
    () =>
      new ProbeAccess("probes", {
        regions: Object.entries(addresses).map(([region, natPublicIps]) => ({
          context: testContext(region),
          natPublicIps,
          entryGroupId: `sg-${region}`,
        })),
      }),
  );
  const entries = (region: string): string[] =>
    (made.named(`probes-${region}-peers`).inputs.entries as { cidr: string }[]).map(({ cidr }) => cidr);
  expect(entries("africa")).toEqual(["203.0.113.2/32", "203.0.113.3/32", "203.0.113.4/32"]);
  expect(entries("europe")).toEqual(["203.0.113.1/32", "203.0.113.4/32"]);
  expect(made.named("probes-europe-from-peers").inputs).toMatchObject({
    region: "eu-central-1",
    securityGroupId: "sg-europe",
    prefixListId: made.id("probes-europe-peers"),
    fromPort: 443,
    toPort: 443,
  });
  expect(made.named("probes-europe-peers").inputs).toMatchObject({ region: "eu-central-1", maxEntries: 6 });
});

test("the edge's networks and the others' probes fit into one security group of each region", async () => {
  const regions = allRegions().map(({ name }) => ({
    context: testContext(name),
    natPublicIps: [],
    entryGroupId: `sg-${name}`,
  }));
  const made = await built(() => new ProbeAccess("probes", { regions }));
  const lists = made.inputsOf("aws:ec2/managedPrefixList:ManagedPrefixList");
  expect(lists).toHaveLength(regions.length);
  for (const { maxEntries } of lists)
    expect(edgeNetworksMax + Number(maxEntries)).toBeLessThanOrEqual(groupRulesMax);
});

test("every region's controller has a certificate of its own to show, with its key, as a secret", async () => {
  const made = await built(
    () =>
      new ProbeIdentities("probes", {
        domain: "azora.example",
        regions: [{ name: "africa" }, { name: "asia" }],
        authority: new EdgeClientAuthority("authority"),
      }),
  );
  for (const region of ["africa", "asia"]) {
    expect(made.named(`probes-${region}-request`).inputs.subject).toMatchObject({
      commonName: `probes.${region}.azora.example`,
    });
    expect(made.named(`probes-${region}-certificate`).inputs).toMatchObject({
      allowedUses: ["digital_signature", "client_auth"],
      validityPeriodHours: 365 * 24,
    });
  }
  const [identities] = made.ofType("azora:edge:ProbeIdentities");
  expect(containsSecret(identities?.outputs.identities)).toBe(true);
  const { africa, asia } = unwrapSecrets(identities?.outputs.identities ?? null) as Record<string, string>;
  expect(africa).toMatch(/^-----BEGIN CERTIFICATE-----[^]+-----BEGIN EC PRIVATE KEY-----/);
  expect(asia).not.toBe(africa);
});

describe("the edge's logs", () => {
  let logs: Built;
  beforeAll(async () => {
    logs = await built(() => new EdgeLogs("logs", { edgeAccountId, zoneId }));
  });

  test("are kept in the EU for thirty days", () => {
    expect(logs.named("logs-bucket").inputs).toMatchObject({ jurisdiction: "eu" });
    expect(logs.named("logs-bucket").protect).toBe(true);
    expect(logs.named("logs-retention").inputs).toMatchObject({
      bucketName: logs.named("logs-bucket").inputs.name,
      jurisdiction: "eu",
      rules: [{ enabled: true, deleteObjectsTransition: { condition: { type: "Age", maxAge: 2_592_000 } } }],
    });
  });

  test("are written by a token for that bucket alone, which stays secret", () => {
    const [policy] = logs.named("logs-writer").inputs.policies as { readonly resources: string }[];
    expect(JSON.parse(policy?.resources ?? "")).toEqual({
      [`com.cloudflare.edge.r2.bucket.${edgeAccountId}_eu_azora-edge-logs`]: "*",
    });
    const { destinationConf } = logs.named("logs-http-requests").inputs;
    expect(containsSecret(destinationConf)).toBe(true);
    expect(unwrapSecrets(destinationConf ?? null)).toMatch(
      new RegExp(
        `^s3://azora-edge-logs/http_requests/\\{DATE\\}\\?region=auto&access-key-id=${logs.id("logs-writer")}&secret-access-key=[0-9a-f]{64}&endpoint=${edgeAccountId}\\.eu\\.r2\\.cloudflarestorage\\.com$`,
      ),
    );
  });

  test("name no field in which a person may stand", () => {
    const personal =
      /IP$|Port|City|Latitude|Longitude|UserAgent|JA[34]|Path|URI|Query|Refer|Cookie|Header|ASN/;
    for (const { dataset, outputOptions } of logs.inputsOf("cloudflare:index/logpushJob:LogpushJob")) {
      const { fieldNames } = outputOptions as unknown as { readonly fieldNames: readonly string[] };
      expect(["http_requests", "firewall_events"]).toContain(dataset);
      // The origin's address is ours.
      expect(fieldNames.filter((field) => personal.test(field) && field !== "OriginIP")).toEqual([]);
      expect(fieldNames).toContain("RayID");
    }
  });
});
