import {
  unansweredPrefix,
  unknownPaths,
  valueAt,
  unknownSentinel,
  walkStrings,
  type WireObject,
  type WireValue,
} from "./engine/values";
import type { Fault, StackRun } from "./mode";

/**
 * Packages that reach into no account: their default provider makes no difference. For every other package, also one that
 * nobody has thought of yet, which account and which cluster is never left to a default.
 */
const packagesWithoutAccount = new Set(["random", "tls", "pulumi"]);

/** Names of outputs that were read and that nothing answered, wherever their marks ended up. */
function unanswered(value: WireObject): string[] {
  const names = new Set<string>();
  walkStrings(value, (text) => {
    let from = text.indexOf(unansweredPrefix);
    while (from >= 0) {
      names.add(text.slice(from + unansweredPrefix.length).split(";")[0] ?? "");
      from = text.indexOf(unansweredPrefix, from + 1);
    }
  });
  return [...names];
}

/** Whether a text was put together with a value that is not there. */
function holdsUndefined(value: WireValue): boolean {
  let found = false;
  walkStrings(value, (text) => {
    found ||= /\bundefined\b/.test(text);
  });
  return found;
}

/** What a preview leaves unknown and nothing makes known. */
function stillUnknown(preview: WireObject, resolved: WireObject, owner: string): string[] {
  return unknownPaths(preview).flatMap((path) => {
    const value = valueAt(resolved, path);
    if (value === undefined || value === null || value === unknownSentinel)
      return [`${path} of ${owner} stays undefined in resolved mode`];
    // Which fields a given object gets from its provider cannot be known without a schema; a text shows it.
    return holdsUndefined(value)
      ? [
          `${path} of ${owner} holds the word "undefined" in resolved mode: it reads a field that nothing answers`,
        ]
      : [];
  });
}

/** What is compared of a stack. */
type Compared = Pick<StackRun, "stack" | "resources" | "outputs">;

function compareStack(preview: Compared, resolved: Compared): string[] {
  const reasons: string[] = [];
  const before = new Map(preview.resources.map((resource) => [resource.urn, resource]));
  const after = new Map(resolved.resources.map((resource) => [resource.urn, resource]));
  for (const urn of before.keys()) if (!after.has(urn)) reasons.push(`${urn} exists in preview mode only`);
  for (const urn of after.keys())
    if (!before.has(urn))
      reasons.push(`${urn} exists in resolved mode only: it is created where a value must first be known`);
  for (const [urn, resource] of after) {
    for (const output of unanswered(resource.inputs))
      reasons.push(`${output} is read by ${urn}, and nothing answers it in resolved mode`);
    const inputs = before.get(urn)?.inputs ?? {};
    reasons.push(...stillUnknown(inputs, resource.inputs, urn));
  }
  reasons.push(...stillUnknown(preview.outputs, resolved.outputs, "the stack's outputs"));
  for (const output of unanswered(resolved.outputs))
    reasons.push(`${output} is an output of the stack, and nothing answers it in resolved mode`);
  for (const resource of preview.resources) {
    const [pkg = ""] = resource.type.split(":");
    const provider = resource.provider.split("::").pop() ?? "";
    if (!packagesWithoutAccount.has(pkg) && /^default(_|$)/.test(provider))
      reasons.push(`${resource.urn} uses the default ${pkg} provider; give it one`);
  }
  return reasons;
}

/** Faults that show only when both modes are held against each other; the first of each stack. */
export function compareModes(preview: readonly Compared[], resolved: readonly Compared[]): Fault[] {
  return preview.flatMap((run) => {
    const other = resolved.find((candidate) => candidate.stack === run.stack);
    const [reason] = other ? compareStack(run, other) : [`has no resolved mode`];
    return reason === undefined ? [] : [{ stack: run.stack, reason, configuration: false }];
  });
}
