/** Takes each backup, copy, lock and schedule out of the project's own plan, and asks whether a rule says so. */
import { Ruleset } from "../../policies/framework/evaluate";
import { loadRules, packNames } from "../../policies/framework/load";
import { Reader } from "../../policies/framework/reader";
import type { ResourceView, Rule } from "../../policies/framework/rule";
import type { SubjectStack } from "./score";

type Subject = SubjectStack["subjects"][number];

export interface RemovalScore {
  readonly removed: number;
  /** What no rule missed. */
  readonly survived: readonly string[];
}

/** Every resource of a type that recovery rests on, or those with some text in their inputs. */
const restsOn: readonly { readonly type: RegExp; readonly text?: RegExp }[] = [
  { type: /^aws:backup\// },
  { type: /^kubernetes:velero\.io\/v1:(BackupStorageLocation|Schedule)$/ },
  { type: /^kubernetes:argoproj\.io\/v1alpha1:CronWorkflow$/ },
  { type: /^kubernetes:argoproj\.io\/v1alpha1:WorkflowTemplate$/, text: /"recovery"/ },
  { type: /^kubernetes:batch\/v1:CronJob$/, text: /\/(backup|restore|try-backup|restore-point)\.(py|sh)/ },
  { type: /^aws:s3\/bucket(Lifecycle|ObjectLock|Replication|Versioning)\w*:/ },
  { type: /^aws:cloudwatch\/metricAlarm:MetricAlarm$/, text: /"(AWS\/Backup|AWS\/S3|Azora\/Recovery)"/ },
];

function isRestedOn({ type, inputs }: Subject): boolean {
  return restsOn.some((each) => each.type.test(type) && (each.text?.test(JSON.stringify(inputs)) ?? true));
}

/** Mandatory rules by the types that they look at; only of these they could miss one. */
function rulesFor(type: string, all: readonly Rule[]): readonly Rule[] {
  return all.filter((rule) => rule.scope === "stack" && rule.types.includes(type));
}

function refusals(ruleset: Ruleset, stack: string, views: readonly ResourceView[]): Set<string> {
  const { verdicts } = ruleset.judgeStack(stack, "", views);
  return new Set(
    verdicts
      .filter(({ state }) => state !== "passed-with-note")
      .map(({ policy, urn, path, found, wanted }) => [policy, urn, path, found, wanted].join(" ")),
  );
}

/** Removes them one by one. @param stacks of one mode. */
export function scoreRemovals(stacks: readonly SubjectStack[], asOf: string): RemovalScore {
  const all = packNames.flatMap((pack) => loadRules(pack)).filter(({ level }) => level === "mandatory");
  const survived: string[] = [];
  let removed = 0;
  for (const { stack, preview, subjects } of stacks) {
    const views = subjects.map((subject) => ({ ...subject, props: new Reader(subject.inputs, "") }));
    const byType = new Map<string, { readonly ruleset: Ruleset; readonly before: ReadonlySet<string> }>();
    for (const subject of subjects.filter(isRestedOn)) {
      removed++;
      const { type, urn } = subject;
      let asked = byType.get(type);
      if (asked === undefined) {
        const ruleset = new Ruleset(rulesFor(type, all), { asOf, preview });
        asked = { ruleset, before: refusals(ruleset, stack, views) };
        byType.set(type, asked);
      }
      const { ruleset, before } = asked;
      const after = refusals(
        ruleset,
        stack,
        views.filter((view) => view.urn !== urn),
      );
      if (![...after].some((refusal) => !before.has(refusal)))
        survived.push(urn.split("::").slice(2).join(" "));
    }
  }
  return { removed, survived };
}
