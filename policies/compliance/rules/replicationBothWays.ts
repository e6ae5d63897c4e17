import type { Finding, StackRule, StackView } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { wrong, wrongResource } from "../../shared/finding";
import { findingsOf } from "../../shared/look";
import {
  copyRules,
  plannedCopy,
  prefixOf,
  replicationTypes,
  type CopyRuleView,
} from "../../shared/objectBuckets";

/** A home's objects on the way between two buckets. */
function wayOf(from: string | undefined, to: string | undefined, prefix: string | undefined): string {
  return JSON.stringify([from, to, prefix]);
}

function waysOf(stack: StackView): ReadonlySet<string> {
  const ways = new Set<string>();
  stack.each(replicationTypes, (config) => {
    for (const view of copyRules(config)) ways.add(wayOf(view.source, view.target, prefixOf(view)));
  });
  return ways;
}

/** Whether changes to copies stay where they were made. */
function drifting(one: CopyRuleView): Finding[] {
  const sync = one.rule.at("sourceSelectionCriteria", "replicaModifications", "status");
  return sync.text() === "Enabled"
    ? []
    : [wrong(sync, "Enabled", "keep changes to copies the same in both places")];
}

function mistakes(one: CopyRuleView, ways: ReadonlySet<string>): Finding[] {
  const planned = plannedCopy(one);
  const isPlanned = planned?.bothWays === true;
  const hasBack = ways.has(wayOf(one.target, one.source, prefixOf(one)));
  return [
    ...(isPlanned || hasBack ? drifting(one) : []),
    ...(isPlanned && !hasBack
      ? [
          wrongResource(
            `no rule that copies objects of ${planned.home} from ${planned.to} back to ${planned.from}`,
            "one for each direction",
            "plan both with ObjectCopies: what is written at the partner while home is lost must come home",
          ),
        ]
      : []),
  ];
}

export const rule: StackRule = {
  id: "replication-both-ways",
  title: "Where objects go both ways, both ways are planned and keep each other's changes",
  why: "What was written at the partner while home was lost would stay there unseen; with one side alone keeping changes, tags and locks of the two copies drift apart.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "stack",
  types: replicationTypes,
  onUnknown: "fail",
  check: (stack) => {
    const ways = waysOf(stack);
    return findingsOf(stack, replicationTypes, (config) =>
      copyRules(config).flatMap((one) => mistakes(one, ways)),
    );
  },
};
