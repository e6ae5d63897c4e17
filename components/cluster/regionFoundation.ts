import * as pulumi from "@pulumi/pulumi";
import { RegionAlerts } from "../alerts";
import type { DataClass } from "../facts/dataClasses";
import type { BucketPurpose } from "../facts/objects";
import { retention } from "../facts/retention";
import { runnerWorkflows } from "../facts/runner";
import { RegionIngress } from "../ingress";
import { RegionKeys } from "../keys";
import { flowLogDelivery, Network, type NatMode } from "../network";
import { Registry } from "../registry";
import { Runner } from "../runner";
import type { RegionContext } from "../shared";
import { backupReportDelivery, bucketArn, inventoryDelivery, PrivateBucket, RegionObjects } from "../storage";

export interface RegionFoundationArgs {
  readonly context: RegionContext;
  readonly zones: readonly [string, string, string];
  readonly natGateways: NatMode;
  /** The Local Zone's certificate; without it the Local Zone is not used. */
  readonly edgeCertificateArn?: string | undefined;
  /** Certificate of the authority that signs the edge's client certificate, PEM. */
  readonly edgeClientCa: string;
  readonly corporateCidrs: readonly string[];
  readonly serviceRepositories: readonly string[];
  /** Who is told by alarms, an e-mail address. */
  readonly owner: string;
  readonly runner: {
    readonly repositoryUrl: string;
    readonly connectionArn: string;
    readonly actorAccountIds: readonly string[];
  };
}

/**
 * What a region has before its cluster: keys, buckets, network, entry, image registry and the runner that reaches the rest.
 * This is what the first of the two steps of a region's first `pulumi up` builds.
 */
export class RegionFoundation extends pulumi.ComponentResource {
  readonly network: Network;
  readonly ingress: RegionIngress;
  readonly runner: Runner;
  readonly registry: Registry;
  /** Key ARN by data class. */
  readonly keyArns: Readonly<Record<DataClass, pulumi.Output<string>>>;
  /** Purpose → name of its bucket of objects. */
  readonly bucketNames: pulumi.Output<Record<BucketPurpose, string>>;
  /** The bucket that takes logs, lists of objects and reports on backups. */
  readonly logBucketName: pulumi.Output<string>;
  /** Where alarms of the region go. */
  readonly alertTopicArn: pulumi.Output<string>;

  constructor(name: string, args: RegionFoundationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:cluster:RegionFoundation", name, {}, opts);
    const { context, zones } = args;
    const child = { parent: this };

    const keys = new RegionKeys(`${name}-keys`, { context }, child);
    const logs = new PrivateBucket(
      `${name}-logs`,
      {
        context,
        purpose: "logs",
        service: "network",
        dataClass: "operational",
        keyArn: keys.arns.operational,
        expireAfterDays: retention.operationalDays,
        statements: [
          ...flowLogDelivery(context, bucketArn(context, "logs")),
          inventoryDelivery(context, bucketArn(context, "logs")),
          backupReportDelivery(context, bucketArn(context, "logs")),
        ],
      },
      child,
    );
    this.logBucketName = pulumi.all([logs.bucketName, logs.arn]).apply(([known]) => known);
    this.bucketNames = new RegionObjects(
      `${name}-objects`,
      { context, keyArns: keys.arns, logs },
      child,
    ).bucketNames;
    this.alertTopicArn = new RegionAlerts(
      `${name}-alerts`,
      { context, keyArn: keys.arns.operational, owner: args.owner },
      child,
    ).topicArn;
    this.network = new Network(
      `${name}-network`,
      {
        context,
        zones,
        natGateways: args.natGateways,
        edge: args.edgeCertificateArn !== undefined,
        corporateCidrs: args.corporateCidrs,
        logs: { bucketArn: logs.arn },
      },
      child,
    );
    const edgeSubnetId = this.network.edgePublicSubnetId;
    this.ingress = new RegionIngress(
      `${name}-ingress`,
      {
        context,
        vpcId: this.network.vpcId,
        vpcCidr: this.network.vpcCidr,
        zones,
        publicSubnetIds: this.network.publicSubnetIds,
        ...(edgeSubnetId === undefined || args.edgeCertificateArn === undefined
          ? {}
          : {
              edge: {
                publicSubnetId: edgeSubnetId,
                certificateArn: args.edgeCertificateArn,
                edgeClientCa: args.edgeClientCa,
                keyArn: keys.arns.internal,
              },
            }),
      },
      child,
    );
    this.registry = new Registry(
      `${name}-registry`,
      { context, keyArn: keys.arns.internal, serviceRepositories: args.serviceRepositories },
      child,
    );
    this.runner = new Runner(
      `${name}-runner`,
      {
        context,
        vpcId: this.network.vpcId,
        subnetIds: this.network.privateSubnetIds,
        keyArn: keys.arns.internal,
        logsKeyArn: keys.arns.operational,
        ...args.runner,
        workflowNames: runnerWorkflows,
      },
      child,
    );
    this.keyArns = keys.arns;
    const { network, ingress, runner, registry } = this;
    this.registerOutputs({
      network: { vpcId: network.vpcId, privateSubnetIds: network.privateSubnetIds },
      ingress: { dnsName: ingress.dnsName, addresses: ingress.addresses },
      runner: { projectName: runner.projectName, label: runner.label },
      registry: { repositoryUrls: registry.repositoryUrls },
      keyArns: this.keyArns,
      bucketNames: this.bucketNames,
      logBucketName: this.logBucketName,
      alertTopicArn: this.alertTopicArn,
    });
  }
}
