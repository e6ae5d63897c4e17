import fc from "fast-check";
import { parse } from "yaml";
import { nodePools } from "../../components/cluster/nodePools";
import { systemNodeSizes } from "../../components/cluster/systemNodes";
import { platformImages } from "../../components/facts/images";
import { eksAddons, eksAddonsFor } from "../../components/facts/addons";
import { kubernetesVersion, kubernetesVersions } from "../../components/facts/kubernetes";
import { allRegions, regionNamed } from "../../components/facts/regions";
import { ConfigurationError, globalConfig, regionConfig, type RawConfig } from "../../stacks/config";
import { globalKeys } from "../../stacks/globalKeys";
import { regionKeys } from "../../stacks/regionKeys";
import type { Key, Keys } from "../../stacks/schema";

/** A key's value as the engine hands it over, from YAML as a person writes it. */
function asText(yaml: string): string {
  const value: unknown = parse(yaml);
  return typeof value === "string" ? value : typeof value === "object" ? JSON.stringify(value) : yaml;
}

/** The required keys of a stack, each with its example. */
function required(keys: Keys): Record<string, string> {
  const needed = Object.entries(keys).filter(([, key]) => key.fallback === undefined && !key.optional);
  return Object.fromEntries(needed.map(([name, { example }]) => [`azora:${name}`, asText(example)]));
}

function raw(values: Readonly<Record<string, string>>, stack = "europe"): RawConfig {
  const secrets = new Set([
    "azora:chartMirrorPassword",
    "azora:pagerDutyKey",
    "azora:pagerDutyEscalationKey",
    "azora:slackToken",
    "azora:heartbeatUrl",
    "azora:edgeSteeringToken",
    "azora:edgeSteeringKeys",
    "azora:edgeSteeringIdentity",
  ]);
  // The examples are europe's.
  const examples = Object.entries(required(regionKeys)).map(([key, value]): [string, string] => [
    key,
    value.replaceAll("eu-central-1", regionNamed(stack).awsRegion),
  ]);
  return {
    stack,
    values: { ...Object.fromEntries(examples), "azora:asOf": "2026-11-24", ...values },
    isSecret: (key) => secrets.has(key),
  };
}

/** The mistakes for which a configuration is refused; none when it is taken. */
function mistakesOf(read: () => unknown): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.mistakes;
  }
}

const inRegion = (values: Readonly<Record<string, string>>, stack?: string): readonly string[] =>
  mistakesOf(() => regionConfig(raw(values, stack)));

const arnOf = (region: string, account = "111122223333"): string =>
  `arn:aws:codeconnections:${region}:${account}:connection/0a1b2c3d-0000-4000-8000-000000000001`;

const keys = Object.entries<Key<unknown>>(regionKeys);
const accepts = (key: Key<unknown>, text: string): boolean => "value" in key.parse(text);

