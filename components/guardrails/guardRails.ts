import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import {
  defaultPriorityClass,
  namespaceKeys,
  namespaces,
  priorityClasses,
  type NamespaceKey,
} from "../facts/namespaces";
import { allRegions } from "../facts/regions";
import { check, type RegionContext } from "../shared";
import { GuardedNamespace } from "./guardedNamespace";
import { denyByDefault, type PolicyAddresses } from "./networkPolicies";

export interface GuardRailsArgs {
  readonly context: RegionContext;
  /** Subnets in which EKS keeps the control plane's network interfaces; plain, from the network's plan. */
  readonly controlPlaneCidrs: readonly string[];
}

/**
 * What every cluster starts with: the platform's namespaces, each closed by default, the `default` namespace closed
 * altogether, and how much pods matter when room is short. Costs nothing to run.
 * @throws InvalidValueError if there is no block for the control plane.
 */
export class GuardRails extends pulumi.ComponentResource {
  /** Names of the guarded namespaces. */
  readonly namespaceNames: pulumi.Output<string[]>;
  private readonly guarded: ReadonlyMap<NamespaceKey, GuardedNamespace>;

  constructor(name: string, args: GuardRailsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:guardrails:GuardRails", name, {}, opts);

    const { context } = args;
    const addresses: PolicyAddresses = {
      controlPlaneCidrs: args.controlPlaneCidrs,
      vpcCidr: context.region.cidr,
      regionCidrs: allRegions().map((region) => region.cidr),
    };
    check(
      args.controlPlaneCidrs.length > 0,
      "GuardRails.controlPlaneCidrs",
      args.controlPlaneCidrs,
      "the blocks of the control plane's subnets, or webhooks could not be called",
    );

    this.guarded = new Map(
      namespaceKeys.map((key) => [
        key,
        new GuardedNamespace(
          `${name}-${namespaces[key].name}`,
          { context, fact: namespaces[key], addresses },
          { parent: this },
        ),
      ]),
    );
    this.closeDefaultNamespace(name);
    this.priorities(name);

    this.namespaceNames = pulumi.output(namespaceKeys.map((key) => namespaces[key].name));
    this.registerOutputs({ namespaceNames: this.namespaceNames });
  }

  /** The guarded namespace that releases depend on. */
  namespace(key: NamespaceKey): GuardedNamespace {
    const found = this.guarded.get(key);
    check(found !== undefined, "GuardRails.namespace", key, namespaceKeys.join(", "));
    return found;
  }

  /** Nothing belongs into `default`: a pod there was put there by mistake. */
  private closeDefaultNamespace(name: string): void {
    const metadata = { namespace: "default" };
    new k8s.networking.v1.NetworkPolicy(
      `${name}-default-${denyByDefault.name}`,
      { metadata: { ...metadata, name: denyByDefault.name }, spec: denyByDefault.spec },
      { parent: this },
    );
    new k8s.core.v1.ResourceQuota(
      `${name}-default-quota`,
      { metadata: { ...metadata, name: "nothing-runs-here" }, spec: { hard: { pods: "0" } } },
      { parent: this },
    );
  }

  private priorities(name: string): void {
    for (const [className, { value, preempts, purpose }] of Object.entries(priorityClasses)) {
      new k8s.scheduling.v1.PriorityClass(
        `${name}-priority-${className}`,
        {
          metadata: { name: className },
          value,
          description: purpose,
          preemptionPolicy: preempts ? "PreemptLowerPriority" : "Never",
          globalDefault: className === defaultPriorityClass,
        },
        { parent: this },
      );
    }
  }
}
