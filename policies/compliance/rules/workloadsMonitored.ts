import { askedThrough, monitoredByChart, partOfChart, unmonitored } from "../../../components/facts/monitors";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { watched } from "../../shared/controls";
import { accepted } from "../../shared/exceptions";
import { wrongResource } from "../../shared/finding";
import { chartOf, releaseType } from "../../shared/helmValues";
import { namespaceFact, podSpecOf } from "../../shared/kubernetes";
import { findingsOf } from "../../shared/look";

const podMonitorType = "kubernetes:monitoring.coreos.com/v1:PodMonitor";
const runningTypes = ["DaemonSet", "Deployment", "StatefulSet"].map((kind) => `kubernetes:apps/v1:${kind}`);
const fix = "say in facts where it tells its metrics (monitors), or why nobody asks it (unmonitored)";

/** What looks into a namespace; one that selects namespaces looks into others. */
function monitorsIn(stack: StackView, namespace: string | undefined): readonly Reader[] {
  return stack
    .ofType(podMonitorType)
    .filter(({ props }) => props.text("metadata", "namespace") === namespace)
    .map(({ props }) => props.at("spec"))
    .filter((spec) => !spec.at("namespaceSelector").exists);
}

/** Whether pods with these labels are found. */
function finds(spec: Reader, labels: Reader): boolean {
  const wanted = spec.at("selector", "matchLabels");
  return (
    wanted.keys().every((key) => {
      const value = wanted.text(key);
      return value !== undefined && labels.text(key) === value;
    }) &&
    // What leaves some out may leave out these.
    spec.items("selector", "matchExpressions").length === 0
  );
}

/** Ports that containers name: a number that none of them has is on no list of what is to be asked. */
function portsOf(pod: Reader): readonly (number | undefined)[] {
  return pod
    .items("containers")
    .flatMap((container) => container.items("ports"))
    .map((port) => port.number("containerPort"));
}

function asks(spec: Reader, ports: readonly (number | undefined)[]): boolean {
  return spec.items("podMetricsEndpoints").some((endpoint) => {
    const port = endpoint.number("portNumber");
    return port !== undefined && ports.includes(port);
  });
}

/** Whether the PodMonitor of that name asks a workload that there is: an exporter, which tells of others. */
function toldBy(stack: StackView, job: string): boolean {
  return stack.ofType(podMonitorType).some(({ props }) => {
    if (props.text("metadata", "name") !== job) return false;
    const spec = props.at("spec");
    const namespace = props.text("metadata", "namespace");
    return runningTypes
      .flatMap((type) => stack.ofType(type))
      .some(
        (workload) =>
          workload.props.text("metadata", "namespace") === namespace &&
          finds(spec, workload.props.at("spec", "template", "metadata", "labels")) &&
          asks(spec, portsOf(podSpecOf(workload))),
      );
  });
}

/** A workload that nobody asks, unless facts say why. */
function notAsked(namespace: string | undefined, name: string | undefined, wanted: string): Finding[] {
  const reason = new Map(Object.entries(unmonitored())).get(`${namespace ?? ""}/${name ?? ""}`);
  const findings = [wrongResource("asked for metrics by no PodMonitor", wanted, fix)];
  return reason === undefined ? findings : accepted(reason, findings);
}

function workloadFindings(stack: StackView, resource: ResourceView): Finding[] {
  const { props } = resource;
  const namespace = props.text("metadata", "namespace");
  if (namespaceFact(namespace) === undefined) return [];
  const job = new Map(Object.entries(askedThrough)).get(
    `${namespace ?? ""}/${props.text("metadata", "name") ?? ""}`,
  );
  if (job !== undefined)
    return toldBy(stack, job)
      ? []
      : [wrongResource("asked for metrics by no PodMonitor", `through the exporter that ${job} asks`, fix)];
  const labels = props.at("spec", "template", "metadata", "labels");
  const found = monitorsIn(stack, namespace).filter((spec) => finds(spec, labels));
  return found.length > 0 && found.some((spec) => asks(spec, portsOf(podSpecOf(resource))))
    ? []
    : notAsked(
        namespace,
        props.text("metadata", "name"),
        "by one that names labels of its pods and a port of theirs",
      );
}

function releaseFindings(stack: StackView, release: ResourceView): Finding[] {
  const { props } = release;
  // Every release has a chart: a preview by the CLI shows none of what it says.
  if (!props.at("chart").exists) return [];
  const chart = chartOf(release);
  if (Object.hasOwn(monitoredByChart, chart)) return [];
  const name = props.text("name");
  const namespace = props.text("namespace");
  const [label, value] = Object.hasOwn(partOfChart, chart)
    ? ["azora.io/part", partOfChart[chart]]
    : ["app.kubernetes.io/instance", name];
  return value !== undefined &&
    monitorsIn(stack, namespace).some((spec) => spec.text("selector", "matchLabels", label) === value)
    ? []
    : notAsked(namespace, name, `by one of ${label}: ${value ?? "its name"}`);
}

export const rule: StackRule = {
  id: "workloads-monitored",
  title: "Every workload of the platform is asked for its metrics, or facts say why not",
  why: "What nobody asks raises no alert: it fails unseen until somebody misses what it does. Decided in the offline plan: in a preview by the CLI stack rules see Kubernetes objects without inputs, and those are left out.",
  severity: "medium",
  level: "mandatory",
  controls: watched,
  scope: "stack",
  types: [...runningTypes, releaseType, podMonitorType],
  onUnknown: "fail",
  check: (stack) => [
    ...findingsOf(stack, runningTypes, (resource) => workloadFindings(stack, resource)),
    ...findingsOf(stack, [releaseType], (release) => releaseFindings(stack, release)),
  ],
};
