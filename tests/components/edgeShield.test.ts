import { EdgeAlerts, EdgeCache, EdgeShield } from "../../components/edge";
import { edgeHealth } from "../../components/facts/edgeMonitor";
import { apiClasses } from "../../components/facts/edgeShield";
import { containsSecret, unwrapSecrets } from "../../preview/engine/values";
import { built, refusal } from "../support/built";

const zoneId = "fedcba9876543210fedcba9876543210";
const hosts = ["api.azora.example", "africa.azora.example"];
const rulesetType = "cloudflare:index/ruleset:Ruleset";

interface ZoneRule {
  readonly ref: string;
  readonly expression: string;
  readonly actionParameters: Readonly<Record<string, unknown>>;
  readonly ratelimit: Readonly<Record<string, unknown>>;
}
const rulesOf = (inputs: Readonly<Record<string, unknown>>): readonly ZoneRule[] =>
  inputs.rules as readonly ZoneRule[];

describe("the shield", () => {
  test("limits sign-in more than the rest, and every host", async () => {
    const shield = await built(() => new EdgeShield("shield", { zoneId, plan: "pro", hosts }));
    const [signIn, rest] = rulesOf(shield.named("shield-rates").inputs);
    const everyHost = 'http.host in {"api.azora.example" "africa.azora.example"}';
    expect(signIn?.expression).toBe(
      `(${everyHost} and (starts_with(http.request.uri.path, "/v1/auth/") or starts_with(http.request.uri.path, "/realms/")))`,
    );
    expect(rest?.expression).toBe(everyHost);
    expect(Number(signIn?.ratelimit.requestsPerPeriod)).toBeLessThan(
      Number(rest?.ratelimit.requestsPerPeriod),
    );
  });

  test("has one rule set a phase: the edge takes no second one", async () => {
    const shield = await built(() => new EdgeShield("shield", { zoneId, plan: "pro", hosts }));
    const phases = shield.inputsOf(rulesetType).map(({ phase }) => phase);
    expect(new Set(phases).size).toBe(phases.length);
  });

  test("refuses more classes than the plan has rules for, and names the plans", async () => {
    const classes = [...apiClasses, ...apiClasses];
    await expect(
      refusal(() => new EdgeShield("shield", { zoneId, plan: "pro", hosts, classes })),
    ).resolves.toBe(
      "EdgeShield.classes is 4; allowed: 2 or fewer with the plan pro (pro 2, business 5, enterprise 100)",
    );
  });
});

describe("calls that a document describes otherwise", () => {
  const schemaType = "cloudflare:index/schemaValidationSchemas:SchemaValidationSchemas";

  test("are refused with a plan that can", async () => {
    const shield = await built(() => new EdgeShield("shield", { zoneId, plan: "enterprise", hosts }));
    const [schema] = shield.inputsOf(schemaType);
    expect(schema).toMatchObject({ kind: "openapi_v3", validationEnabled: true });
    const document = JSON.parse(schema?.source as string) as {
      servers: readonly { url: string }[];
      paths: Readonly<Record<string, unknown>>;
    };
    expect(document.servers.map(({ url }) => url)).toEqual(hosts.map((host) => `https://${host}`));
    expect(Object.keys(document.paths)).toEqual([edgeHealth.path]);
    expect(shield.named("shield-call-validation").inputs.validationDefaultMitigationAction).toBe("block");
  });

  test("are left to the other rules with a plan that cannot", async () => {
    const shield = await built(() => new EdgeShield("shield", { zoneId, plan: "business", hosts }));
    expect(shield.inputsOf(schemaType)).toEqual([]);
  });
});

describe("the caches", () => {
  const settings = async (): Promise<readonly ZoneRule[]> => {
    const cache = await built(() => new EdgeCache("cache", { zoneId, globalHost: "api.azora.example" }));
    return rulesOf(cache.named("cache-settings").inputs);
  };

  test("keep nothing that no class names", async () => {
    const [first] = await settings();
    expect(first).toMatchObject({ expression: "true", actionParameters: { cache: false } });
  });

  test("never keep personal data or what is for one sender: the last rule, which counts most", async () => {
    const last = (await settings()).at(-1);
    expect(last?.actionParameters).toEqual({ cache: false });
    expect(last?.expression).toBe(
      'http.host ne "api.azora.example" or len(http.request.headers["authorization"]) > 0 or http.cookie ne ""',
    );
  });

  test("serve what is too old while they fetch anew", async () => {
    const kept = (await settings()).filter(({ actionParameters }) => actionParameters.cache === true);
    expect(kept.map(({ ref }) => ref)).toEqual(["class-static", "class-public"]);
    for (const { actionParameters } of kept)
      expect(actionParameters.serveStale).toEqual({ disableStaleWhileUpdating: false });
  });

  test("tag what they keep, by the same paths", async () => {
    const cache = await built(() => new EdgeCache("cache", { zoneId, globalHost: "api.azora.example" }));
    const paths = (inputs: Readonly<Record<string, unknown>>): string[] =>
      rulesOf(inputs)
        .map(({ expression }) => expression)
        .filter((expression) => expression.includes("starts_with"));
    expect(paths(cache.named("cache-tags").inputs)).toEqual(paths(cache.named("cache-settings").inputs));
  });
});

test("the owner is told of lost regions, of what steers by hand or by probe, and of certificates", async () => {
  const alerts = await built(
    () =>
      new EdgeAlerts("alerts", {
        edgeAccountId: zoneId,
        owner: "platform@azora.example",
        poolIds: ["a", "b"],
      }),
  );
  const policies = alerts.inputsOf("cloudflare:index/notificationPolicy:NotificationPolicy");
  // The recorder has them by when their inputs were known.
  expect(policies.map(({ alertType }) => alertType).sort()).toEqual([
    "load_balancing_health_alert",
    "load_balancing_pool_enablement_alert",
    "universal_ssl_event_type",
    "zone_aop_custom_certificate_expiration_type",
  ]);
  for (const { mechanisms } of policies)
    expect(mechanisms).toEqual({ emails: [{ id: "platform@azora.example" }] });
});

test("whoever is on call is told as well, where an address is given, which stays secret", async () => {
  const onCallUrl = "https://events.example/key";
  const alerts = await built(
    () =>
      new EdgeAlerts("alerts", {
        edgeAccountId: zoneId,
        owner: "platform@azora.example",
        poolIds: [],
        onCallUrl,
      }),
  );
  const { inputs } = alerts.named("alerts-on-call");
  expect(containsSecret(inputs.url)).toBe(true);
  expect(unwrapSecrets(inputs.url ?? null)).toBe(onCallUrl);
  for (const { mechanisms } of alerts.inputsOf("cloudflare:index/notificationPolicy:NotificationPolicy"))
    expect(mechanisms).toEqual({
      emails: [{ id: "platform@azora.example" }],
      webhooks: [{ id: alerts.id("alerts-on-call") }],
    });
});
