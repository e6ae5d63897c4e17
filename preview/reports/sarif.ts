import type { Log, ReportingDescriptor, Result } from "sarif";
import { loadPlanRules, loadRules, packNames } from "../../policies/framework/load";
import { stops, type Finding } from "../findings";
import type { Plan } from "../plan";

/** Where a person reads about a rule. */
const policiesPage = "https://github.com/azora/platform/blob/main/docs/policies.md";

/** What a code host shows of a finding: what stops is an error; what is waived is there, and closed. */
function levelOf(finding: Finding): Result.level {
  if (stops(finding)) return "error";
  return finding.state === "waived" ? "note" : "warning";
}

/** An undecided finding stops the merge, and code hosts show `fail` only. */
function kindOf(finding: Finding): Result.kind {
  if (finding.state === "passed-with-note") return "pass";
  return finding.state === "deferred" ? "open" : "fail";
}

/** "security-severity" as GitHub reads it, on the scale of CVSS. */
const severityScore = { critical: "9.5", high: "8.0", medium: "5.5", low: "3.0" } as const;

/** A finding as a result; its place is the stack's file, since a resource has no line of its own. */
function resultOf(stack: string, finding: Finding): Result {
  const { policy, urn, path, state, message, level } = finding;
  return {
    ruleId: policy,
    // SARIF allows a level other than `none` for what failed only (3.27.10).
    level: kindOf(finding) === "fail" ? levelOf(finding) : "none",
    kind: kindOf(finding),
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: `Pulumi.${stack}.yaml`, uriBaseId: "%SRCROOT%" },
          region: { startLine: 1 },
        },
        logicalLocations: [{ fullyQualifiedName: path === "" ? urn : `${urn}.${path}`, kind: "resource" }],
      },
    ],
    // The same finding stays the same result while other findings come and go.
    partialFingerprints: { "policyResourcePath/v1": `${policy} ${urn} ${path}` },
    ...(state === "waived" ? { suppressions: [{ kind: "external", status: "accepted" }] } : {}),
    properties: { state, enforcement: level },
  };
}

const waiversRule: ReportingDescriptor = {
  id: "waivers",
  shortDescription: { text: "Every waiver counts." },
  fullDescription: {
    text: "A waiver that is expired, malformed, too broad or matches nothing hides what it says it accepts.",
  },
  helpUri: policiesPage,
  defaultConfiguration: { level: "error" },
};

/** A waiver that counts for nothing, where it stands. */
function waiverResult(mistake: string): Result {
  return {
    ruleId: waiversRule.id,
    level: "error",
    kind: "fail",
    message: { text: mistake },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "policies/waivers.yaml", uriBaseId: "%SRCROOT%" },
          region: { startLine: 1 },
        },
      },
    ],
    partialFingerprints: { "waiver/v1": mistake },
  };
}

function descriptors(): ReportingDescriptor[] {
  return [...packNames.flatMap((pack) => loadRules(pack)), ...loadPlanRules()]
    .map(({ id, title, why, severity, level, controls }) => ({
      id,
      shortDescription: { text: title },
      fullDescription: { text: why },
      helpUri: `${policiesPage}#${id}`,
      defaultConfiguration: { level: level === "mandatory" ? ("error" as const) : ("warning" as const) },
      properties: {
        "security-severity": severityScore[severity],
        tags: Object.entries(controls).flatMap(([framework, ids]) =>
          (ids as readonly string[]).map((control) => `${framework}:${control}`),
        ),
      },
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A plan's findings as SARIF 2.1.0, for code hosts that annotate a change. */
export function sarif(plan: Plan): string {
  const log: Log = {
    version: "2.1.0",
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
    runs: [
      {
        tool: {
          driver: {
            name: "azora-gates",
            informationUri: policiesPage,
            rules: [...descriptors(), waiversRule],
          },
        },
        columnKind: "utf16CodeUnits",
        results: [
          ...Object.entries(plan.stacks).flatMap(([stack, { findings }]) =>
            findings.map((finding) => resultOf(stack, finding)),
          ),
          ...plan.summary.waiverMistakes.map(waiverResult),
        ],
      },
    ],
  };
  return `${JSON.stringify(log, null, 1)}\n`;
}
