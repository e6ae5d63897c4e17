import { rule } from "../../../../policies/compliance/rules/encryptSecrets";
import { absent, unknown, type RuleCases } from "../../../support/rules";
import { keyOf, storeTags } from "../../../support/stores";

const wanted = "a customer key of class internal";

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "aws:secretsmanager/secret:Secret",
      props: {
        name: "azora/europe/database",
        kmsKeyId: unknown,
        replicas: [{ region: "sa-east-1", kmsKeyId: "alias/azora/americas/internal" }],
        tags: storeTags("internal"),
      },
      from: { kmsKeyId: ["internal-key"] },
    },
    {
      type: "aws:ssm/parameter:Parameter",
      props: {
        name: "/azora/europe/token",
        type: "SecureString",
        keyId: "alias/azora/europe/internal",
        value: "…",
        tags: storeTags("internal"),
      },
    },
    // Not a secret.
    {
      type: "aws:ssm/parameter:Parameter",
      props: { name: "/azora/europe/size", type: "String", value: "3", tags: storeTags("internal") },
    },
    keyOf("internal"),
    keyOf("operational"),
  ],
  mutations: [
    {
      name: "a secret without a key",
      path: "kmsKeyId",
      to: absent,
      finding: { path: "kmsKeyId", found: "absent", wanted },
    },
    {
      name: "a secret with the key of another class",
      path: "@from.kmsKeyId",
      to: ["operational-key"],
      finding: { path: "kmsKeyId", found: "operational-key, a key of class operational", wanted },
    },
    {
      name: "a secret whose key comes from nowhere",
      path: "@from.kmsKeyId",
      to: [],
      finding: { path: "kmsKeyId", state: "undecided" },
    },
    {
      name: "a copy in another region without a key",
      path: "replicas[0].kmsKeyId",
      to: absent,
      finding: { path: "replicas[0].kmsKeyId", found: "absent", wanted },
    },
    {
      name: "a copy with the key of AWS",
      path: "replicas[0].kmsKeyId",
      to: "alias/aws/secretsmanager",
      finding: { path: "replicas[0].kmsKeyId", found: '"alias/aws/secretsmanager"', wanted },
    },
    {
      name: "copies that are not known",
      path: "replicas",
      to: unknown,
      finding: { path: "replicas", state: "undecided" },
    },
    {
      name: "a secret parameter without a key",
      resource: 1,
      path: "keyId",
      to: absent,
      finding: { path: "keyId", found: "absent", wanted },
    },
    {
      name: "a secret parameter whose key is not known",
      resource: 1,
      path: "keyId",
      to: unknown,
      finding: { path: "keyId", state: "undecided" },
    },
    {
      name: "a parameter that becomes a secret",
      resource: 2,
      path: "type",
      to: "SecureString",
      finding: { path: "keyId", found: "absent", wanted },
    },
    {
      name: "a parameter of which it is not known whether it is a secret",
      resource: 2,
      path: "type",
      to: unknown,
      finding: { path: "type", state: "undecided" },
    },
  ],
};
