import { rule } from "../../../../policies/compliance/rules/backupVolumesTagged";
import { allUndecided, refused } from "../../../support/mutationLines";
import { absent, type RuleCases } from "../../../support/rules";

const tag = "parameters.tagSpecification_2";
const claim = "parameters.tagSpecification_3";
const wanted = "kubernetes-namespace={{ .PVCNamespace }}";
const named = "kubernetes-claim={{ .PVCName }}";

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "kubernetes:storage.k8s.io/v1:StorageClass",
      props: {
        provisioner: "ebs.csi.aws.com",
        parameters: {
          tagSpecification_1: "data-class=internal",
          tagSpecification_2: wanted,
          tagSpecification_3: named,
        },
      },
    },
    // Volumes of others have no tags of AWS'.
    {
      type: "kubernetes:storage.k8s.io/v1:StorageClass",
      props: { provisioner: "kubernetes.io/no-provisioner" },
    },
  ],
  mutations: [
    refused("no tag", tag, absent, wanted),
    refused("another tag", tag, "team=platform", wanted),
    refused("one namespace for all", tag, "kubernetes-namespace=valkey", wanted),
    refused("no parameters", "parameters", absent, wanted, { at: tag, found: "absent" }),
    {
      name: "another class' volumes become the driver's",
      resource: 1,
      path: "provisioner",
      to: "ebs.csi.aws.com",
      fixtureOnly: "the plan's own classes are the driver's already",
      finding: { path: tag, found: "absent", wanted },
    },
    refused("no claim", claim, absent, named),
    ...allUndecided(["provisioner", tag, claim]),
  ],
  survivors: [{ path: "provisioner", why: "another driver's volumes are no volumes of EBS" }],
};
