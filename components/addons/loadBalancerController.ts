import * as pulumi from "@pulumi/pulumi";
import { charts } from "../facts/charts";
import { namespaces } from "../facts/namespaces";
import { helmRelease, PodRole } from "../shared";
import {
  acrossZones,
  onSystemNodes,
  replicas,
  resources,
  servingCertificateValues,
  type AwsAddonArgs,
} from "./addonArgs";
import { loadBalancerControllerPolicy } from "./loadBalancerControllerPolicy";

/** `after` must hold cert-manager, which issues the webhook's certificate. */
export interface LoadBalancerControllerArgs extends AwsAddonArgs {
  readonly vpcId: pulumi.Input<string>;
}

const serviceAccount = "aws-load-balancer-controller";

/**
 * Keeps the targets of load balancers equal to the pods behind them. The load balancers themselves are made by this
 * program, never by the controller. Costs to run: two small pods.
 */
export class LoadBalancerController extends pulumi.ComponentResource {
  /** Depend on it to use TargetGroupBinding. */
  readonly release: pulumi.Resource;
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: LoadBalancerControllerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:addons:LoadBalancerController", name, {}, opts);

    const { context, clusterName, clusterArn } = args;
    const namespace = namespaces.ingressSystem.name;
    const role = new PodRole(
      `${name}-role`,
      {
        context,
        clusterArn,
        purpose: "load-balancer-controller",
        service: "ingress",
        policies: {
          "load-balancer-controller": loadBalancerControllerPolicy(
            context.region.awsRegion,
            context.accountId,
            clusterName,
          ),
        },
        association: { clusterName, namespace, serviceAccount },
      },
      { parent: this },
    );
    this.release = helmRelease(
      name,
      {
        chart: charts.awsLoadBalancerController,
        namespace,
        mirror: args.mirror,
        values: {
          clusterName,
          // Pods cannot reach a node's metadata service, so both are given.
          region: context.region.awsRegion,
          vpcId: args.vpcId,
          serviceAccount: { name: serviceAccount },
          replicaCount: replicas,
          podDisruptionBudget: { minAvailable: 1 },
          topologySpreadConstraints: acrossZones({
            "app.kubernetes.io/name": charts.awsLoadBalancerController.chart,
          }),
          ...onSystemNodes,
          resources: resources(100, 128, 512),
          // What Pod Security `restricted` asks for and the chart leaves out; handed to the pods as they are.
          podSecurityContext: { seccompProfile: { type: "RuntimeDefault" } },
          securityContext: { capabilities: { drop: ["ALL"] } },
          // One certificate that is renewed, instead of one that changes with every plan.
          enableCertManager: true,
          certManager: servingCertificateValues,
          // It would stand between every new Service and the API server, for load balancers that we do not make this way.
          enableServiceMutatorWebhook: false,
          // It binds pods to target groups that Pulumi makes, and nothing else. Istio brings the Gateway API's definitions
          // later, and its Gateways and the Services of type LoadBalancer are not this controller's to answer.
          controllerConfig: {
            featureGates: {
              EnableServiceController: false,
              NLBGatewayAPI: false,
              ALBGatewayAPI: false,
              GatewayListenerSet: false,
            },
          },
          createIngressClassResource: false,
          ingressClassParams: { create: false },
          enableShield: false,
          enableWaf: false,
          enableWafv2: false,
          defaultTags: context.tags({ service: "ingress" }),
        },
      },
      { parent: this, dependsOn: [...args.after, role] },
    );

    this.roleArn = role.roleArn;
    this.registerOutputs({ roleArn: this.roleArn });
  }
}
