import { rule } from "../../../../policies/compliance/rules/kubernetesVolumeKeyClass";
import { absent } from "../../../support/mutations";
import { refused, undecided } from "../../../support/mutationLines";
import { unknown, type Fixture, type Mutation, type RuleCases } from "../../../support/rules";

const arn = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const keyOf = (dataClass: string): Fixture => ({
  type: "aws:kms/key:Key",
  name: `key-${dataClass}`,
  props: { enableKeyRotation: true, tags: { "data-class": dataClass } },
});
const classOf = (name: string, key: string, labels: Readonly<Record<string, string>>): Fixture => ({
  type: "kubernetes:storage.k8s.io/v1:StorageClass",
  name,
  props: { metadata: { name, labels }, parameters: { encrypted: "true", kmsKeyId: unknown } },
  from: { parameters: [key] },
});
const device = { ebs: { encrypted: true, kmsKeyID: unknown } };

const fixtures: readonly Fixture[] = [
  keyOf("internal"),
  keyOf("personal"),
  classOf("gp3-encrypted", "key-internal", {}),
  classOf("gp3-personal", "key-personal", { "azora.io/data-class": "personal" }),
  {
    type: "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass",
    name: "default",
    props: {
      metadata: { name: "default" },
      spec: { blockDeviceMappings: [device, device], tags: { "data-class": "internal" } },
    },
    from: { spec: ["node-role", "key-internal"] },
  },
  { type: "aws:iam/role:Role", name: "node-role", props: {} },
  {
    type: "aws:kms/replicaKey:ReplicaKey",
    name: "replica-internal",
    props: { tags: { "data-class": "internal" } },
  },
  classOf("gp3-replica", "replica-internal", {}),
  {
    type: "kubernetes:storage.k8s.io/v1:StorageClass",
    name: "deployed",
    props: { metadata: { name: "deployed" }, parameters: { kmsKeyId: arn } },
    from: { parameters: ["key-internal"] },
  },
  // Without a key it is another rule's concern, and a preview by the CLI shows nothing at all.
  { type: "kubernetes:storage.k8s.io/v1:StorageClass", name: "plain", props: { parameters: {} } },
  { type: "kubernetes:storage.k8s.io/v1:StorageClass", name: "out-of-sight", props: {} },
];
const [internal, personal, usual, own, nodes] = [0, 1, 2, 3, 4] as const;
const replica = 6;
const deployed = 8;

const key = "parameters.kmsKeyId";
const nodeKey = "spec.blockDeviceMappings[1].ebs.kmsKeyID";
const shown = (name: string, dataClass: string) => `${name}, a key of ${dataClass}`;

/** The key comes from elsewhere: by its value nobody can tell what it is for. */
function withoutKey(
  resource: number,
  input: string,
  at: string,
  finding: Omit<Mutation["finding"], "path">,
): Mutation {
  return {
    name: `${fixtures[resource]?.name ?? ""}: the key is none of this program`,
    resource,
    path: `@from.${input}`,
    to: [],
    finding: { path: at, ...finding },
  };
}

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    refused(
      "volumes that name no class have the key of another",
      "@from.parameters",
      ["key-personal"],
      "a customer key of class internal",
      {
        resource: usual,
        at: key,
        found: shown("key-personal", "class personal"),
      },
    ),
    refused(
      "volumes of a class have the usual key",
      "@from.parameters",
      ["key-internal"],
      "a customer key of class personal",
      {
        resource: own,
        at: key,
        found: shown("key-internal", "class internal"),
      },
    ),
    refused(
      "volumes become of a class",
      "metadata.labels",
      { "azora.io/data-class": "audit" },
      "a customer key of class audit",
      {
        resource: usual,
        at: key,
        found: shown("key-internal", "class internal"),
      },
    ),
    refused(
      "volumes of a class that facts do not know",
      "metadata.labels",
      { "azora.io/data-class": "secret" },
      "personal | internal | operational | audit",
      { resource: usual, at: "metadata.labels.azora.io/data-class", found: '"secret"' },
    ),
    refused(
      "one of two keys is another's",
      "@from.parameters",
      ["key-internal", "key-personal"],
      "a customer key of class internal",
      {
        resource: usual,
        at: key,
        found: shown("key-personal", "class personal"),
      },
    ),
    refused(
      "the key is for another class",
      'tags["data-class"]',
      "operational",
      "a customer key of class internal",
      {
        resource: internal,
        at: key,
        found: shown("key-internal", "class operational"),
      },
    ),
    refused("the key says no class", "tags", absent, "a customer key of class personal", {
      resource: personal,
      at: key,
      found: shown("key-personal", "no class"),
    }),
    refused(
      "the replica is for another class",
      'tags["data-class"]',
      "audit",
      "a customer key of class internal",
      {
        resource: replica,
        at: key,
        found: shown("replica-internal", "class audit"),
      },
    ),
    refused(
      "nodes have the key of another class",
      "@from.spec",
      ["key-personal"],
      "a customer key of class internal",
      {
        resource: nodes,
        at: nodeKey,
        found: shown("key-personal", "class personal"),
      },
    ),
    refused(
      "nodes become of another class",
      'spec.tags["data-class"]',
      "personal",
      "a customer key of class personal",
      {
        resource: nodes,
        at: nodeKey,
        found: shown("key-internal", "class internal"),
      },
    ),
    withoutKey(usual, "parameters", key, { state: "undecided" }),
    withoutKey(nodes, "spec", "spec.blockDeviceMappings[0].ebs.kmsKeyID", { state: "undecided" }),
    withoutKey(deployed, "parameters", key, {
      found: `"${arn}"`,
      wanted: "a customer key of class internal",
    }),
    undecided("metadata.labels", { resource: own, at: "metadata.labels.azora.io/data-class" }),
    undecided("parameters", { resource: usual }),
    undecided("spec.blockDeviceMappings", { resource: nodes }),
    undecided('spec.tags["data-class"]', { resource: nodes }),
  ],
  survivors: [
    ...["parameters", "spec.blockDeviceMappings*"].map((path) => ({
      path,
      why: "that a key is named at all is kubernetes-volume-keys' to ask; this rule asks which",
    })),
  ],
};