describe.each(keys)("azora:%s", (_name, key) => {
  test("takes its own example", () => {
    expect(accepts(key, asText(key.example))).toBe(true);
  });

  test("says what it is and what is allowed", () => {
    expect(key.description).toMatch(/^[A-Z].*\.$/s);
    expect(key.allowed.length).toBeGreaterThan(5);
  });

  test.each(["", " ", "\n", "\t", "a b\n", "é ☕"])("refuses nonsense: %j", (nonsense) => {
    expect(accepts(key, nonsense)).toBe(false);
  });

  test.each(["{}", "[[]]", "[1]", '[""]', "[null]", "-1", "1e1", "$(id)", "!"])(
    "refuses what is of another kind: %j",
    (nonsense) => {
      // A user's name at somebody else's registry may be anything.
      expect(accepts(key, nonsense)).toBe(key === regionKeys.chartMirrorUsername);
    },
  );

  test("refuses its example with something before or behind it", () => {
    const example = asText(key.example);
    for (const spoiled of [`${example}\n`, ` ${example}`, `${example} `]) {
      // Blanks around JSON are no part of it, and any character may be in a password.
      const lenient = key.secret === true || /^(\[|-----BEGIN )/.test(example);
      expect(accepts(key, spoiled)).toBe(lenient);
    }
  });
});

describe("bounds of a key", () => {
  const takes = (use: () => unknown): boolean => {
    try {
      use();
      return true;
    } catch {
      return false;
    }
  };
  const region = regionNamed("europe");
  const pools = { region, zones: region.zones, edge: false } as const;

  test.each([
    ["systemNodesMin", (n: number) => systemNodeSizes({ minSize: n })],
    ["systemNodesMax", (n: number) => systemNodeSizes({ maxSize: n })],
    ["cpuLimit", (n: number) => nodePools({ ...pools, spotSharePercent: 70, cpuLimit: n })],
    ["spotSharePercent", (n: number) => nodePools({ ...pools, spotSharePercent: n, cpuLimit: 400 })],
  ] as const)("%s are those of the component that it is for", (name, make) => {
    for (let n = 0; n <= 105; n++) {
      expect([n, accepts(regionKeys[name], String(n))]).toEqual([n, takes(() => make(n))]);
    }
  });
});

describe("kinds of values", () => {
  test("whole numbers are taken within their bounds and steps, and refused outside", () => {
    fc.assert(
      fc.property(fc.integer({ min: -20_000, max: 20_000 }), (n) => {
        expect(accepts(regionKeys.systemNodesMin, String(n))).toBe(n >= 3 && n <= 12);
        expect(accepts(regionKeys.cpuLimit, String(n))).toBe(n >= 33 && n <= 10_000);
        expect(accepts(regionKeys.spotSharePercent, String(n))).toBe(n >= 5 && n <= 95 && n % 5 === 0);
      }),
    );
  });

  test.each(["2", "31", "3.5", "3.0", "0x3", "03e0", " 3", "3 ", "+3", "three", "Infinity", "NaN", "٣"])(
    "no whole number from 3 to 30: %j",
    (text) => {
      expect(accepts(regionKeys.systemNodesMin, text)).toBe(false);
    },
  );

  test.each(["3", "12"])("the bounds themselves are allowed: %s", (text) => {
    expect(accepts(regionKeys.systemNodesMin, text)).toBe(true);
  });

  test("a choice is one of its words and nothing else", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(accepts(regionKeys.natGateways, text)).toBe(["per-zone", "single"].includes(text));
        expect(accepts(regionKeys.edge, text)).toBe(["true", "false"].includes(text));
      }),
    );
  });

  test("a list holds different items of its kind, as many as are allowed", () => {
    const role = fc.stringMatching(/^[a-z]{1,12}$/).map((name) => `arn:aws:iam::111122223333:role/${name}`);
    fc.assert(
      fc.property(fc.array(role, { maxLength: 12 }), (roles) => {
        const good = roles.length >= 1 && roles.length <= 8 && new Set(roles).size === roles.length;
        expect(accepts(regionKeys.adminRoleArns, JSON.stringify(roles))).toBe(good);
        expect(accepts(regionKeys.adminRoleArns, JSON.stringify([...roles, "admin"]))).toBe(false);
      }),
    );
  });

  test("no text makes a key throw", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (text) => {
        for (const [, key] of keys) expect(() => key.parse(text)).not.toThrow();
      }),
    );
  });
});

