/** What is asked of CloudWatch: what no exporter in a cluster tells, and a promise rests on. */
import { secondsPerDay } from "./days";
import { recoveryMetrics } from "./rehearsals";

export type CloudwatchStatistic = "Maximum" | "Minimum" | "Sum";

/** What CloudWatch keeps in a namespace. */
interface CloudwatchNamespace {
  /** Sets of dimensions by which numbers are kept; each is one series a resource, and a number of one set is not in another. */
  readonly dimensions: readonly (readonly string[])[];
  /** Numbers, and the statistic of each that tells something. */
  readonly metrics: Readonly<Record<string, CloudwatchStatistic>>;
}

/**
 * Names as AWS writes them; one that is misspelt is found nowhere, and nobody is told. Sources (read 2026-11): "Monitor NAT gateways",
 * "CloudWatch metrics in transit gateways" (VPC), "CloudWatch metrics for your Network Load Balancer" and "… Application Load Balancer"
 * (ELB), "Available CloudWatch metrics for SQS", "AWS Backup metrics with Amazon CloudWatch", "Metrics and dimensions" (S3).
 */
export const cloudwatchNamespaces: Readonly<Record<string, CloudwatchNamespace>> = {
  "AWS/NATGateway": {
    dimensions: [["NatGatewayId"]],
    metrics: { ErrorPortAllocation: "Sum", BytesOutToDestination: "Sum" },
  },
  "AWS/NetworkELB": {
    dimensions: [["LoadBalancer"], ["LoadBalancer", "TargetGroup"]],
    metrics: { HealthyHostCount: "Minimum", UnHealthyHostCount: "Maximum", ProcessedBytes: "Sum" },
  },
  "AWS/ApplicationELB": {
    dimensions: [["LoadBalancer"], ["LoadBalancer", "TargetGroup"]],
    metrics: { HealthyHostCount: "Minimum", UnHealthyHostCount: "Maximum" },
  },
  "AWS/TransitGateway": {
    dimensions: [["TransitGateway"], ["TransitGateway", "TransitGatewayAttachment"]],
    metrics: { BytesOut: "Sum", PacketDropCountNoRoute: "Sum", PacketDropCountBlackhole: "Sum" },
  },
  "AWS/SQS": { dimensions: [["QueueName"]], metrics: { ApproximateAgeOfOldestMessage: "Maximum" } },
  "AWS/Backup": {
    dimensions: [["BackupVaultName"]],
    metrics: {
      NumberOfBackupJobsFailed: "Sum",
      NumberOfCopyJobsFailed: "Sum",
      NumberOfRestoreJobsFailed: "Sum",
    },
  },
  "AWS/S3": {
    dimensions: [["SourceBucket", "DestinationBucket", "RuleId"]],
    metrics: {
      ReplicationLatency: "Maximum",
      OperationsPendingReplication: "Maximum",
      OperationsFailedReplication: "Sum",
    },
  },
  // Our own, which a workflow of recovery tells.
  [recoveryMetrics.namespace]: {
    dimensions: [["Region", "Kind"]],
    metrics: { [recoveryMetrics.age]: "Maximum", [recoveryMetrics.seconds]: "Maximum" },
  },
};

/** Numbers of one namespace that are asked with each other. */
export interface CloudwatchJob {
  /** The label `name` of its series. */
  readonly name: string;
  readonly namespace: string;
  /** Exactly these: numbers of one load balancer are kept by zone as well, and the sum would count them twice. */
  readonly dimensions: readonly string[];
  readonly metrics: readonly string[];
  readonly periodSeconds: number;
  /** How far back the newest number is looked for. */
  readonly lengthSeconds: number;
  /** How long after its end a period is asked: a whole number of periods, or the window lies across two. */
  readonly delaySeconds: number;
  /** Leaves out what told nothing for three hours: of a resource that is gone CloudWatch lists numbers for two weeks. */
  readonly recentOnly: boolean;
}

/**
 * What flows is told each minute, late by one or two: a sum that is asked at once is too small. The period before the last is whole.
 */
const flowing = { periodSeconds: 300, lengthSeconds: 300, delaySeconds: 300, recentOnly: true } as const;
/** Told once in a while: the window stays for an hour, and is asked twelve times, so that what comes late is in it. */
const rare = { periodSeconds: 3600, lengthSeconds: 3600, delaySeconds: 0, recentOnly: false } as const;

export const cloudwatchJobs: readonly CloudwatchJob[] = [
  {
    name: "nat-gateways",
    namespace: "AWS/NATGateway",
    dimensions: ["NatGatewayId"],
    metrics: ["ErrorPortAllocation", "BytesOutToDestination"],
    ...flowing,
  },
  {
    name: "entry-targets",
    namespace: "AWS/NetworkELB",
    dimensions: ["LoadBalancer", "TargetGroup"],
    metrics: ["HealthyHostCount", "UnHealthyHostCount"],
    ...flowing,
  },
  {
    name: "entries",
    namespace: "AWS/NetworkELB",
    dimensions: ["LoadBalancer"],
    metrics: ["ProcessedBytes"],
    ...flowing,
  },
  {
    name: "local-zone-targets",
    namespace: "AWS/ApplicationELB",
    dimensions: ["LoadBalancer", "TargetGroup"],
    metrics: ["HealthyHostCount", "UnHealthyHostCount"],
    ...flowing,
  },
  {
    name: "region-links",
    namespace: "AWS/TransitGateway",
    dimensions: ["TransitGateway", "TransitGatewayAttachment"],
    metrics: ["BytesOut", "PacketDropCountNoRoute", "PacketDropCountBlackhole"],
    ...flowing,
  },
  {
    name: "queues",
    namespace: "AWS/SQS",
    dimensions: ["QueueName"],
    metrics: ["ApproximateAgeOfOldestMessage"],
    ...flowing,
  },
  {
    name: "object-copies",
    namespace: "AWS/S3",
    dimensions: ["SourceBucket", "DestinationBucket", "RuleId"],
    metrics: ["ReplicationLatency", "OperationsPendingReplication", "OperationsFailedReplication"],
    ...flowing,
  },
  {
    name: "backup-jobs",
    namespace: "AWS/Backup",
    dimensions: ["BackupVaultName"],
    metrics: ["NumberOfBackupJobsFailed", "NumberOfCopyJobsFailed", "NumberOfRestoreJobsFailed"],
    ...rare,
  },
  {
    name: "recovery",
    namespace: recoveryMetrics.namespace,
    dimensions: ["Region", "Kind"],
    metrics: [recoveryMetrics.age, recoveryMetrics.seconds],
    ...rare,
    // The newest, until an alarm of CloudWatch says that nobody tells it.
    lengthSeconds: recoveryMetrics.silentHours * 3600,
  },
];

/** How often all of it is asked: as often as the shortest period ends. */
export const cloudwatchEverySeconds = 300;

/** Dollars for a thousand numbers of `GetMetricData`, the same in every region (support.site24x7.com, read 2026-11: secondary). */
const usdPerThousand = 0.01;
const monthDays = 30;

/**
 * What as many series cost a month. A region has some sixty: eight rules that copy objects are twenty-four of them.
 * @example cloudwatchUsdPerMonth(60) // 5.184
 */
export function cloudwatchUsdPerMonth(series: number): number {
  return (((series * monthDays * secondsPerDay) / cloudwatchEverySeconds) * usdPerThousand) / 1000;
}
