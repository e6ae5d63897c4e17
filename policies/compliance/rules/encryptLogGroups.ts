import type { StackRule } from "../../framework/rule";
import { atRest } from "../../shared/controls";
import { encryptionMistakes } from "../../shared/keys";
import { findingsOf } from "../../shared/look";

const types = ["aws:cloudwatch/logGroup:LogGroup"];

export const rule: StackRule = {
  id: "encrypt-log-groups",
  title: "Log groups are encrypted with the customer key of their data class",
  why: "Logs hold addresses, names and what went wrong; CloudWatch encrypts them with a key of its own unless it is given one.",
  severity: "high",
  level: "mandatory",
  controls: atRest,
  scope: "stack",
  types,
  onUnknown: "fail",
  check: (stack) =>
    findingsOf(stack, types, (group) => encryptionMistakes(stack, group, { key: ["kmsKeyId"] })),
};