describe("a region's configuration", () => {
  test("is read with what is given, and defaults for the rest", () => {
    const config = regionConfig(
      raw({ "azora:natGateways": "single", "azora:edge": "false", "azora:cpuLimit": "64" }),
    );
    expect(config).toMatchObject({
      accountId: "111122223333",
      natGateways: "single",
      edge: false,
      cpuLimit: 64,
      phase: "complete",
      corporateCidrs: [],
      spotSharePercent: 70,
    });
    expect(config.zones).toBeUndefined();
  });

  test("with every key at its example is taken", () => {
    const values = Object.fromEntries(keys.map(([name, key]) => [`azora:${name}`, asText(key.example)]));
    expect(inRegion(values)).toEqual([]);
  });

  test.each(Object.keys(required(regionKeys)))("without %s is refused", (key) => {
    const values = Object.fromEntries(Object.entries(raw({}).values).filter(([name]) => name !== key));
    const mistakes = mistakesOf(() => regionConfig({ ...raw({}), values }));
    expect(mistakes).toEqual([expect.stringMatching(`^${key} is missing; allowed: `)]);
  });

  test("reports every mistake at once, with key, value and what is allowed", () => {
    expect(
      inRegion({ "azora:environment": "prod", "azora:cpuLimit": "7", "azora:natgateways": "single" }),
    ).toEqual([
      "azora:natgateways is no key of this stack; did you mean azora:natGateways?",
      'azora:environment is "prod"; allowed: production | staging | development',
      'azora:cpuLimit is "7"; allowed: a whole number from 33 to 10000',
    ]);
  });

  test.each(["toString", "__proto__", "constructor", "hasOwnProperty", ""])(
    "knows no key %j, whatever JavaScript may know",
    (name) => {
      const values = JSON.parse(JSON.stringify({ [`azora:${name}`]: "x" })) as Record<string, string>;
      expect(inRegion(values)[0]).toContain(`azora:${name} is no key of this stack`);
    },
  );

  test("leaves keys of other namespaces to their owners", () => {
    expect(inRegion({ "aws:region": "eu-central-1", "pulumi:disable-default-providers": "[]" })).toEqual([]);
  });

  test("never repeats a secret, even one that is wrong", () => {
    expect(
      inRegion({ "azora:chartMirrorUsername": "azora", "azora:chartMirrorPassword": "hunter2" }),
    ).toEqual([expect.stringMatching(/^azora:chartMirrorPassword is \(hidden\); allowed: /)]);
  });

  test("never repeats what was given as a secret, though it need not be one", () => {
    const values = { "azora:environment": "correct-horse", "azora:runnerConnectionArn": arnOf("sa-east-1") };
    const mistakes = mistakesOf(() => regionConfig({ ...raw(values), isSecret: () => true }));
    expect(mistakes).toEqual([
      "azora:environment is (hidden); allowed: production | staging | development",
      "azora:runnerConnectionArn is (hidden), of another region; allowed: one of eu-central-1",
    ]);
  });

  test("takes a connection and a certificate of its own region and account only", () => {
    expect(inRegion({ "azora:runnerConnectionArn": arnOf("af-south-1") }, "africa")).not.toContainEqual(
      expect.stringContaining("another"),
    );
    expect(inRegion({ "azora:runnerConnectionArn": arnOf("sa-east-1", "999988887777") })).toEqual([
      `azora:runnerConnectionArn is "${arnOf("sa-east-1", "999988887777")}", of another region; allowed: one of eu-central-1`,
      `azora:runnerConnectionArn is "${arnOf("sa-east-1", "999988887777")}", of another account; allowed: one of 111122223333`,
    ]);
    const certificate =
      "arn:aws:acm:eu-central-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000";
    const given = { "azora:edgeCertificateArn": certificate };
    expect(inRegion(given, "africa")).toEqual([
      `azora:edgeCertificateArn is "${certificate}", of another region; allowed: one of af-south-1`,
    ]);
    // Where it is not used it harms nothing.
    expect(inRegion({ ...given, "azora:edge": "false" }, "africa")).toEqual([]);
  });

  test("refuses a secret in plain text without repeating it", () => {
    const values = { "azora:chartMirrorUsername": "azora", "azora:chartMirrorPassword": "correct-horse" };
    const [mistake, ...others] = mistakesOf(() => regionConfig({ ...raw(values), isSecret: () => false }));
    expect(mistake).toMatch(/^azora:chartMirrorPassword is a secret given as plain text; allowed: /);
    expect([mistake, ...others].join()).not.toContain("correct-horse");
  });

  test.each([[{ "azora:chartMirrorUsername": "azora" }], [{ "azora:chartMirrorPassword": "correct-horse" }]])(
    "wants user and password of the mirror together: %j",
    (values) => {
      expect(inRegion(values)).toEqual([expect.stringContaining("go together; one of them is missing")]);
    },
  );

  test("wants all that the edge-steering controller needs, or nothing of it", () => {
    const all = {
      "azora:edgeSteeringDigest": asText(regionKeys.edgeSteeringDigest.example),
      "azora:edgeSteeringToken": "t".repeat(40),
      "azora:edgeSteeringKeys": `${"k".repeat(32)}\n${"o".repeat(32)}`,
      "azora:edgeSteeringIdentity": "-----BEGIN CERTIFICATE-----\n…\n-----BEGIN EC PRIVATE KEY-----\n…",
      "azora:edgeSteeringAuthorities": asText(regionKeys.edgeSteeringAuthorities.example),
      "azora:cloudflareAccountId": asText(regionKeys.cloudflareAccountId.example),
    };
    expect(inRegion(all)).toEqual([]);
    for (const left of Object.keys(all)) {
      const others = Object.fromEntries(Object.entries(all).filter(([key]) => key !== left));
      expect(inRegion(others)).toEqual([`${Object.keys(all).join(", ")} go together; missing: ${left}`]);
    }
  });

  test("takes verifiers of the cache with the regions' authorities, of users that exist", () => {
    const authorities = { "azora:regionAuthorities": asText(regionKeys.regionAuthorities.example) };
    const verifier = (name: string): string => `${name}/${"0a".repeat(32)}`;
    const users = ["replication", "sentinel", "invalidator", "relay", "monitor", "query-results"];
    const verifiers = (names: readonly string[]) => ({
      "azora:cacheVerifiers": JSON.stringify(names.map(verifier)),
    });
    const asia = users.map((user) => `asia/${user}`);
    expect(inRegion({ ...authorities, ...verifiers(asia) })).toEqual([]);
    expect(inRegion(verifiers(asia))).toEqual([
      "azora:cacheVerifiers needs azora:regionAuthorities, by which members trust each other; it is missing",
    ]);
    expect(inRegion({ ...authorities, ...verifiers([...asia, "mars/sentinel"]) })).toEqual([
      "azora:cacheVerifiers names mars/sentinel; allowed: a region of africa, europe, asia, americas and a user of replication, sentinel, invalidator, relay, monitor, query-results",
    ]);
    const europe = users.map((user) => `europe/${user}`);
    expect(inRegion({ ...authorities, ...verifiers([...europe, ...asia.slice(1)]) })).toEqual([
      "azora:cacheVerifiers lacks asia/replication; allowed: of each region all that its output cacheVerifiers has",
    ]);
  });

  test("takes as many nodes at most as at least, and not fewer", () => {
    const nodes = (min: number, max: number): readonly string[] =>
      inRegion({ "azora:systemNodesMin": String(min), "azora:systemNodesMax": String(max) });
    expect(nodes(6, 6)).toEqual([]);
    expect(nodes(6, 5)).toEqual(["azora:systemNodesMax is 5; allowed: at least azora:systemNodesMin, 6"]);
    expect(inRegion({ "azora:systemNodesMin": "9" })).toHaveLength(1);
  });

  test("takes zones of its own region only", () => {
    const zones = JSON.stringify([...regionNamed("europe").zones].reverse());
    expect(inRegion({ "azora:zones": zones })).toEqual([]);
    expect(inRegion({ "azora:zones": zones }, "asia")).toHaveLength(3);
  });

  test.each(["2026-02-30", "2026-13-01", "2025-02-29"])("knows no day %s", (day) => {
    expect(inRegion({ "azora:asOf": day })).toEqual([
      expect.stringMatching(`^azora:asOf is "${day}"; allowed: `),
    ]);
  });

  test("wants the Local Zone's certificate where facts give a Local Zone, unless it is off", () => {
    const missing = [expect.stringMatching(/^azora:edgeCertificateArn is missing; /)];
    for (const region of allRegions()) {
      expect(inRegion({}, region.name)).toEqual(region.localZone ? missing : []);
      expect(inRegion({ "azora:edge": "false" }, region.name)).toEqual([]);
    }
  });
});

