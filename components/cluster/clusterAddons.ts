import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { defaultSnapshotClass, defaultStorageClass, dnsReplicas, eksAddons } from "../facts/addons";
import { volumeTagParameters } from "../facts/keptVolumes";
import { systemNodes } from "../facts/nodes";
import { PodRole, type RegionContext } from "../shared";
import { eksAddon } from "./eksAddon";
import { volumeKeyPolicy } from "./volumeKeyPolicy";

export interface ClusterAddonsArgs {
  readonly context: RegionContext;
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  /** Key of class `internal`: encrypts every volume that names no other class. */
  readonly keyArn: pulumi.Input<string>;
  /** Keys of other classes that volumes are encrypted with. */
  readonly otherKeyArns: readonly pulumi.Input<string>[];
  /** What must exist first: the nodes, or the add-ons never become active. */
  readonly after: readonly pulumi.Resource[];
}

const ebsDriver = "ebs.csi.aws.com";

/**
 * The add-ons that need nodes: DNS, volumes and snapshots, with the classes that make every volume encrypted.
 * Costs to run: the volumes and snapshots that pods ask for.
 */
export class ClusterAddons extends pulumi.ComponentResource {
  /** The class that a volume gets when it names none. */
  readonly storageClassName: pulumi.Output<string>;
  readonly snapshotClassName: pulumi.Output<string>;

  constructor(name: string, args: ClusterAddonsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:cluster:ClusterAddons", name, {}, opts);

    const { context, clusterName } = args;
    const tolerations = [{ key: systemNodes.taint.key, operator: "Exists" }];

    eksAddon(
      name,
      {
        context,
        clusterName,
        fact: eksAddons.coredns,
        configuration: JSON.stringify({
          autoScaling: { enabled: true, minReplicas: dnsReplicas.min, maxReplicas: dnsReplicas.max },
          tolerations,
        }),
      },
      { parent: this, dependsOn: [...args.after] },
    );
    const snapshots = eksAddon(
      name,
      {
        context,
        clusterName,
        fact: eksAddons.snapshotController,
        configuration: JSON.stringify({ tolerations }),
      },
      { parent: this, dependsOn: [...args.after] },
    );
    const volumes = this.volumeDriver(name, args);

    // The classes' names are what others write down, so they are plain text here as well.
    this.storageClassName = pulumi.output(defaultStorageClass);
    this.snapshotClassName = pulumi.output(defaultSnapshotClass);
    this.classes(name, args, [snapshots, volumes]);
    this.registerOutputs({
      storageClassName: this.storageClassName,
      snapshotClassName: this.snapshotClassName,
    });
  }

  private volumeDriver(name: string, args: ClusterAddonsArgs): pulumi.Resource {
    const { context, clusterName, clusterArn } = args;
    const role = new PodRole(
      `${name}-ebs-csi-driver-role`,
      {
        context,
        clusterArn,
        purpose: "ebs-csi-driver",
        managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonEBSCSIDriverPolicyV2"],
        policies: { "volume-key": volumeKeyPolicy(context, args.keyArn, ...args.otherKeyArns) },
      },
      { parent: this },
    );
    return eksAddon(
      name,
      {
        context,
        clusterName,
        fact: eksAddons.ebsCsiDriver,
        // Volumes are made by the driver, not by this program: they get their tags from here.
        configuration: JSON.stringify({
          controller: { extraVolumeTags: context.tags({ service: "cluster" }) },
          sidecars: { snapshotter: { forceEnable: true } },
        }),
        identity: { serviceAccount: "ebs-csi-controller-sa", roleArn: role.roleArn },
      },
      { parent: this, dependsOn: [...args.after, role] },
    );
  }

  private classes(name: string, args: ClusterAddonsArgs, dependsOn: pulumi.Resource[]): void {
    const options = { parent: this, dependsOn };
    new k8s.storage.v1.StorageClass(
      `${name}-storage-class`,
      {
        metadata: {
          name: defaultStorageClass,
          annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
        },
        provisioner: ebsDriver,
        parameters: {
          type: "gp3",
          encrypted: "true",
          kmsKeyId: args.keyArn,
          "csi.storage.k8s.io/fstype": "ext4",
          ...volumeTagParameters,
        },
        // A volume lives in one zone: it is made where its pod runs, and outlives a deleted claim.
        volumeBindingMode: "WaitForFirstConsumer",
        reclaimPolicy: "Retain",
        allowVolumeExpansion: true,
      },
      options,
    );
    new k8s.apiextensions.CustomResource(
      `${name}-snapshot-class`,
      {
        apiVersion: "snapshot.storage.k8s.io/v1",
        kind: "VolumeSnapshotClass",
        metadata: {
          name: defaultSnapshotClass,
          annotations: { "snapshot.storage.kubernetes.io/is-default-class": "true" },
        },
        driver: ebsDriver,
        deletionPolicy: "Retain",
      },
      options,
    );
  }
}
