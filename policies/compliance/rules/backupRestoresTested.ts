import { recovery } from "../../../components/facts/promises";
import { longestGapDays } from "../../../components/facts/schedules";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import {
  naming,
  restoreSelectionType,
  restoreTestingType,
  vaultOfArn,
  vaultType,
} from "../../shared/backups";
import { wrong, wrongResource } from "../../shared/finding";
import { findingsOf } from "../../shared/look";

const days = recovery.drTestIntervalDays;
const fix = "make the region's tests with RestoreTests";
/** What AWS Backup calls volumes. */
const volumes = "EBS";

/** Names of the vaults of which a test takes recovery points. */
function vaultsTried(test: ResourceView): Reader[] {
  return test.props.items("recoveryPointSelection", "includeVaults");
}

function testMistakes(stack: StackView, test: ResourceView): Finding[] {
  const schedule = test.props.at("scheduleExpression");
  const gap = longestGapDays(schedule.text() ?? "");
  const selections = naming(stack, test, restoreSelectionType, "restoreTestingPlanName");
  return [
    ...(gap !== undefined && gap <= days
      ? []
      : [
          wrong(
            schedule,
            `a cron expression that leaves ${days} days or fewer between`,
            "test at least monthly",
          ),
        ]),
    ...(selections.length === 0
      ? [wrongResource("a test of nothing", `a RestoreTestingSelection of ${volumes}`, fix)]
      : []),
    ...selections.flatMap(({ urn, props }) => {
      const hours = props.at("validationWindowHours");
      const kind = props.at("protectedResourceType");
      return [
        ...((hours.number() ?? 0) >= 1
          ? []
          : [wrong(hours, "1 or more", "leave time to look whether what was restored is whole")]),
        ...(kind.text() === volumes ? [] : [wrong(kind, volumes, "test what is kept")]),
      ].map((finding) => ({ ...finding, urn }));
    }),
  ];
}

export const rule: StackRule = {
  id: "backup-restores-tested",
  title: "Restores from every vault are tried at least monthly, and left for validation",
  why: "A backup nobody has restored is a hope: a key, a right or a format that is wrong shows when it is needed.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["A1.3"],
    gdpr: ["32(1)(c)", "32(1)(d)"],
    hipaa: ["164.308(a)(7)(ii)(D)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "stack",
  types: [vaultType, restoreTestingType, restoreSelectionType],
  onUnknown: "fail",
  check: (stack) => [
    ...findingsOf(stack, [vaultType], (vault) =>
      stack
        .ofType(restoreTestingType)
        .some((test) => vaultsTried(test).some((arn) => vaultOfArn(arn)?.name === vault.props.text("name")))
        ? []
        : [wrongResource("a vault whose backups nobody tries", "one among includeVaults of a test", fix)],
    ),
    ...findingsOf(stack, [restoreTestingType], (test) => testMistakes(stack, test)),
  ],
};