describe("networks behind the transit gateway", () => {
  const given = (...cidrs: string[]): readonly string[] =>
    inRegion({ "azora:corporateCidrs": JSON.stringify(cidrs) });

  test("may be blocks that overlap nothing", () => {
    expect(given("192.168.0.0/20", "192.168.16.0/20", "172.16.0.0/16")).toEqual([]);
  });

  test.each(allRegions().map(({ name, cidr }) => [name, cidr]))("may not overlap %s, %s", (name, cidr) => {
    const inside = cidr.replace("/16", "/24");
    for (const clash of [cidr, inside, "10.0.0.0/8"])
      expect(given(clash)).toEqual([expect.stringMatching(/^azora:corporateCidrs is .+, which overlaps /)]);
    expect(given(inside)[0]).toContain(`${cidr} of region ${name}`);
  });

  test.each(["172.20.0.0/20", "172.16.0.0/12", "169.254.0.0/24"])(
    "may not be %s, which a machine or a cluster answers itself",
    (cidr) => {
      expect(given(cidr)).toEqual([
        expect.stringMatching(/, which overlaps (172\.20|169\.254)\.0\.0\/16 of (the services|each machine)/),
      ]);
    },
  );

  test("may not overlap each other", () => {
    expect(given("192.168.0.0/20", "192.168.8.0/24")).toEqual([
      "azora:corporateCidrs is 192.168.8.0/24, which overlaps 192.168.0.0/20 of azora:corporateCidrs; allowed: blocks that overlap nothing",
    ]);
  });

  test.each(["192.168.0.1/20", "300.1.1.0/24", "192.168.0.0/33"])("may not be %s", (cidr) => {
    expect(given(cidr)).toHaveLength(1);
  });
});

