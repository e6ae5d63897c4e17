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
  /** The pods' port, which the load balancer's group must be let in to; with `sourceSecurityGroupId`. */
  readonly targetPort?: number;
  /** Security group of the load balancer; the controller then admits it to the nodes. Default no rule is made. */
  readonly sourceSecurityGroupId?: pulumi.Input<string>;
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
 * @throws InvalidValueError on a repeated name, a port out of range, or a source without the port it is let in to.
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
      if (binding.targetPort !== undefined) checkPort(`${field}.targetPort`, binding.targetPort);
      check(
        binding.sourceSecurityGroupId === undefined || binding.targetPort !== undefined,
        `${field}.targetPort`,
        null,
        "the pods' port, where sourceSecurityGroupId is given",
      );
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

function networking({ targetPort, sourceSecurityGroupId }: TargetGroupBindingFact): object {
  if (targetPort === undefined || sourceSecurityGroupId === undefined) return {};
  return {
    networking: {
      ingress: [
        {
          from: [{ securityGroup: { groupID: sourceSecurityGroupId } }],
          ports: [{ protocol: "TCP", port: targetPort }],
        },
      ],
    },
  };
}
