import { rule } from "../../../../policies/compliance/rules/encryptClusters";
import { absent, unknown, type RuleCases } from "../../../support/rules";
import { keyOf, storeTags } from "../../../support/stores";

const wanted = "a customer key of class internal";

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "aws:eks/cluster:Cluster",
      protect: true,
      props: {
        name: "azora-europe-cluster",
        encryptionConfig: { provider: { keyArn: unknown }, resources: ["secrets"] },
        tags: storeTags("internal"),
      },
      from: { encryptionConfig: ["internal-key"] },
    },
    keyOf("internal"),
    keyOf("operational"),
  ],
  mutations: [
    {
      name: "no envelope encryption",
      path: "encryptionConfig",
      to: absent,
      finding: { path: "encryptionConfig.provider.keyArn", found: "absent", wanted },
    },
    {
      name: "encryption that is not known",
      path: "encryptionConfig",
      to: unknown,
      finding: { path: "encryptionConfig", state: "undecided" },
    },
    {
      name: "encryption of nothing",
      path: "encryptionConfig.resources",
      to: [],
      finding: { path: "encryptionConfig.resources", found: "[]", wanted: '["secrets"]' },
    },
    {
      name: "encryption of something else",
      path: "encryptionConfig.resources[0]",
      to: "configmaps",
      finding: { path: "encryptionConfig.resources", found: '["configmaps"]', wanted: '["secrets"]' },
    },
    {
      name: "resources that are not known",
      path: "encryptionConfig.resources",
      to: unknown,
      finding: { path: "encryptionConfig.resources", state: "undecided" },
    },
    {
      name: "no key",
      path: "encryptionConfig.provider.keyArn",
      to: absent,
      finding: { path: "encryptionConfig.provider.keyArn", found: "absent", wanted },
    },
    {
      name: "the key of another class",
      path: "@from.encryptionConfig",
      to: ["operational-key"],
      finding: {
        path: "encryptionConfig.provider.keyArn",
        found: "operational-key, a key of class operational",
        wanted,
      },
    },
    {
      name: "a key that comes from nowhere",
      path: "@from.encryptionConfig",
      to: [],
      finding: { path: "encryptionConfig.provider.keyArn", state: "undecided" },
    },
  ],
};