describe("lists", () => {
  const role = "arn:aws:iam::111122223333:role/azora-admin";

  test("of roles share none", () => {
    const mistakes = inRegion({
      "azora:adminRoleArns": JSON.stringify([role]),
      "azora:viewerRoleArns": JSON.stringify([role]),
    });
    expect(mistakes).toEqual([
      `azora:viewerRoleArns names ${role}, which azora:adminRoleArns names too; allowed: a role in one list, once`,
    ]);
  });

  test("of repositories leave the platform's own out", () => {
    expect(inRegion({ "azora:serviceRepositories": '["payments/api", "platform/postgres"]' })).toEqual([
      `azora:serviceRepositories names platform/postgres, one of the platform's own; allowed: other names than ${platformImages.join(", ")}`,
    ]);
    expect(inRegion({ "azora:serviceRepositories": '["payments/api"]' })).toEqual([]);
  });

  test("of actors hold account numbers as GitHub writes them", () => {
    expect(inRegion({ "azora:runnerActorIds": '["0123"]' })).toHaveLength(1);
  });
});

describe("the Kubernetes version", () => {
  const nextDay = (day: string): string =>
    new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

  const built = kubernetesVersions.filter(({ version }) => version === eksAddonsFor);

  test("is the one that the add-ons are built for by default", () => {
    expect(built.map(({ version }) => version)).toEqual([kubernetesVersion]);
    const kubeProxy = eksAddons.kubeProxy.version.split(".").slice(0, 2).join(".");
    expect(kubeProxy).toBe(`v${eksAddonsFor}`);
  });

  test("that the add-ons are not built for is refused", () => {
    const [other] = kubernetesVersions.filter(({ version }) => version !== eksAddonsFor);
    expect(
      inRegion({
        "azora:kubernetesVersion": other?.version ?? "",
        "azora:asOf": other?.standardSupportEnds ?? "",
      }),
    ).toEqual([
      `azora:kubernetesVersion is "${other?.version ?? ""}", which is not what the add-ons in facts are built for (${eksAddonsFor}); allowed: ${eksAddonsFor}`,
    ]);
  });

  test.each(built.map(({ version, standardSupportEnds }) => [version, standardSupportEnds]))(
    "%s is taken until %s, and not a day longer",
    (version, lastDay) => {
      const on = (asOf: string): readonly string[] =>
        inRegion({ "azora:kubernetesVersion": version, "azora:asOf": asOf });
      expect(on(lastDay)).toEqual([]);
      expect(on(nextDay(lastDay))).toEqual([
        expect.stringMatching(
          `^azora:kubernetesVersion is "${version}", which is out of standard support since ${lastDay}; allowed: `,
        ),
      ]);
    },
  );

  test("that facts do not hold is refused", () => {
    expect(inRegion({ "azora:kubernetesVersion": "1.99" })).toEqual([
      expect.stringMatching(/^azora:kubernetesVersion is "1\.99", which is unknown; allowed: 1\./),
    ]);
  });
});

