import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { PlatformAddons, type TargetGroupBindingFact } from "../addons";
import { gatewayPorts } from "../facts/network";
import { gatewayServices } from "../facts/namespaces";
import { GuardRails } from "../guardrails";
import type { RegionIngress } from "../ingress";
import { subnetPlan } from "../network";
import type { ChartMirror, RegionContext } from "../shared";
import type { ClusterAccess } from "./accessEntries";
import { ClusterAddons } from "./clusterAddons";
import { ControlPlane } from "./controlPlane";
import { Karpenter } from "./karpenter";
import { NodeAddons } from "./nodeAddons";
import type { RegionFoundation } from "./regionFoundation";
import { SystemNodes } from "./systemNodes";

export interface RegionClusterArgs extends ClusterAccess {
  readonly context: RegionContext;
  readonly foundation: RegionFoundation;
  readonly zones: readonly [string, string, string];
  /** One of the versions in facts. @example "1.36" */
  readonly kubernetesVersion: string;
  readonly corporateCidrs: readonly string[];
  readonly systemNodes: { readonly minSize: number; readonly maxSize: number };
  /** vCPUs that Karpenter may run in each of its pools. */
  readonly cpuLimit: number;
  /** Percent of spread pods that run on spot, a multiple of 5. */
  readonly spotSharePercent: number;
  readonly mirror?: ChartMirror | undefined;
}

/**
 * A region's Kubernetes cluster with all that it needs to take workloads: control plane, nodes, add-ons, guard rails.
 *
 * Costs to run: the control plane, three system nodes or more, and what Karpenter adds.
 */
export class RegionCluster extends pulumi.ComponentResource {
  readonly controlPlane: ControlPlane;
  /** The provider of every Kubernetes object in the region; credentials are the caller's own. */
  readonly provider: k8s.Provider;
  readonly karpenter: Karpenter;
  readonly addons: PlatformAddons;
  readonly kubeconfig: pulumi.Output<string>;
  /** The class that a volume gets when it names none. */
  readonly storageClassName: pulumi.Output<string>;

  constructor(name: string, args: RegionClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:cluster:RegionCluster", name, {}, opts);
    const { context, foundation, zones, mirror } = args;
    const { network, keyArns, runner } = foundation;
    const { region } = context;
    const child = { parent: this };
    const edge = network.edgePrivateSubnetId !== undefined;

    const controlPlane = new ControlPlane(
      `${name}-cluster`,
      {
        context,
        version: args.kubernetesVersion,
        intraSubnetIds: zones.map((_zone, index) => idAt(network.intraSubnetIds, index)),
        keyArn: keyArns.internal,
        logsKeyArn: keyArns.operational,
        vpcCidr: region.cidr,
        corporateCidrs: args.corporateCidrs,
        runnerSecurityGroupId: runner.securityGroupId,
        adminRoleArns: args.adminRoleArns,
        deployerRoleArns: args.deployerRoleArns,
        viewerRoleArns: args.viewerRoleArns,
      },
      child,
    );
    const { clusterName, clusterArn } = controlPlane;
    const provider = new k8s.Provider(
      `${name}-kubernetes`,
      {
        kubeconfig: controlPlane.kubeconfig,
        // The provider takes a kubeconfig that is unknown in a preview for another cluster, and shows all that is in it as
        // replaced; with this it is another cluster only where the name differs.
        clusterIdentifier: clusterName,
        enableServerSideApply: true,
      },
      { parent: this, dependsOn: [...controlPlane.doors] },
    );
    const inCluster = { parent: this, providers: [provider] };

    const nodeAddons = new NodeAddons(`${name}-node-addons`, { context, clusterName, clusterArn }, child);
    const systemNodes = new SystemNodes(
      `${name}-system-nodes`,
      {
        context,
        clusterName,
        clusterArn,
        kubernetesVersion: args.kubernetesVersion,
        subnetIds: zones.map((_zone, index) => idAt(network.privateSubnetIds, index)),
        keyArn: keyArns.internal,
        ...args.systemNodes,
        after: [nodeAddons],
      },
      child,
    );
    const clusterAddons = new ClusterAddons(
      `${name}-cluster-addons`,
      {
        context,
        clusterName,
        clusterArn,
        keyArn: keyArns.internal,
        otherKeyArns: [keyArns.personal],
        after: [systemNodes],
      },
      inCluster,
    );
    const guardRails = new GuardRails(
      `${name}-guard-rails`,
      {
        context,
        controlPlaneCidrs: subnetPlan({ cidr: region.cidr, zones, localZone: undefined }).intra.map(
          (subnet) => subnet.cidr,
        ),
      },
      { ...inCluster, dependsOn: [nodeAddons] },
    );
    const karpenter = new Karpenter(
      `${name}-karpenter`,
      {
        context,
        clusterName,
        clusterArn,
        securityGroupId: controlPlane.securityGroupId,
        keyArn: keyArns.internal,
        zones,
        spotSharePercent: args.spotSharePercent,
        cpuLimit: args.cpuLimit,
        edge,
        mirror,
        after: [systemNodes, clusterAddons, guardRails],
      },
      inCluster,
    );
    const addons = new PlatformAddons(
      `${name}-addons`,
      {
        context,
        clusterName,
        clusterArn,
        vpcId: network.vpcId,
        privateZoneId: network.privateZoneId,
        privateZoneName: network.privateZoneName,
        guardRails,
        targetGroups: targetGroups(foundation.ingress),
        mirror,
        after: [systemNodes, clusterAddons],
      },
      inCluster,
    );

    this.controlPlane = controlPlane;
    this.provider = provider;
    this.karpenter = karpenter;
    this.addons = addons;
    this.kubeconfig = controlPlane.kubeconfig;
    this.storageClassName = clusterAddons.storageClassName;
    this.registerOutputs({
      clusterName,
      kubeconfig: this.kubeconfig,
      storageClassName: this.storageClassName,
      caCertificatePem: addons.caCertificatePem,
      nodePoolNames: karpenter.nodePoolNames,
    });
  }
}

/** Which of the gateway's pods serve which load balancer; all ask the same port for their health. */
function targetGroups(ingress: RegionIngress): TargetGroupBindingFact[] {
  const source = (
    loadBalancer: number,
    targetPort: number,
  ): NonNullable<TargetGroupBindingFact["source"]> => ({
    securityGroupId: idAt(ingress.securityGroupIds, loadBalancer),
    targetPort,
    healthCheckPort: gatewayPorts.status,
  });
  const region: TargetGroupBindingFact = {
    name: "https",
    serviceName: gatewayServices.region.name,
    servicePort: gatewayServices.region.https,
    targetGroupArn: ingress.targetGroupArns.https,
    source: source(0, gatewayPorts.https),
  };
  if (!ingress.edge) return [region];
  return [
    region,
    {
      name: "edge",
      serviceName: gatewayServices.edge.name,
      servicePort: gatewayServices.edge.https,
      targetGroupArn: ingress.edge.targetGroupArn,
      source: source(1, gatewayPorts.localZone),
    },
  ];
}

function idAt(ids: pulumi.Output<string[]>, index: number): pulumi.Output<string> {
  return ids.apply((known) => known[index] ?? "");
}
