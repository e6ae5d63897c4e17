import * as k8s from "@pulumi/kubernetes";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { charts } from "../facts/charts";
import { namespaces } from "../facts/namespaces";
import { discoveryTag, systemNodes } from "../facts/nodes";
import { helmRelease, PodRole, type ChartMirror, type RegionContext } from "../shared";
import { flowSchemas } from "./flowSchemas";
import { karpenterPolicies } from "./karpenterIam";
import { KarpenterQueue } from "./karpenterQueue";
import { edgeNodeClass, regionNodeClass, type NodeClass } from "./nodeClasses";
import { nodePools, type NodePool } from "./nodePools";
import { NodeRole } from "./nodeRole";
import { volumeKeyPolicy } from "./volumeKeyPolicy";

export interface KarpenterArgs {
  readonly context: RegionContext;
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  /** The cluster's security group; gets the tag by which Karpenter finds it. */
  readonly securityGroupId: pulumi.Input<string>;
  /** Key of class `internal` for volumes and the queue; its policy must admit EventBridge and the role of spot. */
  readonly keyArn: pulumi.Input<string>;
  /** Zones of the region that nodes run in. */
  readonly zones: readonly string[];
  /** Share of spread pods that runs on spot, a multiple of 5 from 5 to 95. */
  readonly spotSharePercent: number;
  /** vCPU that the on-demand pool may hold: enough to carry everything while there is no spot capacity at all. */
  readonly cpuLimit: number;
  /** Whether nodes run in the region's Local Zone; needs a region that has one. */
  readonly edge: boolean;
  readonly mirror?: ChartMirror | undefined;
  /** What must exist first: system nodes, DNS, the guarded namespace. */
  readonly after: readonly pulumi.Resource[];
}

/** Name of the chart's service account, and of the release. */
const serviceAccount = "karpenter";

/**
 * Makes nodes when pods need them and removes them when they do not: on-demand, spot and edge pools, warned of
 * interruptions. Pods are spread over the pools by the label `azora.io/capacity-spread`.
 *
 * Costs to run: the nodes it makes, up to the limits of its pools.
 * @throws InvalidValueError before anything is created, if the share, the limit or the edge cannot be used.
 */
export class Karpenter extends pulumi.ComponentResource {
  readonly nodeRoleArn: pulumi.Output<string>;
  readonly controllerRoleArn: pulumi.Output<string>;
  readonly interruptionQueueName: pulumi.Output<string>;
  /** Names of the pools, in their order. */
  readonly nodePoolNames: pulumi.Output<string[]>;

  constructor(name: string, args: KarpenterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:cluster:Karpenter", name, {}, opts);

    const { context, keyArn } = args;
    const { region } = context;
    const pools = nodePools({ ...args, region });

    const nodeRole = new NodeRole(
      `${name}-node-role`,
      { context, purpose: "karpenter-node", clusterArn: args.clusterArn },
      { parent: this },
    );
    new aws.eks.AccessEntry(
      `${name}-nodes`,
      {
        clusterName: args.clusterName,
        principalArn: nodeRole.roleArn,
        type: "EC2_LINUX",
        tags: context.tags({ service: "cluster", name: context.name("karpenter-node") }),
      },
      { parent: this },
    );
    const queue = new KarpenterQueue(`${name}-interruption`, { context, keyArn }, { parent: this });
    const controllerRole = this.controllerRole(name, args, nodeRole, queue);
    const discovery = new aws.ec2.Tag(
      `${name}-discovery`,
      { resourceId: args.securityGroupId, key: discoveryTag, value: context.name("cluster") },
      { parent: this },
    );
    const release = this.release(name, args, queue, [controllerRole, discovery]);

    const nodeClassArgs = {
      context,
      clusterName: context.name("cluster"),
      nodeRoleName: nodeRole.roleName,
      keyArn,
    };
    const classes = [
      regionNodeClass(nodeClassArgs),
      ...(args.edge && region.localZone ? [edgeNodeClass(nodeClassArgs, region.localZone)] : []),
    ].map((nodeClass) => this.nodeClass(name, nodeClass, release));
    for (const pool of pools) this.nodePool(name, pool, [release, ...classes]);

    this.nodeRoleArn = nodeRole.roleArn;
    this.controllerRoleArn = controllerRole.roleArn;
    this.interruptionQueueName = queue.queueName;
    this.nodePoolNames = pulumi.output(pools.map((pool) => pool.name));
    this.registerOutputs({
      nodeRoleArn: this.nodeRoleArn,
      controllerRoleArn: this.controllerRoleArn,
      interruptionQueueName: this.interruptionQueueName,
      nodePoolNames: this.nodePoolNames,
    });
  }