describe("the global stack's configuration", () => {
  const values = (more: Readonly<Record<string, string>> = {}): RawConfig => ({
    stack: "global",
    values: { ...required(globalKeys), ...more },
    isSecret: () => false,
  });

  test("is read", () => {
    expect(globalConfig(values())).toMatchObject({ domain: "azora.example", team: "platform" });
  });

  const mistakes = (more: Readonly<Record<string, string>>): readonly string[] =>
    mistakesOf(() => globalConfig(values({ "azora:cloudflarePlan": "enterprise", ...more })));

  test.each([
    ["free", /^azora:cloudflarePlan is "free"; allowed: pro \| business \| enterprise$/],
    [
      "business",
      /^azora:cloudflarePlan is "business"; allowed: enterprise with azora:personalDataHosts, which needs regional hostnames$/,
    ],
  ])("refuses the plan %s and says which is needed", (plan, message) => {
    const withoutLogs = { "azora:cloudflarePlan": plan, "azora:edgeLogs": "false" };
    expect(mistakes(withoutLogs)).toEqual([expect.stringMatching(message)]);
  });

  test("takes a lower plan without what needs a higher one", () => {
    const lesser = { "azora:personalDataHosts": "false", "azora:edgeLogs": "false" };
    expect(mistakes({ "azora:cloudflarePlan": "pro", ...lesser })).toEqual([]);
  });

  test("names each feature that the plan has not", () => {
    expect(mistakes({ "azora:cloudflarePlan": "business" })).toEqual([
      'azora:cloudflarePlan is "business"; allowed: enterprise with azora:personalDataHosts, which needs regional hostnames',
      'azora:cloudflarePlan is "business"; allowed: enterprise with azora:edgeLogs, which needs log push',
    ]);
  });

  test("refuses a domain that is none", () => {
    expect(mistakes({ "azora:domain": "azora" })).toEqual([
      'azora:domain is "azora"; allowed: a domain name in lower case, such as azora.example',
    ]);
  });

  test.each([
    ["drops a region", "NG=africa>europe>asia", "every region once: africa, europe, asia, americas"],
    ["names one twice", "NG=africa>africa>asia>europe", "every region once: africa, europe, asia, americas"],
    [
      "names one that is none",
      "WEU=africa>europe>asia>mars",
      "every region once: africa, europe, asia, americas",
    ],
    [
      "drops a region that the law allows",
      "africa=africa>europe",
      "africa first, and once each of the regions that the law of ZA allows: africa, europe, asia, americas",
    ],
    [
      "does not begin at home",
      "africa=europe>africa",
      "africa first, and once each of the regions that the law of ZA allows: africa, europe, asia, americas",
    ],
    ["is for nobody", "XX=africa>europe>asia>americas", "an order for an area or country (EEU, ENAM, "],
  ])("refuses an order that %s", (_what, order, allowed) => {
    const [mistake, ...others] = mistakes({ "azora:steeringOverrides": JSON.stringify([order]) });
    expect(mistake?.startsWith(`azora:steeringOverrides[0] is "${order}"; allowed: ${allowed}`)).toBe(true);
    expect(others).toEqual([]);
  });

  test("takes orders that keep every region, or the law", () => {
    const orders = ["NG=africa>americas>europe>asia", "africa=africa>asia>europe>americas"];
    expect(mistakes({ "azora:steeringOverrides": JSON.stringify(orders) })).toEqual([]);
  });

  const repositories = globalKeys.githubRepository.allowed;
  const principals = globalKeys.breakGlassPrincipals.allowed;
  test.each([
    ["azora:githubRepository", "platform", `azora:githubRepository is "platform"; allowed: ${repositories}`],
    ["azora:githubRepository", "azora/*", `azora:githubRepository is "azora/*"; allowed: ${repositories}`],
    ["azora:breakGlassPrincipals", "[]", `azora:breakGlassPrincipals is "[]"; allowed: ${principals}`],
    [
      "azora:breakGlassPrincipals",
      '["arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/a"]',
      `azora:breakGlassPrincipals is "[\\"arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/a\\"]"; allowed: ${principals}`,
    ],
    [
      "azora:breakGlassPrincipals",
      '["arn:aws:iam::999988887777:user/a"]',
      "azora:breakGlassPrincipals names arn:aws:iam::999988887777:user/a, of another account; allowed: users or roles of 111122223333",
    ],
    ["azora:phase", "network", 'azora:phase is "network"; allowed: identities | complete'],
  ])("refuses %s that is %s", (key, value, message) => {
    expect(mistakesOf(() => globalConfig(values({ [key]: value })))).toEqual([message]);
  });

  const target = "ou-ab12-cd34ef56";
  const managing = "arn:aws:iam::444455556666:role/azora-guard-rails";
  const together = "azora:organization and azora:organizationRoleArn go together; one of them is missing";
  test.each<[string, Readonly<Record<string, string>>, string]>([
    ["a target without the role", { "azora:organization": target }, together],
    ["the role without a target", { "azora:organizationRoleArn": managing }, together],
    [
      "an organisation for its target",
      { "azora:organization": "o-ab12cd34ef", "azora:organizationRoleArn": managing },
      `azora:organization is "o-ab12cd34ef"; allowed: ${globalKeys.organization.allowed}`,
    ],
    [
      "a role of the stack's own account",
      { "azora:organization": target, "azora:organizationRoleArn": "arn:aws:iam::111122223333:role/a" },
      `azora:organizationRoleArn is "arn:aws:iam::111122223333:role/a", of the stack's own account; allowed: ${globalKeys.organizationRoleArn.allowed}`,
    ],
    [
      "the management account for its target",
      { "azora:organization": "444455556666", "azora:organizationRoleArn": managing },
      `azora:organization is "444455556666", the management account, which no guard rail holds for; allowed: ${globalKeys.organization.allowed}`,
    ],
  ])("refuses %s", (_what, more, message) => {
    expect(mistakesOf(() => globalConfig(values(more)))).toEqual([message]);
  });

  test.each([target, "r-ab12", "777788889999"])("takes guard rails for %s", (organization) => {
    const more = { "azora:organization": organization, "azora:organizationRoleArn": managing };
    expect(globalConfig(values(more))).toMatchObject({ organization, organizationRoleArn: managing });
  });

  test("takes a repository whose name in tokens has ids", () => {
    const given = { "azora:githubRepository": "azora@123456/platform@456789" };
    expect(globalConfig(values(given)).githubRepository).toBe("azora@123456/platform@456789");
  });

  test("has none of a region's keys", () => {
    expect(mistakesOf(() => globalConfig(values({ "azora:natGateways": "single" })))).toEqual([
      expect.stringMatching(/^azora:natGateways is no key of this stack; did you mean azora:\w+\?$/),
    ]);
  });
});
