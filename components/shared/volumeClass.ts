import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { DataClass } from "../facts/dataClasses";
import { volumeTagParameters } from "../facts/keptVolumes";

export interface VolumeClassArgs {
  readonly name: string;
  readonly dataClass: DataClass;
  /** Of the class' key, which encrypts every volume. */
  readonly keyArn: pulumi.Input<string>;
  /** `Retain` where what a volume holds must outlive its claim. */
  readonly reclaimPolicy: "Retain" | "Delete";
}

/** A class of volumes that are encrypted with the key of what they hold, and tagged by it. */
export function volumeClass(
  urnName: string,
  { name, dataClass, keyArn, reclaimPolicy }: VolumeClassArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.storage.v1.StorageClass {
  return new k8s.storage.v1.StorageClass(
    urnName,
    {
      metadata: { name, labels: { "azora.io/data-class": dataClass } },
      provisioner: "ebs.csi.aws.com",
      parameters: {
        type: "gp3",
        encrypted: "true",
        kmsKeyId: keyArn,
        "csi.storage.k8s.io/fstype": "ext4",
        tagSpecification_1: `data-class=${dataClass}`,
        ...volumeTagParameters,
      },
      volumeBindingMode: "WaitForFirstConsumer",
      reclaimPolicy,
      allowVolumeExpansion: true,
    },
    opts,
  );
}
