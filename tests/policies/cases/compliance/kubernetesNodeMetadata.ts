import { rule } from "../../../../policies/compliance/rules/kubernetesNodeMetadata";
import { absent } from "../../../support/mutations";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import type { RuleCases } from "../../../support/rules";

const device = (deviceName: string) => ({
  deviceName,
  ebs: { volumeSize: "4Gi", volumeType: "gp3", encrypted: true, deleteOnTermination: true },
});
const options = "spec.metadataOptions";
const devices = "spec.blockDeviceMappings";
const encrypted = `${devices}[1].ebs.encrypted`;

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass",
      props: {
        metadata: { name: "default" },
        spec: {
          associatePublicIPAddress: false,
          blockDeviceMappings: [device("/dev/xvda"), device("/dev/xvdb")],
          metadataOptions: { httpEndpoint: "enabled", httpPutResponseHopLimit: 1, httpTokens: "required" },
        },
      },
    },
  ],
  mutations: [
    refused("a token is optional", `${options}.httpTokens`, "optional", "required"),
    refused("nothing is said of tokens", `${options}.httpTokens`, absent, "required"),
    refused("two hops reach a pod", `${options}.httpPutResponseHopLimit`, 2, "1"),
    refused("no hop reaches the node itself", `${options}.httpPutResponseHopLimit`, 0, "1"),
    refused("nothing is said of hops", `${options}.httpPutResponseHopLimit`, absent, "1"),
    refused("nothing is said of metadata", options, absent, "required", { at: `${options}.httpTokens` }),
    refused("a public address", "spec.associatePublicIPAddress", true, "false"),
    refused("the subnet decides on a public address", "spec.associatePublicIPAddress", absent, "false"),
    refused("a disk is not encrypted", encrypted, false, "true"),
    refused("nothing is said of a disk's encryption", encrypted, absent, "true"),
    refused("nothing is said of a disk", `${devices}[1].ebs`, absent, "true", { at: encrypted }),
    refused("the image decides on disks", devices, absent, "the node's volumes, encrypted"),
    refused("an empty list of disks", devices, [], "the node's volumes, encrypted"),
    ...allUndecided([
      `${options}.httpTokens`,
      `${options}.httpPutResponseHopLimit`,
      "spec.associatePublicIPAddress",
      "spec",
      devices,
      encrypted,
    ]),
    undecided(options, { at: `${options}.httpTokens` }),
    undecided(`${devices}[1]`),
  ],
};
