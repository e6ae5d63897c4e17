/** What `npm run verify -- aws` prints. Pure. */
import type { Finding } from "./findings";
import type { Suppression } from "./suppressions";
import { notInTable, type Conversions } from "./template";

export interface Report {
  readonly conversions: Conversions;
  readonly findings: readonly Finding[];
  readonly suppressed: ReadonlyMap<Suppression, number>;
}

function tally(items: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([item, count]) => `  ${count} × ${item}`);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines, ""];
}

function counted(counts: ReadonlyMap<string, number>): string[] {
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([item, count]) => `  ${count} × ${item}`);
}

function shown(finding: Finding): string[] {
  const place = [finding.field, ...(finding.property === undefined ? [] : [`(${finding.property})`])];
  const where = place.filter((part) => part !== "").join(" ");
  return [`  ${finding.rule} ${finding.urn}`, `      ${where === "" ? "" : `${where}: `}${finding.message}`];
}

/** Types and fields that nobody has put into the table, sorted. */
export function neverJudged({ skipped, unmapped }: Conversions): string[] {
  const types = skipped.filter(({ reason }) => reason === notInTable).map(({ type }) => type);
  return [...new Set([...types, ...unmapped.keys()])].sort();
}

/** The page; its last line counts resources that passed, failed and could not be judged. */
export function reportLines({ conversions, findings, suppressed }: Report): string[] {
  const { judged, skipped, templates } = conversions;
  const failed = new Set(findings.map((finding) => finding.urn));
  const passed = judged.filter((urn) => !failed.has(urn)).length;
  const stacks = new Set(templates.map(({ stack }) => stack)).size;
  return [
    `${judged.length + skipped.length} AWS resources of ${stacks} stacks in ${templates.length} templates`,
    "",
    ...section(
      "Not judged, for CloudFormation has no such resource:",
      tally(skipped.map(({ type, reason }) => `${type}: ${reason}`)),
    ),
    ...section("Fields that CloudFormation does not have:", counted(conversions.absent)),
    ...section("Fields that are missing in the table, so nobody judged them:", counted(conversions.unmapped)),
    ...section(
      "Suppressed:",
      [...suppressed].map(([{ rule, reason }, count]) => `  ${count} × ${rule}: ${reason}`),
    ),
    ...section(`${findings.length} findings:`, findings.flatMap(shown)),
    `${passed} passed, ${failed.size} failed, ${skipped.length} skipped`,
  ];
}
