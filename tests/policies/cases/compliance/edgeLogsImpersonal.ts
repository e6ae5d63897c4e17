import { rule } from "../../../../policies/compliance/rules/edgeLogsImpersonal";
import { typeOf } from "../../../support/edgeFixtures";
import { allUndecided, refused } from "../../../support/mutationLines";
import { absent, unknown, type Fixture, type RuleCases } from "../../../support/rules";

const maxAge = 30 * 24 * 3600;
const age = "rules[0].deleteObjectsTransition.condition.maxAge";
const fixtures: readonly Fixture[] = [
  {
    type: typeOf("logpushJob"),
    name: "job",
    props: {
      dataset: "http_requests",
      destinationConf: unknown,
      outputOptions: { fieldNames: ["CacheCacheStatus", "RayID"] },
    },
    from: { destinationConf: ["token"] },
  },
  { type: typeOf("accountToken"), name: "token", props: {} },
  { type: typeOf("r2Bucket"), name: "bucket", props: { jurisdiction: "eu" } },
  {
    type: typeOf("r2BucketLifecycle"),
    name: "lifecycle",
    props: {
      rules: [
        {
          enabled: true,
          conditions: { prefix: "" },
          deleteObjectsTransition: { condition: { type: "Age", maxAge } },
        },
      ],
    },
    from: { bucketName: ["bucket"] },
  },
];
const http = "a field of edgeLogFields.http_requests";
const fields = "outputOptions.fieldNames";
const lifecycle = { resource: 3 };
const endless = { path: "", found: "no end", wanted: "an end after 30 days" };

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    refused("an address", `${fields}[0]`, "ClientIP", http),
    refused("a path", `${fields}[1]`, "ClientRequestURI", http),
    refused("what the edge may add", `${fields}[2]`, "Newest", http),
    refused("people's sessions", "dataset", "gateway_http", "http_requests or firewall_events"),
    refused("nothing said", "dataset", absent, "http_requests or firewall_events"),
    {
      name: "the fields of another dataset",
      path: "dataset",
      to: "firewall_events",
      finding: {
        path: `${fields}[0]`,
        found: '"CacheCacheStatus"',
        wanted: "a field of edgeLogFields.firewall_events",
      },
    },
    refused("the older options", "logpullOptions", "fields=ClientIP", "absent"),
    {
      name: "elsewhere",
      path: "@from.destinationConf",
      to: [],
      finding: { path: "", found: "a destination of its own", wanted: "the bucket in the EU" },
    },
    refused("anywhere", "jurisdiction", "default", "eu", { resource: 2 }),
    refused("wherever", "jurisdiction", absent, "eu", { resource: 2 }),
    { name: "too long", ...lifecycle, path: age, to: maxAge + 1, finding: endless },
    { name: "for ever", ...lifecycle, path: "rules", to: [], finding: endless },
    { name: "by a rule that is off", ...lifecycle, path: "rules[0].enabled", to: false, finding: endless },
    {
      name: "a part of it",
      ...lifecycle,
      path: "rules[0].conditions.prefix",
      to: "http_requests/",
      finding: endless,
    },
    { name: "of another bucket", ...lifecycle, path: "@from.bucketName", to: [], finding: endless },
    ...allUndecided(["dataset", fields, `${fields}[0]`, "logpullOptions"]),
    ...allUndecided(["jurisdiction"], { resource: 2 }),
    ...allUndecided(["rules", "rules[0].enabled", "rules[0].conditions.prefix", age], lifecycle),
  ],
};
