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
const probeType = "kubernetes:monitoring.coreos.com/v1:Probe";
const runningTypes = ["DaemonSet", "Deployment", "StatefulSet"].map((kind) => `kubernetes:apps/v1:${kind}`);
const fix =
  "say in facts where it tells its metrics (monitors, exporterProbes), or why nobody asks it (unmonitored)";

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

/** Whether an exporter is asked about each member of a set, by the hosts under which its pods are published. */
function asksAbout(probe: Reader, { props }: ResourceView): boolean {
  const name = props.text("metadata", "name");
  const replicas = props.number("spec", "replicas");
  const config = probe.at("spec", "targets", "staticConfig");
  if (name === undefined || replicas === undefined) return false;
  if (config.text("labels", "namespace") !== props.text("metadata", "namespace")) return false;
  const hosts = config.texts("static").map((target) => target.replace(/^[a-z]+:\/\//, ""));
  const members = Array.from({ length: replicas }, (_, ordinal) => `${name}-${ordinal}.${name}.`);
  return members.every((member) => hosts.some((host) => host.startsWith(member)));
}

/** Whether a PodMonitor finds a workload's pods, and asks them at a port of theirs. */
function isAsked(stack: StackView, workload: ResourceView): boolean {
  const labels = workload.props.at("spec", "template", "metadata", "labels");
  return monitorsIn(stack, workload.props.text("metadata", "namespace"))
    .filter((spec) => finds(spec, labels))
    .some((spec) => asks(spec, portsOf(podSpecOf(workload))));
}

/** Whether there is an exporter that is a part of that name, and is asked itself. */
function toldBy(stack: StackView, exporter: string): boolean {
  return runningTypes
    .flatMap((type) => stack.ofType(type))
    .some(
      (workload) =>
        workload.props.text("spec", "template", "metadata", "labels", "azora.io/part") === exporter &&
        isAsked(stack, workload),
    );
}

/** A workload that nobody asks, unless facts say why. */
function notAsked(namespace: string | undefined, name: string | undefined, wanted: string): Finding[] {
  const reason = new Map(Object.entries(unmonitored)).get(`${namespace ?? ""}/${name ?? ""}`);
  const findings = [wrongResource("asked for metrics by no PodMonitor", wanted, fix)];
  return reason === undefined ? findings : accepted(reason, findings);
}

function workloadFindings(stack: StackView, resource: ResourceView): Finding[] {
  const { props } = resource;
  const namespace = props.text("metadata", "namespace");
  if (namespaceFact(namespace) === undefined) return [];
  if (isAsked(stack, resource)) return [];
  const exporter = new Map(Object.entries(askedThrough)).get(
    `${namespace ?? ""}/${props.text("metadata", "name") ?? ""}`,
  );
  if (exporter !== undefined)
    return toldBy(stack, exporter)
      ? []
      : [wrongResource("asked for metrics by no PodMonitor", `through ${exporter}, which is asked`, fix)];
  return stack.ofType(probeType).some(({ props: probe }) => asksAbout(probe, resource))
    ? []
    : notAsked(
        namespace,
        props.text("metadata", "name"),
        "by one that names labels of its pods and a port of theirs, or by a Probe with each of its hosts",
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
  types: [...runningTypes, releaseType, podMonitorType, probeType],
  onUnknown: "fail",
  check: (stack) => [
    ...findingsOf(stack, runningTypes, (resource) => workloadFindings(stack, resource)),
    ...findingsOf(stack, [releaseType], (release) => releaseFindings(stack, release)),
  ],
};
