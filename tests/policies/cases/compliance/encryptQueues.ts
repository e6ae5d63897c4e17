import { rule } from "../../../../policies/compliance/rules/encryptQueues";
import { absent, unknown, type RuleCases } from "../../../support/rules";
import { keyOf, storeTags } from "../../../support/stores";

const wanted = "a customer key of class internal";

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "aws:sqs/queue:Queue",
      props: { name: "azora-europe-events", kmsMasterKeyId: unknown, tags: storeTags("internal") },
      from: { kmsMasterKeyId: ["internal-key"] },
    },
    {
      type: "aws:sns/topic:Topic",
      name: "alerts",
      props: {
        name: "azora-europe-alerts",
        kmsMasterKeyId: "arn:aws:kms:eu-central-1:111122223333:alias/azora/europe/internal",
        tags: storeTags("internal"),
      },
    },
    {
      type: "aws:sns/topic:Topic",
      name: "pages",
      props: { name: "azora-europe-pages", kmsMasterKeyId: unknown, tags: storeTags("internal") },
      from: { kmsMasterKeyId: ["internal-alias"] },
    },
    {
      type: "aws:kms/alias:Alias",
      name: "internal-alias",
      props: { name: "alias/azora/europe/internal", targetKeyId: unknown },
      from: { targetKeyId: ["internal-key"] },
    },
    keyOf("internal"),
    keyOf("personal"),
  ],
  mutations: [
    {
      name: "a queue without a key",
      path: "kmsMasterKeyId",
      to: absent,
      finding: { path: "kmsMasterKeyId", found: "absent", wanted },
    },
    {
      name: "a queue with the key of another class",
      path: "@from.kmsMasterKeyId",
      to: ["personal-key"],
      finding: { path: "kmsMasterKeyId", found: "personal-key, a key of class personal", wanted },
    },
    {
      name: "a topic without a key",
      resource: 1,
      path: "kmsMasterKeyId",
      to: absent,
      finding: { path: "kmsMasterKeyId", found: "absent", wanted },
    },
    {
      name: "a topic whose key is taken away",
      resource: 2,
      path: "kmsMasterKeyId",
      to: absent,
      finding: { path: "kmsMasterKeyId", found: "absent", wanted },
    },
    {
      name: "a topic with the key of AWS",
      resource: 1,
      path: "kmsMasterKeyId",
      to: "alias/aws/sns",
      finding: { path: "kmsMasterKeyId", found: '"alias/aws/sns"', wanted },
    },
    {
      name: "a topic with the alias of a region that there is not",
      resource: 1,
      path: "kmsMasterKeyId",
      to: "alias/azora/atlantis/internal",
      finding: { path: "kmsMasterKeyId", found: '"alias/azora/atlantis/internal"', wanted },
    },
    {
      name: "a topic whose key is not known",
      resource: 1,
      path: "kmsMasterKeyId",
      to: unknown,
      finding: { path: "kmsMasterKeyId", state: "undecided" },
    },
    {
      name: "a topic whose alias leads to the key of another class",
      resource: 3,
      path: "@from.targetKeyId",
      to: ["personal-key"],
      finding: { path: "kmsMasterKeyId", found: "personal-key, a key of class personal", wanted },
    },
    {
      name: "a topic whose alias leads nowhere",
      resource: 3,
      path: "@from.targetKeyId",
      to: [],
      finding: { path: "kmsMasterKeyId", state: "undecided" },
    },
    {
      name: "a queue whose class is not known",
      path: "tags.data-class",
      to: unknown,
      finding: { path: "tags.data-class", state: "undecided" },
    },
  ],
};
