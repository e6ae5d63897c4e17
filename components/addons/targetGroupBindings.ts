import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { namespaces } from "../facts/namespaces";
import { check } from "../shared";

/** One service whose pods are the targets of one target group. */
export interface TargetGroupBindingFact {
  /** Unique in the namespace. @example "https" */
  readonly name: string;
  readonly serviceName: string;
  /** The service's own port, from which the pods' port follows. */
  readonly servicePort: number;
  readonly targetGroupArn: pulumi.Input<string>;
  /** The load balancer, which the controller then admits to the nodes. Default no rule is made. */
  readonly source?: {
    readonly securityGroupId: pulumi.Input<string>;
    /** The pods' port that takes the traffic. */
    readonly targetPort: number;
    /** The port that the target group's health check asks; shut, no pod would ever count as healthy. */
    readonly healthCheckPort: number;
  };
}

export interface TargetGroupBindingsArgs {
  readonly bindings: readonly TargetGroupBindingFact[];
  readonly vpcId: pulumi.Input<string>;
  /** What must exist first: the load balancer controller's release, the gateway's namespace. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Makes the gateway's pods the targets of load balancers. The bindings may exist before the gateway does: they stay empty
 * until its service appears. Costs nothing to run.
 * @throws InvalidValueError on a repeated name or a port out of range.
 */
export class TargetGroupBindings extends pulumi.ComponentResource {
  constructor(name: string, args: TargetGroupBindingsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:addons:TargetGroupBindings", name, {}, opts);

    const names = args.bindings.map((binding) => binding.name);
    for (const [index, { name: bindingName, ...binding }] of args.bindings.entries()) {
      const field = `TargetGroupBindings.bindings[${index}]`;
      check(
        names.indexOf(bindingName) === index,
        `${field}.name`,
        bindingName,
        "a name that no other binding has",
      );
      checkPort(`${field}.servicePort`, binding.servicePort);
      if (binding.source) {
        checkPort(`${field}.source.targetPort`, binding.source.targetPort);
        checkPort(`${field}.source.healthCheckPort`, binding.source.healthCheckPort);
      }
    }

    for (const binding of args.bindings) {
      new k8s.apiextensions.CustomResource(
        `${name}-${binding.name}`,
        {
          apiVersion: "elbv2.k8s.aws/v1beta1",
          kind: "TargetGroupBinding",
          metadata: { name: binding.name, namespace: namespaces.gateway.name },
          spec: {
            serviceRef: { name: binding.serviceName, port: binding.servicePort },
            targetGroupARN: binding.targetGroupArn,
            targetType: "ip",
            ipAddressType: "ipv4",
            vpcID: args.vpcId,
            ...networking(binding),
          },
        },
        { parent: this, dependsOn: [...args.after] },
      );
    }

    this.registerOutputs({});
  }
}

function checkPort(field: string, port: number): void {
  check(Number.isInteger(port) && port >= 1 && port <= 65_535, field, port, "a port from 1 to 65535");
}

function networking({ source }: TargetGroupBindingFact): object {
  if (!source) return {};
  const ports = [...new Set([source.targetPort, source.healthCheckPort])];
  return {
    networking: {
      ingress: [
        {
          from: [{ securityGroup: { groupID: source.securityGroupId } }],
          ports: ports.map((port) => ({ protocol: "TCP", port })),
        },
      ],
    },
  };
}
