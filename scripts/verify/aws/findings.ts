/** What the linter says, in the plan's own terms. Pure. */
import type { Suppression } from "./suppressions";
import type { Source, Template } from "./template";

/** One message of `cfn-lint --format json`; only what is read here. */
export interface LintMatch {
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Location: { readonly Path: readonly (string | number)[] | null };
}

export interface Finding {
  /** cfn-lint's, or a word of ours. */
  readonly rule: string;
  readonly urn: string;
  /** Pulumi's; empty: the whole resource. */
  readonly field: string;
  /** CloudFormation's type and property, where cfn-lint found it. */
  readonly property?: string;
  readonly message: string;
}

export interface Judgement {
  readonly findings: readonly Finding[];
  /** How many messages each entry of the list took away. */
  readonly suppressed: ReadonlyMap<Suppression, number>;
}

/** The source whose path is the longest beginning of `path`. */
function sourceOf(sources: readonly Source[], path: readonly (string | number)[]): Source | undefined {
  const begins = sources.filter((source) =>
    source.path.every((step, index) => String(step) === String(path[index])),
  );
  return begins.sort((a, b) => b.path.length - a.path.length)[0];
}

function written(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index > 0 ? "." : ""}${step}`))
    .join("");
}

/** Whether a message only says that a property is missing which is left out because it is a secret. */
function isAboutSecret(message: string, secrets: readonly string[]): boolean {
  return secrets.some((name) => message.includes(`'${name}' is a required property`));
}

/** Gives each of the linter's messages its URN and field, without those that the list suppresses. */
export function judge(
  template: Template,
  matches: readonly LintMatch[],
  suppressions: readonly Suppression[],
): Judgement {
  const findings: Finding[] = [];
  const suppressed = new Map<Suppression, number>();
  for (const match of matches) {
    const [section, id, , ...path] = match.Location.Path ?? [];
    const resource = section === "Resources" && id !== undefined ? template.resources[String(id)] : undefined;
    const rule = match.Rule.Id;
    const suppression = suppressions.find(
      (entry) =>
        entry.rule === rule &&
        (entry.cfn === undefined || entry.cfn === resource?.cfn) &&
        (entry.message === undefined || entry.message.test(match.Message)),
    );
    if (suppression !== undefined) {
      suppressed.set(suppression, (suppressed.get(suppression) ?? 0) + 1);
      continue;
    }
    if (resource === undefined) {
      const message = `${match.Message} (at ${written(match.Location.Path ?? [])})`;
      findings.push({
        rule,
        urn: `template of stack ${template.stack} in ${template.region}`,
        field: "",
        message,
      });
      continue;
    }
    if (isAboutSecret(match.Message, resource.secrets)) continue;
    const source = sourceOf(resource.sources, path);
    findings.push({
      rule,
      urn: source?.urn ?? resource.urn,
      field: source?.field ?? "",
      property: path.length === 0 ? resource.cfn : `${resource.cfn} ${written(path)}`,
      message: match.Message,
    });
  }
  return { findings, suppressed };
}
