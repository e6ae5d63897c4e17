import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { instanceMetadata, locationLabel, maxPodsPerNode, nodeImage, systemNodes } from "../facts/nodes";
import { check, type RegionContext } from "../shared";
import { NodeRole } from "./nodeRole";

export interface SystemNodesArgs {
  readonly context: RegionContext;
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  readonly kubernetesVersion: string;
  /** One private subnet a zone, never of a Local Zone. */
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Key of class `internal` for the volumes; its policy must admit the service-linked role of Auto Scaling. */
  readonly keyArn: pulumi.Input<string>;
  /** Default 3: one a zone. */
  readonly minSize?: number;
  /** Nodes at the start; afterwards the group's own count is left alone. Default `minSize`. */
  readonly desiredSize?: number;
  /** Default twice `minSize`, so that an update can bring the new nodes before the old ones leave. */
  readonly maxSize?: number;
  /** What must exist before the first node: the VPC CNI, or no node ever becomes ready. */
  readonly after: readonly pulumi.Resource[];
}

interface Sizes {
  readonly minSize: number;
  readonly desiredSize: number;
  readonly maxSize: number;
}

/** Fills in and checks the group's sizes. @throws InvalidValueError naming the size that cannot be used. */
export function systemNodeSizes(args: Pick<SystemNodesArgs, "minSize" | "desiredSize" | "maxSize">): Sizes {
  const minSize = args.minSize ?? systemNodes.minSize;
  const desiredSize = args.desiredSize ?? minSize;
  const maxSize = args.maxSize ?? Math.min(2 * minSize, systemNodes.maxSizeMax);
  const most = systemNodes.maxSizeMax;
  const least = systemNodes.minSize;
  check(
    Number.isInteger(minSize) && minSize >= least && minSize <= most,
    "SystemNodes.minSize",
    minSize,
    `a whole number from ${least} (one node a zone) to ${most}`,
  );
  check(
    Number.isInteger(maxSize) && maxSize >= minSize && maxSize <= most,
    "SystemNodes.maxSize",
    maxSize,
    `a whole number from minSize (${minSize}) to ${most}`,
  );
  check(
    Number.isInteger(desiredSize) && desiredSize >= minSize && desiredSize <= maxSize,
    "SystemNodes.desiredSize",
    desiredSize,
    `a whole number from minSize (${minSize}) to maxSize (${maxSize})`,
  );
  return { minSize, desiredSize, maxSize };
}

/** Settings that Bottlerocket merges with those of EKS; text of a TOML file. */
const bottlerocketSettings = `[settings.kubernetes]\nmax-pods = ${maxPodsPerNode}\n`;

/**
 * The nodes that carry the platform's own controllers: Graviton, Bottlerocket, one or more a zone.
 *
 * Costs to run: its instances by the hour, their volumes by the gigabyte.
 * @throws InvalidValueError before anything is created, if a size cannot be used.
 */
export class SystemNodes extends pulumi.ComponentResource {
  readonly nodeGroupName: pulumi.Output<string>;
  readonly nodeRoleArn: pulumi.Output<string>;

  constructor(name: string, args: SystemNodesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:cluster:SystemNodes", name, {}, opts);

    const { context } = args;
    const sizes = systemNodeSizes(args);

    const role = new NodeRole(
      `${name}-role`,
      { context, purpose: "system-node", clusterArn: args.clusterArn },
      { parent: this },
    );
    const template = this.launchTemplate(name, args);
    const group = new aws.eks.NodeGroup(
      name,
      {
        clusterName: args.clusterName,
        nodeGroupName: context.name("system"),
        version: args.kubernetesVersion,
        amiType: nodeImage.systemAmiType,
        capacityType: "ON_DEMAND",
        instanceTypes: [...systemNodes.instanceTypes],
        nodeRoleArn: role.roleArn,
        subnetIds: args.subnetIds,
        launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
        scalingConfig: sizes,
        updateConfig: { maxUnavailable: 1 },
        nodeRepairConfig: { enabled: true },
        labels: { [systemNodes.label.key]: systemNodes.label.value, [locationLabel]: "region" },
        taints: [{ ...systemNodes.taint, effect: "NO_SCHEDULE" }],
        tags: context.tags({ service: "cluster", name: context.name("system"), stoppable: true }),
      },
      { parent: this, dependsOn: [...args.after, role], ignoreChanges: ["scalingConfig.desiredSize"] },
    );

    this.nodeGroupName = group.nodeGroupName;
    this.nodeRoleArn = role.roleArn;
    this.registerOutputs({ nodeGroupName: this.nodeGroupName, nodeRoleArn: this.nodeRoleArn });
  }

  private launchTemplate(name: string, args: SystemNodesArgs): aws.ec2.LaunchTemplate {
    const { context, keyArn } = args;
    const tags = context.tags({ service: "cluster", name: context.name("system-node") });
    const volume = (deviceName: string, volumeSize: number) => ({
      deviceName,
      ebs: {
        volumeSize,
        volumeType: nodeImage.volumeType,
        encrypted: "true",
        kmsKeyId: keyArn,
        deleteOnTermination: "true",
      },
    });
    return new aws.ec2.LaunchTemplate(
      `${name}-template`,
      {
        name: context.name("system-node"),
        description: "EKS system nodes: IMDSv2 only, encrypted volumes",
        updateDefaultVersion: true,
        metadataOptions: {
          httpEndpoint: "enabled",
          httpTokens: instanceMetadata.httpTokens,
          httpPutResponseHopLimit: instanceMetadata.hopLimit,
        },
        blockDeviceMappings: [
          volume(nodeImage.systemDevice, nodeImage.systemVolumeGib),
          volume(nodeImage.dataDevice, nodeImage.systemNodesDataVolumeGib),
        ],
        monitoring: { enabled: true },
        userData: Buffer.from(bottlerocketSettings).toString("base64"),
        tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
          resourceType,
          tags,
        })),
        tags,
      },
      { parent: this },
    );
  }
}
