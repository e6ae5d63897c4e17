import { mayMove } from "../../../components/facts/jurisdictions";
import type { StackRule } from "../../framework/rule";
import { transfers } from "../../shared/controls";
import { copiesOf, copyingTypes } from "../../shared/copies";
import { findingsOf } from "../../shared/look";
import { regionAt } from "../../shared/places";

export const rule: StackRule = {
  id: "replication-lawful",
  title: "Data is copied to other regions only where the law of its place lets it",
  why: "A replica is a transfer, encrypted or not; each needs a recorded basis, and an audit trail never leaves its place. A copy that names its original by an ARN is decided after deployment.",
  severity: "critical",
  level: "mandatory",
  controls: transfers,
  scope: "stack",
  types: copyingTypes,
  onUnknown: "defer",
  check: (stack) =>
    findingsOf(stack, copyingTypes, (resource) =>
      copiesOf(stack, resource).flatMap(({ decider, dataClass, from, to }) => {
        const here = regionAt(from)?.jurisdiction;
        const there = regionAt(to)?.jurisdiction;
        if (dataClass && here && there && mayMove(dataClass, here, there)) return [];
        return [
          {
            path: decider.path,
            found: `${dataClass ?? "data of no class"} from ${from ?? "nowhere known"} to ${to ?? "nowhere known"}`,
            wanted: "a copy that a recorded basis allows, between regions of the platform",
            fix: "copy to a lawful region, or record the basis in components/facts/jurisdictions.ts",
          },
        ];
      }),
    ),
};
