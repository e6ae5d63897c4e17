import { rule } from "../../../../policies/compliance/rules/kubernetesStorageEncrypted";
import { absent } from "../../../support/mutations";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import type { RuleCases } from "../../../support/rules";

const driver = "ebs.csi.aws.com";
const snapshots = { resource: 2, of: "snapshots" };

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "kubernetes:storage.k8s.io/v1:StorageClass",
      props: {
        metadata: { name: "gp3-encrypted" },
        provisioner: driver,
        parameters: { type: "gp3", encrypted: "true" },
        reclaimPolicy: "Retain",
      },
    },
    // Of what is kept elsewhere.
    {
      type: "kubernetes:storage.k8s.io/v1:StorageClass",
      props: {
        metadata: { name: "gp3-personal-scratch" },
        provisioner: driver,
        parameters: { type: "gp3", encrypted: "true" },
        reclaimPolicy: "Delete",
      },
    },
    {
      type: "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass",
      props: { metadata: { name: "ebs-encrypted" }, driver, deletionPolicy: "Retain" },
    },
  ],
  mutations: [
    refused("the driver that Kubernetes dropped", "provisioner", "kubernetes.io/aws-ebs", driver),
    refused("no driver", "provisioner", absent, driver),
    refused("no encryption", "parameters.encrypted", "false", '"true"'),
    refused("nothing is said of encryption", "parameters.encrypted", absent, '"true"'),
    refused("an answer that is none", "parameters.encrypted", "yes", '"true"'),
    refused("no parameters", "parameters", absent, '"true"', { at: "parameters.encrypted" }),
    refused("the data goes with the claim", "reclaimPolicy", "Delete", "Retain"),
    refused("nothing is said: the data goes with the claim", "reclaimPolicy", absent, "Retain"),
    ...allUndecided(["provisioner", "parameters.encrypted", "reclaimPolicy"]),
    refused("another class goes with its claim", "metadata.name", "gp3-personal-tmp", "Retain", {
      resource: 1,
      at: "reclaimPolicy",
      found: '"Delete"',
    }),
    ...allUndecided(["metadata.name"], { resource: 1 }),
    undecided("parameters", { at: "parameters.encrypted" }),
    refused("another driver", "driver", "hostpath.csi.k8s.io", driver, snapshots),
    refused("no driver", "driver", absent, driver, snapshots),
    refused("the snapshot goes with its object", "deletionPolicy", "Delete", "Retain", snapshots),
    refused("nothing is said of deletion", "deletionPolicy", absent, "Retain", snapshots),
    ...allUndecided(["driver", "deletionPolicy"], snapshots),
  ],
};
