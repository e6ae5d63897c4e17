/**
 * Quotas of a region in which a new account has less than the platform needs; docs/deploy.md asks for them before a first
 * `up`. A quota costs nothing; one that is too small stops nodes or load balancers in the middle of a deployment.
 *
 * Codes: `aws service-quotas list-service-quotas --service-code ec2`; vCPU quotas count the families A, C, D, H, I, M, R, T
 * and Z together ("Amazon EC2 instance type quotas", EC2 user guide).
 */
import { systemNodes, vcpuOfSize, workerNodes } from "./nodes";

export interface QuotaFact {
  readonly service: string;
  readonly code: string;
  /** What is asked for, in addresses or vCPU. */
  readonly value: number;
}

const systemNodeVcpu = Math.max(
  ...systemNodes.instanceTypes.map((type) => vcpuOfSize(type.split(".")[1] ?? "") ?? 0),
);

export const regionQuotas = {
  /** A NAT gateway and a load balancer's address in each of three zones are six; the default is five. */
  elasticIps: { service: "ec2", code: "L-0263D0A3", value: 10 },
  /**
   * Running on-demand standard instances: as many system nodes as a stack may choose, and Karpenter's pools up to the
   * limit that a stack gets by default. A new account may have 5, fewer than the first three system nodes take.
   */
  onDemandVcpu: {
    service: "ec2",
    code: "L-1216C47A",
    value: systemNodes.maxSizeMax * systemNodeVcpu + workerNodes.vcpuLimitDefault + workerNodes.edgeVcpuLimit,
  },
  /** Standard spot requests: the spot pool's limit is a share of the on-demand pool's. */
  spotVcpu: { service: "ec2", code: "L-34B43A08", value: workerNodes.vcpuLimitDefault },
} as const satisfies Readonly<Record<string, QuotaFact>>;
