/** What a trace gateway keeps, by its policies (opentelemetry-collector-contrib 0.161, `tailsamplingprocessor`). */
import { routeClassCarriers, routeClassNames, type RouteClass } from "../../components/facts/routeClasses";
import { errorSpansPerSecond, tracesHeld, tracing } from "../../components/facts/tracing";
import type { Reader } from "../framework/reader";
import type { Finding } from "../framework/rule";
import { seconds } from "./durations";
import { wrong } from "./finding";

const fix = "take the policies that gatewayConfig gives";

/**
 * Settings that let no trace go. To keep at the first policy that matches is one of them: what a policy keeps no other lets go, as long
 * as there is none that drops and none that is inverted.
 */
const settings = [
  "decision_wait",
  "num_traces",
  "num_shards",
  "block_on_overflow",
  "expected_new_traces_per_sec",
  "decision_cache",
  "sample_on_first_match",
  "policies",
];

/** Policies that may stand by themselves: each only keeps. `drop` wins over all others, an inverted one nearly. */
const keeping = ["and", "latency", "probabilistic", "status_code"];

const kindOf = (policy: Reader): string => policy.text("type") ?? "";

/** What must all hold of a trace for a policy to keep it. */
function conditionsOf(policy: Reader): readonly Reader[] {
  return kindOf(policy) === "and" ? policy.items("and", "and_sub_policy") : [policy];
}

/** Asked after the errors, a limit counts them only; asked before, the others would use it up. */
function keepsErrors(policy: Reader): boolean {
  const [failed, ...limits] = conditionsOf(policy);
  return (
    failed !== undefined &&
    kindOf(failed) === "status_code" &&
    failed.texts("status_code", "status_codes").join(",") === "ERROR" &&
    limits.every(
      (limit) =>
        kindOf(limit) === "rate_limiting" &&
        (limit.number("rate_limiting", "spans_per_second") ?? 0) >= errorSpansPerSecond(),
    )
  );
}

/** Classes that a condition is about: exactly these values of the attribute. */
function classesIn(condition: Reader): readonly string[] {
  const attribute = condition.at("string_attribute");
  const isPlain =
    kindOf(condition) === "string_attribute" &&
    attribute.text("key") === routeClassCarriers.attribute &&
    attribute.flag("enabled_regex_matching") !== true &&
    attribute.flag("invert_match") !== true;
  return isPlain ? attribute.texts("values") : [];
}

/** Whether a condition lets through all traces of no class: what it leaves out has one that facts know. */
function isUnclassed(condition: Reader): boolean {
  if (kindOf(condition) !== "not") return false;
  const left = classesIn(condition.at("not", "not_sub_policy"));
  return left.length > 0 && left.every((name) => (routeClassNames as readonly string[]).includes(name));
}

function isSlower(condition: Reader, ms: number): boolean {
  const latency = condition.at("latency");
  const above = latency.number("threshold_ms") ?? Number.POSITIVE_INFINITY;
  // With an upper bound the slowest of all would go.
  return above <= ms && (latency.number("upper_threshold_ms") ?? 0) === 0;
}

/** Whether a policy keeps what is slower than some milliseconds, of all traces or of those that a condition is about. */
function keepsSlow(policy: Reader, ms: number, isAbout: (condition: Reader) => boolean): boolean {
  const conditions = conditionsOf(policy);
  return (
    conditions.some((condition) => kindOf(condition) === "latency") &&
    conditions.every((condition) =>
      kindOf(condition) === "latency" ? isSlower(condition, ms) : isAbout(condition),
    )
  );
}

/** What no policy keeps, though one must. */
function missing(sampler: Reader, slow: Readonly<Record<RouteClass, number>>): Finding[] {
  const policies = sampler.items("policies");
  const none = (wanted: string): Finding => ({
    path: sampler.at("policies").path,
    found: "no such policy",
    wanted,
    fix,
  });
  return [
    ...(policies.some(keepsErrors)
      ? []
      : [none(`one that keeps errors, ${errorSpansPerSecond()} spans a second or more of them`)]),
    ...routeClassNames
      .filter(
        (name) =>
          !policies.some((policy) => keepsSlow(policy, slow[name], (each) => classesIn(each).includes(name))),
      )
      .map((name) => none(`one that keeps ${name} above ${slow[name]} ms`)),
    ...(policies.some((policy) => keepsSlow(policy, slow.read, isUnclassed))
      ? []
      : [none(`one that keeps what has no class above ${slow.read} ms`)]),
    ...(policies.some((policy) => kindOf(policy) === "probabilistic")
      ? []
      : [none(`one that keeps ${tracing.keptPercent} % of all`)]),
  ];
}

/** The share that is kept of all: the same in all regions, by the same salt, or traces across them would be torn. */
function shareFindings(policy: Reader): Finding[] {
  if (kindOf(policy) !== "probabilistic") return [];
  const percent = policy.at("probabilistic", "sampling_percentage");
  const salt = policy.at("probabilistic", "hash_salt");
  return [
    ...(percent.number() === tracing.keptPercent ? [] : [wrong(percent, String(tracing.keptPercent), fix)]),
    ...(salt.text() === tracing.hashSalt ? [] : [wrong(salt, tracing.hashSalt, fix)]),
  ];
}

function policyFindings(policy: Reader): Finding[] {
  return [
    ...(keeping.includes(kindOf(policy)) ? [] : [wrong(policy.at("type"), keeping.join(" or "), fix)]),
    ...[policy, ...conditionsOf(policy)]
      .flatMap((each) => [each, each.at("not", "not_sub_policy")])
      .map((each) => each.at(kindOf(each), "invert_match"))
      .filter((inverted) => inverted.flag() === true)
      .map((inverted) => wrong(inverted, "absent", "negate with a policy of type not")),
    ...shareFindings(policy),
  ];
}

/**
 * What a tail sampler would let go.
 * @param slow above how many milliseconds a trace of each class is slow.
 */
export function samplerFindings(sampler: Reader, slow: Readonly<Record<RouteClass, number>>): Finding[] {
  const wait = sampler.at("decision_wait");
  const held = sampler.at("num_traces");
  return [
    ...((seconds(wait.text()) ?? 0) >= tracing.decisionWaitSeconds
      ? []
      : [wrong(wait, `${tracing.decisionWaitSeconds}s or more`, fix)]),
    ...((held.number() ?? 0) >= tracesHeld() ? [] : [wrong(held, `${tracesHeld()} or more`, fix)]),
    ...sampler
      .keys()
      .filter((key) => !settings.includes(key))
      .map((key) => wrong(sampler.at(key), "absent", fix)),
    ...missing(sampler, slow),
    ...sampler.items("policies").flatMap(policyFindings),
  ];
}
