import { namespaceKeys, namespaces, priorityClasses } from "../../components/facts/namespaces";
import { GuardedNamespace, GuardRails } from "../../components/guardrails";
import { built, refusal, type Built } from "../support/built";
import { testContext } from "../support/testContext";

const context = testContext("asia");
const controlPlaneCidrs = ["10.48.192.0/24"];
const addresses = { controlPlaneCidrs, vpcCidr: context.region.cidr, regionCidrs: [context.region.cidr] };

type Metadata = {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
};
const metadataOf = (inputs: { readonly metadata?: unknown }): Metadata => inputs.metadata as Metadata;

describe("guard rails", () => {
  let rails: Built;
  const names = namespaceKeys.map((key) => namespaces[key].name as string);
  const inNamespace = (type: string): Map<string, string[]> => {
    const found = new Map<string, string[]>();
    for (const { name, namespace = "" } of rails.inputsOf(type).map(metadataOf)) {
      found.set(namespace, [...(found.get(namespace) ?? []), name]);
    }
    return found;
  };
  beforeAll(async () => {
    rails = await built(() => new GuardRails("rails", { context, controlPlaneCidrs }));
  });

  test("make every namespace of the table, and no other", () => {
    expect(
      rails
        .inputsOf("kubernetes:core/v1:Namespace")
        .map((inputs) => metadataOf(inputs).name)
        .sort(),
    ).toEqual([...names].sort());
  });

  test("deny by default in every namespace, and in `default` too", () => {
    const policies = inNamespace("kubernetes:networking.k8s.io/v1:NetworkPolicy");
    for (const name of [...names, "default"]) expect(policies.get(name)).toContain("default-deny");
  });

  test("allow DNS in every namespace, and nothing at all in `default`", () => {
    const policies = inNamespace("kubernetes:networking.k8s.io/v1:NetworkPolicy");
    for (const name of names) expect(policies.get(name)).toContain("allow-dns");
    expect(policies.get("default")).toEqual(["default-deny"]);
  });

  test("limit what every namespace and every container may take", () => {
    const quotas = inNamespace("kubernetes:core/v1:ResourceQuota");
    const limits = inNamespace("kubernetes:core/v1:LimitRange");
    for (const name of names) {
      expect(quotas.get(name)).toEqual(["quota"]);
      expect(limits.get(name)).toEqual(["container-defaults"]);
    }
    expect(rails.named("rails-default-quota").inputs.spec).toEqual({ hard: { pods: "0" } });
  });

  test("confine pods as the table says", () => {
    for (const inputs of rails.inputsOf("kubernetes:core/v1:Namespace")) {
      // One alone reads nodes.
      const level = metadataOf(inputs).name === "node-agents" ? "privileged" : "restricted";
      expect(metadataOf(inputs).labels).toMatchObject({ "pod-security.kubernetes.io/enforce": level });
    }
  });

  test("write down why a namespace is weaker", async () => {
    const weaker = await built(
      () =>
        new GuardedNamespace("agents", {
          context,
          fact: {
            ...namespaces.karpenter,
            name: "agents",
            podSecurity: { level: "privileged", reason: "reads the host" },
          },
          addresses,
        }),
    );
    expect(weaker.named("agents").inputs.metadata).toMatchObject({
      labels: { "pod-security.kubernetes.io/enforce": "privileged" },
      annotations: { "azora.io/pod-security-reason": "reads the host" },
    });
  });

  test("put everything of a namespace after it", () => {
    const namespace = rails.named("rails-karpenter");
    expect(rails.named("rails-karpenter-default-deny").dependencies).toContain(namespace.urn);
    expect(rails.named("rails-karpenter-quota").dependencies).toContain(namespace.urn);
  });

  test("make the priority classes, of which one is what pods get by default", () => {
    const classes = rails.inputsOf("kubernetes:scheduling.k8s.io/v1:PriorityClass");
    expect(classes.map((inputs) => metadataOf(inputs).name).sort()).toEqual(
      Object.keys(priorityClasses).sort(),
    );
    expect(classes.filter(({ globalDefault }) => globalDefault === true)).toHaveLength(1);
    expect(rails.named("rails-priority-batch").inputs.preemptionPolicy).toBe("Never");
  });

  test("refuse a cluster whose control plane has no address", async () => {
    expect(await refusal(() => new GuardRails("rails", { context, controlPlaneCidrs: [] }))).toBe(
      "GuardRails.controlPlaneCidrs is []; allowed: the blocks of the control plane's subnets, or webhooks could not be called",
    );
  });

  test("refuse a namespace that Kubernetes would refuse", async () => {
    const fact = { ...namespaces.karpenter, name: "Karpenter" };
    expect(await refusal(() => new GuardedNamespace("bad", { context, fact, addresses }))).toBe(
      'NamespaceFact.name is "Karpenter"; allowed: letters, digits and hyphens, at most 63',
    );
  });
});
