import { rule } from "../../../../policies/compliance/rules/encryptLogGroups";
import { absent, unknown, type RuleCases } from "../../../support/rules";
import { keyOf, storeTags } from "../../../support/stores";

const wanted = "a customer key of class operational";

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "aws:cloudwatch/logGroup:LogGroup",
      props: {
        name: "/aws/codebuild/azora-europe-runner",
        retentionInDays: 30,
        kmsKeyId: unknown,
        tags: storeTags("operational"),
      },
      from: { kmsKeyId: ["operational-key"] },
    },
    keyOf("operational"),
    keyOf("audit"),
  ],
  mutations: [
    { name: "no key", path: "kmsKeyId", to: absent, finding: { path: "kmsKeyId", found: "absent", wanted } },
    {
      name: "the key of another class",
      path: "@from.kmsKeyId",
      to: ["audit-key"],
      finding: { path: "kmsKeyId", found: "audit-key, a key of class audit", wanted },
    },
    {
      name: "a key that comes from nowhere",
      path: "@from.kmsKeyId",
      to: [],
      finding: { path: "kmsKeyId", state: "undecided" },
    },
    {
      name: "a class that is not known",
      path: "tags.data-class",
      to: unknown,
      finding: { path: "tags.data-class", state: "undecided" },
    },
  ],
};
