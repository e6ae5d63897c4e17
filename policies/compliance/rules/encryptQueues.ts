import type { StackRule } from "../../framework/rule";
import { atRest } from "../../shared/controls";
import { encryptionMistakes } from "../../shared/keys";
import { findingsOf } from "../../shared/look";

const types = ["aws:sqs/queue:Queue", "aws:sns/topic:Topic"];

export const rule: StackRule = {
  id: "encrypt-queues",
  title: "Queues and topics are encrypted with the customer key of their data class",
  why: "Messages lie in a queue until they are fetched, in a dead-letter queue for days; SNS encrypts nothing unless it is given a key.",
  severity: "high",
  level: "mandatory",
  controls: atRest,
  scope: "stack",
  types,
  onUnknown: "fail",
  check: (stack) =>
    findingsOf(stack, types, (queue) => encryptionMistakes(stack, queue, { key: ["kmsMasterKeyId"] })),
};
