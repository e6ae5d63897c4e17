import type { ResourceRule } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { wrong, wrongResource } from "../../shared/finding";
import { holds, mustBe } from "../../shared/look";
import { protection } from "../../shared/protection";

export const rule: ResourceRule = {
  id: "data-protected",
  title: "What holds data is protected from deletion, by Pulumi and by AWS",
  why: "One wrong rename, or one `pulumi destroy` in the wrong shell, replaces or deletes a resource with all that is in it.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "resource",
  types: Object.keys(protection),
  onUnknown: "fail",
  check: ({ type, props, protect }) => {
    const { must = [], never = [] } = protection[type] ?? {};
    return [
      ...(protect ? [] : [wrongResource("not protected", "protect: true", "set protect in the options")]),
      ...must
        .filter((switched) => !holds(props, switched))
        .map((switched) => wrong(props.at(...switched.at), mustBe(switched), `set ${switched.at.join(".")}`)),
      ...never
        .filter((field) => props.flag(field) === true)
        .map((field) => wrong(props.at(field), "false", `leave ${field} out`)),
      // Zero days delete a secret at once; absent, AWS waits 30 (API reference, DeleteSecret).
      ...(props.number("recoveryWindowInDays") === 0
        ? [wrong(props.at("recoveryWindowInDays"), "7 to 30", "leave recoveryWindowInDays out")]
        : []),
    ];
  },
};
