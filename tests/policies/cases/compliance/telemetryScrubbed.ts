import { scrubbedKeys, scrubbedPatterns, unscrubbedKeys } from "../../../../components/facts/scrubbing";
import { rule } from "../../../../policies/compliance/rules/telemetryScrubbed";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { absent, type RuleCases } from "../../../support/rules";
import {
  configPath,
  foundAt,
  nodeCollector,
  notCollectors,
  ofCluster,
  partKnownBy,
} from "../../../support/telemetryFixtures";

const scrubber = `${configPath}.processors.redaction`;
const statements = `${configPath}.processors.transform.trace_statements`;
const atCluster = { resource: 1 };
const processorsOf = (id: string): string => `${configPath}.service.pipelines.${id}.processors`;
const traces = processorsOf("traces");
const pipelines = [traces, ...["logs/platform", "logs/services", "logs/partner"].map(processorsOf)];
const ofClusters = ["logs/audit", "logs/events"].map(processorsOf);
const last = "redaction as the last";
const patterns = scrubbedPatterns.map(({ pattern }) => pattern);
const ignored = unscrubbedKeys.join(" or ");
const statement = (text: string, pattern: string): string =>
  `replace_pattern(${text}, ${JSON.stringify(pattern)}, "****")`;
const inTexts = { at: foundAt("service.pipelines.traces.processors") };
const [email] = scrubbedPatterns;

export const cases: RuleCases = {
  rule,
  fixtures: [nodeCollector, ofCluster, ...notCollectors],
  mutations: [
    ...[
      ...pipelines.map((path) => [path, {}] as const),
      ...ofClusters.map((path) => [path, atCluster] as const),
    ].flatMap(([path, at]) => [
      refused(`not scrubbed: ${path}`, path, ["memory_limiter", "transform"], last, at),
      refused(`something after it: ${path}`, path, ["redaction", "resource"], last, at),
      refused(`nothing at all: ${path}`, path, absent, last, at),
    ]),
    ...(["blocked_key_patterns", "blocked_values"] as const).map((list) =>
      refused(
        `a cluster's lines with all that ${list} holds`,
        `${scrubber}.${list}`,
        [],
        list === "blocked_values" ? "all of facts (scrubbedPatterns)" : "all of facts (scrubbedKeys)",
        {
          ...atCluster,
          found: `without ${(list === "blocked_values" ? patterns : scrubbedKeys).join(", ")}`,
        },
      ),
    ),
    refused("texts of a cluster only", `${scrubber}.redact_all_types`, false, "true", atCluster),
    refused(
      "a key of a cluster's that is left",
      `${scrubber}.ignored_key_patterns[0]`,
      "user",
      ignored,
      atCluster,
    ),
    refused("numbers of spans, not scrubbed", `${configPath}.service.pipelines`, { metrics: {} }, last, {
      at: foundAt("service.pipelines.metrics.processors"),
      found: "absent",
    }),
    refused("no JSON", configPath, "service: {}\n", "pipelines, in JSON", {
      at: foundAt("service.pipelines"),
      found: "absent",
    }),
    ...scrubbedKeys.map((key, index) =>
      refused(
        `without the key ${key}`,
        `${scrubber}.blocked_key_patterns`,
        scrubbedKeys.toSpliced(index, 1),
        "all of facts (scrubbedKeys)",
        { found: `without ${key}` },
      ),
    ),
    refused("no keys", `${scrubber}.blocked_key_patterns`, absent, "all of facts (scrubbedKeys)", {
      found: `without ${scrubbedKeys.join(", ")}`,
    }),
    ...patterns.map((pattern, index) =>
      refused(
        `without the value ${pattern}`,
        `${scrubber}.blocked_values`,
        patterns.toSpliced(index, 1),
        "all of facts (scrubbedPatterns)",
        { found: `without ${pattern}` },
      ),
    ),
    refused(
      "another pattern",
      `${scrubber}.blocked_values[0]`,
      ".+@internal",
      "all of facts (scrubbedPatterns)",
      {
        at: foundAt("processors.redaction.blocked_values"),
        found: `without ${email?.pattern ?? ""}`,
      },
    ),
    refused("a key that is left", `${scrubber}.ignored_key_patterns[0]`, "^enduser", ignored),
    refused("a key by its name", `${scrubber}.ignored_keys`, ["user.email"], "absent", {
      at: foundAt("processors.redaction.ignored_keys[0]"),
      found: '"user.email"',
    }),
    refused("a value that wins", `${scrubber}.allowed_values`, [".+"], "absent", {
      at: foundAt("processors.redaction.allowed_values[0]"),
      found: '".+"',
    }),
    refused("texts only", `${scrubber}.redact_all_types`, false, "true"),
    refused("texts only, as by default", `${scrubber}.redact_all_types`, absent, "true"),
    ...["md5", "hmac-sha256"].map((hash) =>
      refused(`by ${hash}`, `${scrubber}.hash_function`, hash, "absent"),
    ),
    ...["span.name", "span.status.message"].flatMap((text, at) =>
      scrubbedPatterns.map(({ name, pattern }, index) =>
        refused(
          `${text} with: ${name}`,
          `${statements}[${at * patterns.length + index}]`,
          statement("span.kind", pattern),
          statement(text, pattern),
          { ...inTexts, found: `${text} may hold: ${name}` },
        ),
      ),
    ),
    refused(
      "a name that is searched at times",
      `${statements}[0]`,
      `${statement("span.name", patterns[0] ?? "")} where span.kind == 1`,
      statement("span.name", patterns[0] ?? ""),
      { ...inTexts, found: `span.name may hold: ${email?.name ?? ""}` },
    ),
    refused("no texts of spans", traces, ["redaction"], statement("span.name", patterns[0] ?? ""), {
      found: `span.name may hold: ${email?.name ?? ""}`,
    }),
    ...allUndecided([
      configPath,
      ...pipelines,
      statements,
      `${statements}[3]`,
      `${scrubber}.blocked_key_patterns`,
      `${scrubber}.blocked_values[2]`,
      `${scrubber}.ignored_key_patterns`,
      `${scrubber}.redact_all_types`,
      `${scrubber}.hash_function`,
      'metadata.labels["azora.io/part"]',
      "metadata.namespace",
    ]),
    undecided("data", { of: "all of it" }),
    ...allUndecided([...ofClusters, `${scrubber}.blocked_values`], { ...atCluster, of: "cluster" }),
  ],
  survivors: partKnownBy,
};
