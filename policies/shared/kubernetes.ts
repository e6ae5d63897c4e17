import { namespaces, type NamespaceFact } from "../../components/facts/namespaces";
import type { Reader } from "../framework/reader";
import type { Finding, ResourceView } from "../framework/rule";

/** Where each kind of workload keeps its pod's specification. */
const podSpecs: Readonly<Record<string, readonly string[]>> = {
  "kubernetes:core/v1:Pod": ["spec"],
  "kubernetes:core/v1:PodTemplate": ["template", "spec"],
  "kubernetes:core/v1:ReplicationController": ["spec", "template", "spec"],
  "kubernetes:apps/v1:DaemonSet": ["spec", "template", "spec"],
  "kubernetes:apps/v1:Deployment": ["spec", "template", "spec"],
  "kubernetes:apps/v1:ReplicaSet": ["spec", "template", "spec"],
  "kubernetes:apps/v1:StatefulSet": ["spec", "template", "spec"],
  "kubernetes:batch/v1:CronJob": ["spec", "jobTemplate", "spec", "template", "spec"],
  "kubernetes:batch/v1:Job": ["spec", "template", "spec"],
  "kubernetes:argoproj.io/v1alpha1:Rollout": ["spec", "template", "spec"],
};

/** Everything that makes pods. */
export const workloadTypes = Object.keys(podSpecs);

export function podSpecOf(resource: ResourceView): Reader {
  return resource.props.at(...(podSpecs[resource.type] ?? []));
}

/** All containers of a pod: those that run, that prepare, and that are attached to look inside. */
export function containersOf(pod: Reader): Reader[] {
  return ["containers", "initContainers", "ephemeralContainers"].flatMap((list) => pod.items(list));
}

/** What facts say of a namespace; `undefined` for one that they do not name. */
export function namespaceFact(name: string | undefined): NamespaceFact | undefined {
  return Object.values<NamespaceFact>(namespaces).find((fact) => fact.name === name);
}

/** The Pod Security level that facts allow; a weaker one stands there with its reason. */
export function podSecurityLevel(namespace: string | undefined): NamespaceFact["podSecurity"]["level"] {
  return namespaceFact(namespace)?.podSecurity.level ?? "restricted";
}

/** The policy of each namespace that refuses everything (`components/guardrails`). */
export const denyPolicyName = "default-deny";

/** Repositories of our own accounts. Another account's would have to let us in by a policy of its own. */
const ecr = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\//;

/** Where images may come from besides ECR: never a whole registry in which anybody may publish. */
export const allowedRegistries = [
  { prefix: "registry.k8s.io/", reason: "Kubernetes' own projects publish there, and nobody else can" },
  { prefix: "quay.io/jetstack/", reason: "cert-manager and trust-manager are published there only" },
  {
    prefix: "public.ecr.aws/eks/",
    reason: "images that EKS builds, the load balancer controller's among them",
  },
  { prefix: "public.ecr.aws/karpenter/", reason: "Karpenter is published there only" },
] as const;

/** Registries in words, for findings. */
export const allowedRegistriesShown = [
  "our ECR",
  ...allowedRegistries.map((registry) => registry.prefix + "…"),
].join(", ");

/** Whether an image or an OCI chart comes from where it may. */
export function fromAllowedRegistry(image: string): boolean {
  return ecr.test(image) || allowedRegistries.some((registry) => image.startsWith(registry.prefix));
}

/** Whether an address is in an ECR of ours. */
export function inEcr(address: string): boolean {
  return ecr.test(address);
}

/** A full version or a commit: what publishers do not move. `latest`, `stable` and `1.2` they do. */
export function isImmutableTag(tag: string): boolean {
  return /^v?\d+\.\d+\.\d+([-+._][\w.-]+)?$/.test(tag) || /^[0-9a-f]{40}$/.test(tag);
}

const suffixes: Readonly<Record<string, number>> = {
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A quantity as Kubernetes writes it, in its base unit; `undefined` where there is none or it is no quantity. */
export function quantity(reader: Reader): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti|)$/.exec(reader.text() ?? String(reader.number()));
  return match ? Number(match[1]) * (suffixes[match[2] ?? ""] ?? 1) : undefined;
}

/** What a container must ask for and must not exceed. A CPU limit is not wanted: it throttles while CPU lies idle. */
const boundPaths = [
  ["requests", "cpu"],
  ["requests", "memory"],
  ["limits", "memory"],
] as const;

/** What a container's resources lack. */
export function unbounded(resources: Reader): Finding[] {
  return boundPaths
    .map((path) => resources.at(...path))
    .filter((amount) => !((quantity(amount) ?? 0) > 0))
    .map((amount) =>
      finding(amount, "an amount above 0", "set requests.cpu, requests.memory and limits.memory"),
    );
}

/** What a security context grants that `restricted` refuses. */
export function weakened(context: Reader): Finding[] {
  const fix = "leave it out: the pod's defaults are restricted";
  const found = [
    ...(context.flag("privileged") ? [finding(context.at("privileged"), "false", fix)] : []),
    ...(context.flag("allowPrivilegeEscalation")
      ? [finding(context.at("allowPrivilegeEscalation"), "false", fix)]
      : []),
    ...(context.flag("runAsNonRoot") === false ? [finding(context.at("runAsNonRoot"), "true", fix)] : []),
    ...(context.number("runAsUser") === 0
      ? [finding(context.at("runAsUser"), "a user other than 0", fix)]
      : []),
    ...(context.text("seccompProfile", "type") === "Unconfined"
      ? [finding(context.at("seccompProfile", "type"), "RuntimeDefault", fix)]
      : []),
  ];
  const added = context.items("capabilities", "add").filter((item) => item.text() !== "NET_BIND_SERVICE");
  return [...found, ...added.map((item) => finding(item, "no capability but NET_BIND_SERVICE", fix))];
}

/** A finding about what stands at one place. */
export function finding(reader: Reader, wanted: string, fix: string): Finding {
  return { path: reader.path, found: reader.shown, wanted, fix };
}
