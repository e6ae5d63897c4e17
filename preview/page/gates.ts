import type { Finding } from "../findings";
import type { Plan } from "../plan";
import { unjudgedByCount } from "../summary";
import { shortName, wrap, type Paint } from "./text";

/** At most this many findings of one kind are named; the JSON and the reports have all. */
const namedFindingsMax = 20;

const paintOf = { violated: "red", undecided: "red", waived: "yellow" } as const;

/** Findings of one state, worst first. */
function findingLines(
  state: keyof typeof paintOf,
  title: string,
  plan: Plan,
  paint: Paint,
  width: number,
): string[] {
  const all = Object.entries(plan.stacks).flatMap(([stack, { findings }]) =>
    findings.filter((finding) => finding.state === state).map((finding) => ({ stack, finding })),
  );
  if (all.length === 0) return [];
  const lines = all.slice(0, namedFindingsMax).flatMap(({ stack, finding }) => {
    const about = `${finding.level === "mandatory" ? finding.severity : "advisory"}, ${stack}, ${shortName(finding.urn)}`;
    const [first = "", ...rest] = wrap(`${finding.message} (${about})`, width - 2, "  ");
    return [`  ${paint(paintOf[state], first)}`, ...rest.map((line) => `  ${line}`)];
  });
  const more = all.length > namedFindingsMax ? [`  … and ${all.length - namedFindingsMax} more`] : [];
  return ["", paint("bold", `${title} (${all.length})`), ...lines, ...more];
}

/** Waivers that count for nothing stop the merge like a violation. */
function waiverLines(mistakes: readonly string[], paint: Paint, width: number): string[] {
  if (mistakes.length === 0) return [];
  const lines = mistakes.flatMap((mistake) => wrap(`policies/waivers.yaml: ${mistake}`, width - 2, "  "));
  return [
    "",
    paint("bold", `Waivers that count for nothing (${mistakes.length})`),
    ...lines.map((line) => `  ${paint("red", line)}`),
  ];
}

/** At most this many rules are named, those with most findings first; the JSON has all. */
const namedRulesMax = 6;

/** How many findings of one state each rule has: they stop nothing, and the reports name them. */
function countLines(state: Finding["state"], title: string, plan: Plan, width: number): string[] {
  const counts = new Map<string, number>();
  for (const finding of Object.values(plan.stacks).flatMap(({ findings }) => findings)) {
    if (finding.state === state) counts.set(finding.policy, (counts.get(finding.policy) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const shown = [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([policy, count]) => `${policy} ${count}`);
  const more = shown.length > namedRulesMax ? [`${shown.length - namedRulesMax} more`] : [];
  return ["", ...wrap(`${title}: ${[...shown.slice(0, namedRulesMax), ...more].join(", ")}`, width, "  ")];
}

/** At most this many types without a rule are named; the JSON has all. */
const namedTypesMax = 4;

/** Which types no rule looks at, the most frequent first, so that a gap in the gates is seen. */
function unjudgedLines(plan: Plan, width: number): string[] {
  const types = unjudgedByCount(plan.summary);
  if (types.length === 0) return [];
  const shown = types.slice(0, namedTypesMax).map(([type, count]) => `${type} ${count}`);
  const more = types.length > namedTypesMax ? [`${types.length - namedTypesMax} more`] : [];
  const said = `Types that no rule of their own looks at (${types.length}): ${[...shown, ...more].join(", ")}`;
  return ["", ...wrap(said, width, "  ")];
}

/** What the gates say, by how much it matters. Deferred obligations are counted; the reports name them. */
export function gateLines(plan: Plan, paint: Paint, width: number): string[] {
  const { decided, findings } = plan.summary;
  return [
    "",
    ...wrap(
      `Gates: ${decided} decisions; ${findings.violated} violated, ${findings.undecided} undecided, ${findings.deferred} deferred until deployment, ${findings.waived} waived.`,
      width,
      "  ",
    ),
    ...findingLines("violated", "Violations", plan, paint, width),
    ...findingLines("undecided", "Undecided", plan, paint, width),
    ...waiverLines(plan.summary.waiverMistakes, paint, width),
    ...countLines("deferred", "Deferred until deployment, by rule", plan, width),
    ...findingLines("waived", "Waived", plan, paint, width),
    ...countLines("passed-with-note", "Passed with a note, by rule", plan, width),
    ...unjudgedLines(plan, width),
  ];
}
