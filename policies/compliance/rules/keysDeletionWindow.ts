import { retention } from "../../../components/facts/retention";
import type { ResourceRule } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { wrong, wrongResource } from "../../shared/finding";
import { keyTypes } from "../../shared/keys";

const wanted = retention.kmsDeletionWindowDays;

export const rule: ResourceRule = {
  id: "keys-deletion-window",
  title: "A key waits as long as KMS allows before it is gone, and Pulumi does not delete it",
  why: "Everything under a deleted key is lost for ever, copies included; the wait is the time in which somebody notices.",
  severity: "critical",
  level: "mandatory",
  controls: availability,
  scope: "resource",
  types: keyTypes,
  onUnknown: "fail",
  check: ({ props, protect }) => {
    const days = props.at("deletionWindowInDays");
    return [
      // Absent, KMS takes the longest (API reference, ScheduleKeyDeletion).
      ...((days.number() ?? wanted) === wanted
        ? []
        : [wrong(days, String(wanted), "set deletionWindowInDays to the longest that KMS allows")]),
      ...(protect ? [] : [wrongResource("not protected", "protect: true", "set protect on the key")]),
    ];
  },
};
