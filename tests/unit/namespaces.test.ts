import {
  defaultPriorityClass,
  namespaceKeys,
  namespaces,
  priorityClasses,
  unguardedNamespaces,
  type NamespaceFact,
} from "../../components/facts/namespaces";
import { allRegions, regionNamed } from "../../components/facts/regions";
import { networkPolicies, podSecurityLabels, type PolicyAddresses } from "../../components/guardrails";

const facts: readonly NamespaceFact[] = namespaceKeys.map((key) => namespaces[key]);
const addresses: PolicyAddresses = {
  controlPlaneCidrs: ["10.16.192.0/24", "10.16.193.0/24", "10.16.194.0/24"],
  vpcCidr: regionNamed("africa").cidr,
  regionCidrs: allRegions().map(({ cidr }) => cidr),
};
const named = facts.map((fact) => [fact.name, fact] as const);

describe("the platform's namespaces", () => {
  test("have names of their own, none of which Kubernetes makes itself", () => {
    const names = facts.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => name in unguardedNamespaces || name === "default")).toEqual([]);
  });

  test.each(named)("%s is restricted, or says why not", (_, { podSecurity }) => {
    const reason = podSecurity.level === "restricted" ? "restricted" : podSecurity.reason;
    expect(reason.length).toBeGreaterThan(0);
  });

  test.each(named)("%s is labelled for Pod Security with a pinned version", (_, fact) => {
    expect(podSecurityLabels(fact)).toMatchObject({
      "pod-security.kubernetes.io/enforce": fact.podSecurity.level,
      "pod-security.kubernetes.io/enforce-version": "v1.36",
      "pod-security.kubernetes.io/audit": "restricted",
      "pod-security.kubernetes.io/warn": "restricted",
    });
  });

  test("that is weaker still has everything stricter audited and warned of", () => {
    const fact: NamespaceFact = {
      ...namespaces.karpenter,
      podSecurity: { level: "privileged", reason: "needs the host" },
    };
    expect(podSecurityLabels(fact)).toMatchObject({
      "pod-security.kubernetes.io/enforce": "privileged",
      "pod-security.kubernetes.io/audit": "restricted",
    });
  });
});

describe("network policies", () => {
  test.each(named)("of %s deny by default, both ways, for every pod", (_, fact) => {
    expect(networkPolicies(fact, addresses)[0]).toEqual({
      name: "default-deny",
      spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    });
  });

  test.each(named)("of %s have different names, and each allowance names a peer and a port", (_, fact) => {
    const policies = networkPolicies(fact, addresses);
    expect(new Set(policies.map(({ name }) => name)).size).toBe(policies.length);
    for (const { spec } of policies.slice(1)) {
      const rules = JSON.parse(JSON.stringify({ ingress: spec.ingress, egress: spec.egress })) as {
        ingress?: { from: object[]; ports: object[] }[];
        egress?: { to: object[]; ports: object[] }[];
      };
      for (const rule of rules.ingress ?? []) {
        expect(Math.min(rule.from.length, rule.ports.length)).toBeGreaterThan(0);
      }
      for (const rule of rules.egress ?? []) {
        expect(Math.min(rule.to.length, rule.ports.length)).toBeGreaterThan(0);
      }
      expect([rules.ingress, rules.egress].filter((side) => side !== undefined)).toHaveLength(1);
    }
  });

  test("let only the cluster's own DNS answer", () => {
    const dns = networkPolicies(namespaces.karpenter, addresses).find(({ name }) => name === "allow-dns");
    expect(dns?.spec).toMatchObject({
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
              podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
            },
          ],
          ports: [
            { protocol: "TCP", port: 53 },
            { protocol: "UDP", port: 53 },
          ],
        },
      ],
    });
  });

  test("reach the API server by its service's address and by its interfaces", () => {
    const policy = networkPolicies(namespaces.certManager, addresses).find(
      ({ name }) => name === "allow-to-api-server",
    );
    expect(policy?.spec).toMatchObject({
      egress: [
        {
          to: [
            { ipBlock: { cidr: "172.20.0.1/32" } },
            ...addresses.controlPlaneCidrs.map((cidr) => ({ ipBlock: { cidr } })),
          ],
          ports: [{ protocol: "TCP", port: 443 }],
        },
      ],
    });
  });

  test("admit webhook calls from the control plane's subnets only", () => {
    const policy = networkPolicies(namespaces.certManager, addresses).find(
      ({ name }) => name === "allow-from-api-server",
    );
    expect(policy?.spec).toMatchObject({
      ingress: [
        {
          from: addresses.controlPlaneCidrs.map((cidr) => ({ ipBlock: { cidr } })),
          ports: [
            { protocol: "TCP", port: 10_250 },
            { protocol: "TCP", port: 6443 },
          ],
        },
      ],
    });
  });

  test("that lead to the internet spare our networks and the nodes' metadata", () => {
    const policy = networkPolicies(namespaces.karpenter, addresses).find(
      ({ name }) => name === "allow-to-internet",
    );
    expect(policy?.spec).toMatchObject({
      egress: [
        {
          to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16", ...addresses.regionCidrs] } }],
          ports: [{ protocol: "TCP", port: 443 }],
        },
      ],
    });
  });

  test("let the regions' controllers of the edge report to each other, on their port alone", () => {
    const peers = addresses.regionCidrs.map((cidr) => ({ ipBlock: { cidr } }));
    const ports = [{ protocol: "TCP", port: 8080 }];
    const named = new Map(
      networkPolicies(namespaces.edgeSteering, addresses).map(({ name, spec }) => [name, spec]),
    );
    expect(named.get("allow-from-regions")).toMatchObject({ ingress: [{ from: peers, ports }] });
    expect(named.get("allow-to-regions")).toMatchObject({ egress: [{ to: peers, ports }] });
    // No API server, no other service of AWS: the edge's API and the public entries are all that it needs besides.
    expect([...named.keys()].sort()).toEqual([
      "allow-dns",
      "allow-from-metrics",
      "allow-from-regions",
      "allow-to-internet",
      "allow-to-regions",
      "default-deny",
    ]);
  });

  test("let the engine's pods speak to their bus, and nobody else", () => {
    const ports = [4222, 6222, 8222].map((port) => ({ protocol: "TCP", port }));
    const peers = [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "automation" } } }];
    const named = new Map(
      networkPolicies(namespaces.automation, addresses).map(({ name, spec }) => [name, spec]),
    );
    expect(named.get("allow-from-namespace-automation")).toMatchObject({
      ingress: [{ from: peers, ports }],
    });
    expect(named.get("allow-to-namespace-automation")).toMatchObject({ egress: [{ to: peers, ports }] });
  });

  test("admit everybody to the gateway alone", () => {
    const open = facts.filter(({ traffic }) => traffic.some(({ kind }) => kind === "from-anywhere"));
    expect(open.map(({ name }) => name)).toEqual(["istio-ingress"]);
  });
});

describe("priority classes", () => {
  test("rank the platform above services, and services above batch work", () => {
    expect(priorityClasses["platform-critical"].value).toBeGreaterThan(priorityClasses.standard.value);
    expect(priorityClasses.standard.value).toBeGreaterThan(priorityClasses.batch.value);
    expect(priorityClasses.batch.preempts).toBe(false);
    expect(defaultPriorityClass).toBe("standard");
  });
});
