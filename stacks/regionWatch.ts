/** What watches a region, as far as its configuration has what it needs. */
import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { RegionCluster, RegionFoundation } from "../components/cluster";
import { ObservabilityStack, type ObservabilityStackArgs } from "../components/observability";
import type { ChartMirror, RegionContext } from "../components/shared";
import type { RegionConfig } from "./config";

/** Where people are told, where all of it is configured. */
function receiversOf(config: RegionConfig): ObservabilityStackArgs["receivers"] {
  const { pagerDutyKey, pagerDutyEscalationKey, slackToken, heartbeatUrl } = config;
  if (
    pagerDutyKey === undefined ||
    pagerDutyEscalationKey === undefined ||
    slackToken === undefined ||
    heartbeatUrl === undefined
  )
    return undefined;
  return {
    pageKey: pulumi.secret(pagerDutyKey),
    escalationKey: pulumi.secret(pagerDutyEscalationKey),
    slackToken: pulumi.secret(slackToken),
    heartbeatUrl: pulumi.secret(heartbeatUrl),
  };
}

/** What edge steering shows to the other regions' entries; probes are the same to them. */
function probesOf(config: RegionConfig): ObservabilityStackArgs["probes"] {
  const { edgeSteeringIdentity, edgeSteeringAuthorities: authorities } = config;
  return edgeSteeringIdentity === undefined || authorities === undefined
    ? undefined
    : { identity: pulumi.secret(edgeSteeringIdentity), authorities };
}

/** Makes it where regions trust each other (`azora:regionAuthorities`): its parts call each other across regions. */
export function runWatch(
  stack: string,
  config: RegionConfig,
  context: RegionContext,
  { keyArns }: RegionFoundation,
  cluster: RegionCluster,
  provider: aws.Provider,
  mirror: ChartMirror | undefined,
): void {
  const { regionAuthorities: authorities } = config;
  if (authorities === undefined) return;
  new ObservabilityStack(
    `${stack}-observability`,
    {
      context,
      clusterName: cluster.controlPlane.clusterName,
      clusterArn: cluster.controlPlane.clusterArn,
      podSecurityGroupId: cluster.controlPlane.securityGroupId,
      issuerName: cluster.addons.issuerName,
      keyArn: keyArns.operational,
      authorities,
      repositoryUrl: config.runnerRepositoryUrl,
      receivers: receiversOf(config),
      probes: probesOf(config),
      mirror,
      after: [cluster],
    },
    { providers: [provider, cluster.provider] },
  );
}
