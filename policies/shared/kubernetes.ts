import { namespaces, type NamespaceFact } from "../../components/facts/namespaces";
import type { Reader } from "../framework/reader";
import type { ResourceView } from "../framework/rule";

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
  "kubernetes:keda.sh/v1alpha1:ScaledJob": ["spec", "jobTargetRef", "template", "spec"],
};

/** Where servers are told what they are to do. */
export const configMapType = "kubernetes:core/v1:ConfigMap";

/** Everything that makes pods. Versions that the API server dropped are not here: it refuses them. */
export const workloadTypes = Object.keys(podSpecs);

export function podSpecOf(resource: ResourceView): Reader {
  return resource.props.at(...(podSpecs[resource.type] ?? []));
}

/** The containers of a pod that its specification starts: those that run, and those that prepare. */
export function startedContainersOf(pod: Reader): Reader[] {
  return ["containers", "initContainers"].flatMap((list) => pod.items(list));
}

/** All containers of a pod, also those that are attached to look inside. */
export function containersOf(pod: Reader): Reader[] {
  return [...startedContainersOf(pod), ...pod.items("ephemeralContainers")];
}

/** The images that a pod names: its containers', and those that are volumes. */
export function imagesOf(pod: Reader): Reader[] {
  const volumes = pod.items("volumes").map((volume) => volume.at("image"));
  return [
    ...containersOf(pod).map((container) => container.at("image")),
    ...volumes.filter((image) => image.exists).map((image) => image.at("reference")),
  ];
}

/** What facts say of a namespace; `undefined` for one that they do not name. */
export function namespaceFact(name: string | undefined): NamespaceFact | undefined {
  return Object.values<NamespaceFact>(namespaces).find((fact) => fact.name === name);
}

/** The policy of each namespace that refuses everything (`components/guardrails`). */
export const denyPolicyName = "default-deny";

/** Whether a label selector takes in everything. */
export function selectsEverything(selector: Reader): boolean {
  return selector.keys("matchLabels").length === 0 && selector.items("matchExpressions").length === 0;
}

/** Whether a label selector names what it takes in. One that is empty, or only leaves something out, does not. */
export function namesWhatItSelects(selector: Reader): boolean {
  return (
    selector.keys("matchLabels").length > 0 ||
    selector.items("matchExpressions").some((expression) => expression.text("operator") === "In")
  );
}
