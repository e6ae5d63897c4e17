import { observabilityNames } from "../../../components/facts/observability";
import {
  scrubbedKeys,
  scrubbedPatterns,
  scrubbedText,
  unscrubbedKeys,
} from "../../../components/facts/scrubbing";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import {
  componentsOf,
  configsOf,
  pipelinesOf,
  typeOf,
  unreadable,
  type Pipeline,
} from "../../shared/collectorConfigs";
import { wrong } from "../../shared/finding";
import { configMapType } from "../../shared/kubernetes";

const { collector, clusterCollector } = observabilityNames;
const fix = "take the scrubber of configParts, and give it the last place";

/** Texts of a span that are no attributes, which the redaction of attributes does not see. */
const spanTexts = ["span.name", "span.status.message"];

/** What a list must have and has not. */
function lacks(list: Reader, wanted: readonly string[], name: string): Finding[] {
  const there = list.texts();
  const gone = wanted.filter((each) => !there.includes(each));
  return gone.length === 0
    ? []
    : [{ path: list.path, found: `without ${gone.join(", ")}`, wanted: `all of facts (${name})`, fix }];
}

/** What a scrubber leaves that facts do not let it leave. */
function scrubberFindings(scrubber: Reader): Finding[] {
  const allTypes = scrubber.at("redact_all_types");
  const hash = scrubber.at("hash_function");
  return [
    ...lacks(scrubber.at("blocked_key_patterns"), scrubbedKeys, "scrubbedKeys"),
    ...lacks(
      scrubber.at("blocked_values"),
      scrubbedPatterns.map(({ pattern }) => pattern),
      "scrubbedPatterns",
    ),
    ...scrubber
      .items("ignored_key_patterns")
      .filter((item) => !(unscrubbedKeys as readonly string[]).includes(item.text() ?? ""))
      .map((item) => wrong(item, unscrubbedKeys.join(" or "), fix)),
    // Both win over what is blocked.
    ...["ignored_keys", "allowed_values"]
      .flatMap((list) => scrubber.items(list))
      .map((item) => wrong(item, "absent", fix)),
    ...(allTypes.flag() === true ? [] : [wrong(allTypes, "true", fix)]),
    // Of a number of a phone's length all hashes can be tried.
    ...(hash.exists && hash.text() !== "" ? [wrong(hash, "absent", fix)] : []),
  ];
}

/** What a pipeline of traces does not look for in a span's own texts. */
function textFindings(config: Reader, { at, processors }: Pipeline): Finding[] {
  const told = processors
    .filter((id) => typeOf(id) === "transform")
    .flatMap((id) => config.texts("processors", id, "trace_statements"));
  return spanTexts.flatMap((text) =>
    scrubbedPatterns.flatMap(({ name, pattern }) => {
      // With a condition of its own a statement would be another text, and leave some.
      const wanted = `replace_pattern(${text}, ${JSON.stringify(pattern)}, ${JSON.stringify(scrubbedText)})`;
      const found = `${text} may hold: ${name}`;
      return told.includes(wanted) ? [] : [{ path: at.at("processors").path, found, wanted, fix }];
    }),
  );
}

function configFindings(config: Reader): Finding[] {
  const pipelines = pipelinesOf(config);
  return [
    ...unreadable(config),
    // Whatever it carries: traces and logs, and what else may once leave a node.
    ...pipelines
      .filter(({ processors }) => typeOf(processors.at(-1) ?? "") !== "redaction")
      .map(({ at }) => wrong(at.at("processors"), "redaction as the last", fix)),
    ...pipelines
      .filter(({ signal }) => signal === "traces")
      .flatMap((pipeline) => textFindings(config, pipeline)),
    ...componentsOf(config, "processors")
      .filter(({ type }) => type === "redaction")
      .flatMap(({ at }) => scrubberFindings(at)),
  ];
}

export const rule: ResourceRule = {
  id: "telemetry-scrubbed",
  title: "Secrets and persons leave no node in a trace or a log",
  why: "A trace store and a log store are read by many, are copied to another region and are erased by age only: what tells who somebody is, or opens a door, may not reach them.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "P6.1"],
    gdpr: ["5(1)(c)", "25", "44"],
    hipaa: ["164.312(a)(1)", "164.514(b)"],
    ccpa: ["1798.100(c)"],
  },
  scope: "resource",
  types: [configMapType],
  onUnknown: "fail",
  // Those that take in what nobody has scrubbed yet.
  check: (resource) => configsOf(resource, [collector, clusterCollector]).flatMap(configFindings),
};
