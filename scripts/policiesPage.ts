import { loadPlanRules, loadRules, packNames } from "../policies/framework/load";
import type { Controls, PlanRule, Rule } from "../policies/framework/rule";
import { caseTables } from "../tests/support/caseTables";
import { judge, mutate, type RuleCases } from "../tests/support/rules";

const severities = ["critical", "high", "medium", "low"] as const;

const frameworks: Readonly<Record<keyof Controls, string>> = {
  soc2: "SOC 2",
  gdpr: "GDPR art.",
  hipaa: "HIPAA §",
  ccpa: "CCPA §",
};

function controlsShown(controls: Controls): string {
  return Object.entries(frameworks)
    .flatMap(([key, title]) => {
      const ids = controls[key as keyof Controls] ?? [];
      return ids.length === 0 ? [] : [`${title} ${ids.join(", ")}`];
    })
    .join(" · ");
}

/** What an unknown means for a rule, in words. */
function unknownShown(rule: Rule | PlanRule): string {
  if (rule.scope === "plan") return "decided in the offline plan, on what the program marked as secret";
  return rule.onUnknown === "fail"
    ? "an unknown in a deciding field stops the merge"
    : "an unknown in a deciding field becomes an obligation, decided offline with made-up ids and discharged after deployment";
}

function settingsShown(rule: Rule | PlanRule): string[] {
  if (rule.scope === "plan") return [];
  const thresholds = Object.entries(rule.thresholds ?? {}).map(
    ([name, { description, default: value, min, max }]) =>
      `- \`${name}\`: ${description} Default ${value}; ${min} to ${max}.`,
  );
  const lists = Object.entries(rule.lists ?? {}).map(
    ([name, { description, default: value, pattern }]) =>
      `- \`${name}\`: ${description} Default ${value.length === 0 ? "none" : value.join(", ")}; each like \`${pattern}\`.`,
  );
  return thresholds.length + lists.length === 0 ? [] : ["", ...thresholds, ...lists];
}

function typesShown(rule: Rule | PlanRule): string {
  if (rule.scope === "plan" || rule.types === "all") return "every resource";
  const types = [...new Set(rule.types)].sort();
  return types.length > 8 ? `${types.length} types` : types.map((type) => `\`${type}\``).join(", ");
}

/** How to mend what a rule finds: what it says of the mutations in its table of cases. */
function fixesOf(rule: Rule | PlanRule, tables: readonly RuleCases[]): readonly string[] {
  const table = tables.find((cases) => cases.rule.id === rule.id);
  if (!table) return [];
  const found = table.mutations.flatMap((mutation) => judge(table.rule, mutate(table.fixtures, mutation)));
  return [...new Set(found.flatMap(({ state, fix }) => (state === "violated" ? [fix] : [])))].sort();
}

function ruleSection(rule: Rule | PlanRule, tables: readonly RuleCases[]): string[] {
  const fixes = fixesOf(rule, tables);
  return [
    `### ${rule.id}`,
    "",
    `**${rule.title}.** ${rule.why}`,
    "",
    `${rule.severity}, ${rule.level} · looks at ${typesShown(rule)} · ${unknownShown(rule)}`,
    "",
    ...(fixes.length === 0 ? [] : [`Fix: ${fixes.join("; ")}.`, ""]),
    controlsShown(rule.controls),
    ...settingsShown(rule),
    "",
  ];
}

function packSection(
  title: string,
  rules: readonly (Rule | PlanRule)[],
  tables: readonly RuleCases[],
): string[] {
  const sorted = [...rules].sort(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.id < b.id ? -1 : 1),
  );
  return [`## ${title}`, "", ...sorted.flatMap((rule) => ruleSection(rule, tables))];
}

/** `docs/policies.md`: every rule, why it is there, how much it matters, and what it answers for. */
export function policiesPage(): string {
  const packs = packNames.map((pack) => ({ pack, rules: loadRules(pack) }));
  const plan = loadPlanRules();
  const tables = caseTables().map(([, cases]) => cases);
  const count = packs.reduce((sum, { rules }) => sum + rules.length, plan.length);
  return [
    "# Policies",
    "",
    `Generated from \`policies/*/rules/\` by \`npm run docs\`: ${count} rules. Every finding says what is there, what should be, and how to mend it; this page says why the rule exists.`,
    "",
    "- **Level.** A violation of a mandatory rule stops the merge, and so does a mandatory rule that cannot decide. An advisory one is shown.",
    "- **Unknown.** A rule that meets a value which is known only after deployment never passes by that.",
    "- **Waivers.** `policies/waivers.yaml` accepts a violation for at most 90 days: `policy`, `resource`, `owner`, `approver` (somebody else), `reason`, `ticket`, `created`, `expires`. What is mandatory and critical cannot be waived, and what is undecided cannot either. A waived finding is always shown; an expired, malformed, unmatched or too broad waiver is an error.",
    "- **Settings.** `policies/<pack>/config.json` changes what a rule lists below, in the form of Pulumi's `--policy-pack-config`; it can raise an advisory rule to mandatory and lower nothing.",
    "",
    ...packs.flatMap(({ pack, rules }) => packSection(`Pack \`${pack}\``, rules, tables)),
    ...packSection("Offline plan only", plan, tables),
  ].join("\n");
}
