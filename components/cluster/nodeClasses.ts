import type * as pulumi from "@pulumi/pulumi";
import { discoveryTag, edgeDiscoveryTag, instanceMetadata, maxPodsPerNode, nodeImage } from "../facts/nodes";
import type { LocalZone } from "../facts/regions";
import type { RegionContext } from "../shared";
import { nodeClassNames } from "./nodePools";

/** The part of `karpenter.k8s.aws/v1` EC2NodeClass that the platform uses. */
interface NodeClassSpec {
  readonly amiSelectorTerms: readonly { readonly alias: string }[];
  readonly role: pulumi.Input<string>;
  readonly subnetSelectorTerms: readonly { readonly tags: Readonly<Record<string, string>> }[];
  readonly securityGroupSelectorTerms: readonly { readonly tags: Readonly<Record<string, string>> }[];
  readonly associatePublicIPAddress: boolean;
  readonly kubelet: { readonly maxPods: number };
  readonly metadataOptions: {
    readonly httpEndpoint: "enabled";
    readonly httpTokens: "required";
    readonly httpPutResponseHopLimit: number;
  };
  readonly blockDeviceMappings: readonly {
    readonly deviceName: string;
    readonly ebs: {
      readonly volumeSize: string;
      readonly volumeType: string;
      readonly encrypted: boolean;
      readonly kmsKeyID: pulumi.Input<string>;
      readonly deleteOnTermination: boolean;
    };
  }[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface NodeClassArgs {
  readonly context: RegionContext;
  readonly clusterName: string;
  readonly nodeRoleName: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
}

export interface NodeClass {
  readonly name: string;
  readonly spec: NodeClassSpec;
}

/** How ordinary nodes are made. */
export function regionNodeClass(args: NodeClassArgs): NodeClass {
  return {
    name: nodeClassNames.region,
    spec: nodeClassSpec(args, nodeImage.volumeType, { [discoveryTag]: args.clusterName }),
  };
}

/** How nodes of a Local Zone are made: in its own subnet, on volumes of the type that it offers. */
export function edgeNodeClass(args: NodeClassArgs, localZone: LocalZone): NodeClass {
  return {
    name: nodeClassNames.edge,
    spec: nodeClassSpec(args, localZone.volumeType, { [edgeDiscoveryTag]: args.clusterName }),
  };
}

function nodeClassSpec(
  args: NodeClassArgs,
  volumeType: string,
  subnetTags: Readonly<Record<string, string>>,
): NodeClassSpec {
  const { context, clusterName } = args;
  const volume = (deviceName: string, gib: number) => ({
    deviceName,
    ebs: {
      volumeSize: `${gib}Gi`,
      volumeType,
      encrypted: true,
      kmsKeyID: args.keyArn,
      deleteOnTermination: true,
    },
  });
  return {
    amiSelectorTerms: [{ alias: `bottlerocket@${nodeImage.bottlerocketVersion}` }],
    role: args.nodeRoleName,
    subnetSelectorTerms: [{ tags: subnetTags }],
    securityGroupSelectorTerms: [{ tags: { [discoveryTag]: clusterName } }],
    associatePublicIPAddress: false,
    kubelet: { maxPods: maxPodsPerNode },
    metadataOptions: {
      httpEndpoint: "enabled",
      httpTokens: instanceMetadata.httpTokens,
      httpPutResponseHopLimit: instanceMetadata.hopLimit,
    },
    blockDeviceMappings: [
      volume(nodeImage.systemDevice, nodeImage.systemVolumeGib),
      volume(nodeImage.dataDevice, nodeImage.workerDataVolumeGib),
    ],
    tags: context.tags({ service: "cluster", stoppable: true }),
  };
}
