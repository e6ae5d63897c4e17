import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { kubernetesVersion } from "../facts/kubernetes";
import type { NamespaceFact } from "../facts/namespaces";
import { check, type RegionContext } from "../shared";
import { networkPolicies, type PolicyAddresses } from "./networkPolicies";

export interface GuardedNamespaceArgs {
  readonly context: RegionContext;
  readonly fact: NamespaceFact;
  readonly addresses: PolicyAddresses;
  /** Labels beside those of the guard. Default none. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** The name that a namespace may have: an RFC 1123 label. */
const namePattern = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Pod Security labels: enforced at the namespace's level; what `restricted` would refuse is still warned of and audited. */
export function podSecurityLabels(fact: NamespaceFact): Readonly<Record<string, string>> {
  const modes = { enforce: fact.podSecurity.level, audit: "restricted", warn: "restricted" };
  return Object.fromEntries(
    Object.entries(modes).flatMap(([mode, level]) => [
      [`pod-security.kubernetes.io/${mode}`, level],
      [`pod-security.kubernetes.io/${mode}-version`, `v${kubernetesVersion}`],
    ]),
  );
}

/**
 * A namespace in which nothing runs or talks that was not allowed: Pod Security, default-deny in both directions, a
 * quota and defaults for containers. What is put into it must depend on it. Costs nothing to run.
 * @throws InvalidValueError if the name or the quota cannot be used.
 */
export class GuardedNamespace extends pulumi.ComponentResource {
  /** The name that was asked for, known before anything exists. */
  readonly namespaceName: pulumi.Output<string>;

  constructor(name: string, args: GuardedNamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:guardrails:GuardedNamespace", name, {}, opts);

    const { context, fact } = args;
    const { quota, containerDefault } = fact;
    check(
      namePattern.test(fact.name),
      "NamespaceFact.name",
      fact.name,
      "letters, digits and hyphens, at most 63",
    );
    check(
      quota.cpu > 0 && quota.memoryGib > 0 && quota.pods > 0,
      "NamespaceFact.quota",
      quota,
      "cpu, memoryGib and pods above 0",
    );
    check(
      containerDefault.memoryLimitMib >= containerDefault.memoryMib,
      "NamespaceFact.containerDefault",
      containerDefault,
      "a memory limit not below the memory",
    );

    const namespace = new k8s.core.v1.Namespace(
      name,
      {
        metadata: {
          name: fact.name,
          labels: {
            ...args.labels,
            ...podSecurityLabels(fact),
            "azora.io/region": context.region.name,
          },
          annotations: {
            "azora.io/purpose": fact.purpose,
            ...(fact.podSecurity.level === "restricted"
              ? {}
              : { "azora.io/pod-security-reason": fact.podSecurity.reason }),
          },
        },
      },
      { parent: this },
    );
    const inside = { parent: this, dependsOn: [namespace] };
    for (const policy of networkPolicies(fact, args.addresses)) {
      new k8s.networking.v1.NetworkPolicy(
        `${name}-${policy.name}`,
        { metadata: { name: policy.name, namespace: fact.name }, spec: policy.spec },
        inside,
      );
    }
    new k8s.core.v1.ResourceQuota(
      `${name}-quota`,
      {
        metadata: { name: "quota", namespace: fact.name },
        spec: {
          hard: {
            "requests.cpu": String(quota.cpu),
            "requests.memory": `${quota.memoryGib}Gi`,
            "limits.memory": `${quota.memoryGib}Gi`,
            pods: String(quota.pods),
          },
        },
      },
      inside,
    );
    new k8s.core.v1.LimitRange(
      `${name}-limits`,
      {
        metadata: { name: "container-defaults", namespace: fact.name },
        spec: {
          limits: [
            {
              type: "Container",
              defaultRequest: {
                cpu: `${containerDefault.cpuMillis}m`,
                memory: `${containerDefault.memoryMib}Mi`,
              },
              default: { memory: `${containerDefault.memoryLimitMib}Mi` },
            },
          ],
        },
      },
      inside,
    );

    this.namespaceName = pulumi.output(fact.name);
    this.registerOutputs({ namespaceName: this.namespaceName });
  }
}