  private controllerRole(
    name: string,
    args: KarpenterArgs,
    nodeRole: NodeRole,
    queue: KarpenterQueue,
  ): PodRole {
    const { context, clusterArn, clusterName } = args;
    return new PodRole(
      `${name}-controller`,
      {
        context,
        clusterArn,
        purpose: "karpenter-controller",
        policies: {
          ...karpenterPolicies({
            awsRegion: context.region.awsRegion,
            accountId: context.accountId,
            clusterName: context.name("cluster"),
            clusterArn,
            queueArn: queue.queueArn,
            nodeRoleArn: nodeRole.roleArn,
          }),
          // Instances are started with the controller's rights, and so are their encrypted volumes.
          "volume-key": volumeKeyPolicy(context, args.keyArn),
          "queue-key": [
            {
              Sid: "ReadEncryptedMessages",
              Effect: "Allow",
              Action: "kms:Decrypt",
              Resource: args.keyArn,
              Condition: {
                StringEquals: { "kms:ViaService": `sqs.${context.region.awsRegion}.amazonaws.com` },
              },
            },
          ],
        },
        association: { clusterName, namespace: namespaces.karpenter.name, serviceAccount },
      },
      { parent: this },
    );
  }

  private release(
    name: string,
    args: KarpenterArgs,
    queue: KarpenterQueue,
    dependsOn: readonly pulumi.Resource[],
  ): k8s.helm.v3.Release {
    const namespace = namespaces.karpenter.name;
    const schemas = flowSchemas({ namespace, serviceAccount }).map(
      ({ schemaName, spec }) =>
        new k8s.flowcontrol.v1.FlowSchema(
          `${name}-${schemaName}`,
          { metadata: { name: schemaName }, spec },
          { parent: this, dependsOn: [...args.after] },
        ),
    );
    const definitions = helmRelease(
      `${name}-crd`,
      { chart: charts.karpenterCrd, namespace, mirror: args.mirror, values: {} },
      { parent: this, dependsOn: [...args.after] },
    );
    return helmRelease(
      name,
      {
        chart: charts.karpenter,
        namespace,
        skipCrds: true,
        mirror: args.mirror,
        values: {
          replicas: 2,
          serviceAccount: { name: serviceAccount },
          settings: {
            clusterName: args.clusterName,
            interruptionQueue: queue.queueName,
            // The cluster has zonal shift on: no node is made in a zone that traffic was moved away from.
            enableZonalShift: true,
          },
          // The size that Karpenter's own guide gives the controller.
          controller: { resources: { requests: { cpu: 1, memory: "1Gi" }, limits: { memory: "1Gi" } } },
          // It runs on the system nodes, never on nodes that it could remove itself.
          tolerations: [{ key: systemNodes.taint.key, operator: "Exists" }],
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: "topology.kubernetes.io/zone",
              whenUnsatisfiable: "DoNotSchedule",
            },
          ],
        },
      },
      { parent: this, dependsOn: [...args.after, ...dependsOn, ...schemas, definitions] },
    );
  }

  private nodeClass(
    name: string,
    nodeClass: NodeClass,
    release: pulumi.Resource,
  ): k8s.apiextensions.CustomResource {
    return new k8s.apiextensions.CustomResource(
      `${name}-class-${nodeClass.name}`,
      {
        apiVersion: "karpenter.k8s.aws/v1",
        kind: "EC2NodeClass",
        metadata: { name: nodeClass.name },
        spec: nodeClass.spec,
      },
      { parent: this, dependsOn: [release] },
    );
  }

  private nodePool(name: string, pool: NodePool, dependsOn: pulumi.Resource[]): void {
    new k8s.apiextensions.CustomResource(
      `${name}-pool-${pool.name}`,
      {
        apiVersion: "karpenter.sh/v1",
        kind: "NodePool",
        metadata: { name: pool.name },
        spec: pool.spec,
      },
      { parent: this, dependsOn },
    );
  }
}
