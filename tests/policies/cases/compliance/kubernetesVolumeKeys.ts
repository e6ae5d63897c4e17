import { rule } from "../../../../policies/compliance/rules/kubernetesVolumeKeys";
import { absent } from "../../../support/mutations";
import { refused } from "../../../support/mutationLines";
import { unknown, type Fixture, type Mutation, type RuleCases } from "../../../support/rules";

const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
const arn = `arn:aws:kms:eu-central-1:111122223333:key/${id}`;
const classOf = (kmsKeyId: string): Fixture => ({
  type: "kubernetes:storage.k8s.io/v1:StorageClass",
  props: { metadata: { name: "gp3-encrypted" }, parameters: { encrypted: "true", kmsKeyId } },
});
const device = { deviceName: "/dev/xvda", ebs: { encrypted: true, kmsKeyID: arn } };
const nodes: Fixture = {
  type: "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass",
  props: { metadata: { name: "default" }, spec: { blockDeviceMappings: [device, device] } },
};

const ours = "a key of ours, by its ARN or id";
const key = "parameters.kmsKeyId";
const devices = "spec.blockDeviceMappings";
const nodeKey = `${devices}[1].ebs.kmsKeyID`;
const ofNodes = { resource: 1, of: "nodes" };

/** Keys are often made by the same deployment. */
const deferred = (path: string, resource: number, at = path): Mutation => ({
  name: `${resource === 0 ? "" : "nodes: "}${path} is known after deployment`,
  resource,
  path,
  to: unknown,
  finding: { path: at, state: "deferred" },
});

export const cases: RuleCases = {
  rule,
  fixtures: [
    classOf(arn),
    nodes,
    classOf(id),
    classOf("mrk-1234abcd12ab34cd56ef1234567890ab"),
    classOf("arn:aws:kms:eu-central-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab"),
  ],
  mutations: [
    ...["alias/aws/ebs", "arn:aws:kms:eu-central-1:111122223333:alias/aws/ebs", "", "aws/ebs", "key"].map(
      (text) => refused(`"${text}"`, key, text, ours),
    ),
    refused("an alias, which may come to mean another key", key, "alias/azora-internal", ours),
    refused("no key: the account's default", key, absent, ours),
    refused("no parameters", "parameters", absent, ours, { at: key }),
    refused("no key for a node's disk", nodeKey, absent, ours, ofNodes),
    refused("AWS' own key for a node's disk", nodeKey, "alias/aws/ebs", ours, ofNodes),
    refused("nothing about a node's disk", `${devices}[1].ebs`, absent, ours, { ...ofNodes, at: nodeKey }),
    deferred(key, 0),
    deferred("parameters", 0, key),
    deferred(nodeKey, 1),
    deferred(devices, 1),
    deferred(`${devices}[1]`, 1),
  ],
};
