import { rule } from "../../../../policies/compliance/rules/workloadsMonitored";
import {
  cacheMembers,
  cacheProbe,
  database,
  monitoredReleases,
  nodeCollectors,
  podMonitor,
  storeExporter,
  storeNodes,
  teamPods,
  traceWriters,
  unseenWorkloads,
} from "../../../support/monitorFixtures";
import { allUndecided, noted, refused, undecided } from "../../../support/mutationLines";
import { absent, type Mutation, type RuleCases } from "../../../support/rules";

const { karpenter, byChart, byPart, unmonitored } = monitoredReleases;
const fixtures = [
  database,
  traceWriters,
  nodeCollectors,
  cacheMembers,
  ...["patroni", "trace-collector", "node-collector", "karpenter", "thanos-query"].map(podMonitor),
  karpenter,
  byChart,
  byPart,
  unmonitored,
  cacheProbe,
  teamPods,
  storeNodes,
  storeExporter,
  podMonitor("trace-store"),
  ...unseenWorkloads,
];
const at = (name: string | undefined): number => fixtures.findIndex((fixture) => fixture.name === name);
const [atMembers, atWriters, atNodes, atCache] = [0, 1, 2, 3];
const asker = at("monitor-patroni");
const atProbe = at(cacheProbe.name);

const byLabels =
  "by one that names labels of its pods and a port of theirs, or by a Probe with each of its hosts";
const byName = (name: string): string => `by one of app.kubernetes.io/instance: ${name}`;
const byPartName = "by one of azora.io/part: thanos-query";
const nobody = { at: "", found: "asked for metrics by no PodMonitor" };

const throughStore = "through trace-store-exporter, which is asked";
const storeAsker = at("monitor-trace-store");
const storeExporterAt = at(storeExporter.name);

const lost = (
  name: string,
  resource: number,
  path: string,
  to: unknown,
  wanted = byLabels,
  departure: object = {},
): Mutation => refused(name, path, to, wanted, { resource, ...nobody, ...departure });

const labels = "spec.template.metadata.labels";
const ports = "spec.template.spec.containers[0].ports";
const selector = "spec.selector";
const probed = "spec.targets.staticConfig.static";
const endpoint = "spec.podMetricsEndpoints[0]";

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    ...["other", absent].flatMap((to) => [
      lost(`a database called ${String(to)}`, atMembers, `${labels}["app.kubernetes.io/name"]`, to),
      lost(`a writer called ${String(to)}`, atWriters, `${labels}["azora.io/part"]`, to),
      lost(`a node's called ${String(to)}`, atNodes, `${labels}["azora.io/part"]`, to),
    ]),
    lost("no labels", atNodes, labels, absent),
    lost("no metadata", atWriters, "spec.template.metadata", absent),
    lost("a database elsewhere", atMembers, "metadata.namespace", "observability"),
    lost("another port", atMembers, `${ports}[1].containerPort`, 9999),
    lost("a writer's other port", atWriters, `${ports}[2].containerPort`, 9999),
    lost("a node's other port", atNodes, ports, [{ containerPort: 4317 }]),
    lost("no ports", atMembers, ports, absent),
    lost("no containers", atWriters, "spec.template.spec.containers", []),
    lost("a cache that nobody probes", atCache, "metadata.name", "cache-2"),
    lost("a member more than is probed", atCache, "spec.replicas", 3),
    lost("a set that does not say how many", atCache, "spec.replicas", absent),
    lost("a cache elsewhere", atCache, "metadata.namespace", "postgres"),
    lost(
      "a member that is not probed",
      atProbe,
      `${probed}[1]`,
      "rediss://cache-2.cache.africa.internal.azora.example:6379",
    ),
    lost(
      "a member under another's name",
      atProbe,
      `${probed}[1]`,
      "rediss://cache-1.other.africa.internal:6379",
    ),
    lost("nobody probed", atProbe, probed, []),
    lost("probed as another's", atProbe, "spec.targets.staticConfig.labels.namespace", "postgres"),
    lost("probed as nobody's", atProbe, "spec.targets.staticConfig.labels", absent),
    lost("asked elsewhere", asker, "metadata.namespace", "observability"),
    lost("asked by none of a namespace", asker, "metadata.namespace", absent),
    lost("asked by another label", asker, `${selector}.matchLabels`, { app: "postgres" }),
    // No text of a label's own equals what is none.
    lost("asked by no text", asker, `${selector}.matchLabels`, { mutated: true }),
    lost("asked by one label more", asker, `${selector}.matchLabels["azora.io/role"]`, "leader"),
    lost("some left out", asker, `${selector}.matchExpressions`, [
      { key: "azora.io/cluster", operator: "NotIn", values: ["core"] },
    ]),
    lost("looked for elsewhere", asker, "spec.namespaceSelector", { matchNames: ["observability"] }),
    ...[9999, absent].map((to) => lost(`asked at ${String(to)}`, asker, `${endpoint}.portNumber`, to)),
    lost("asked nothing", asker, "spec.podMetricsEndpoints", []),
    lost("a writer asked nothing", at("monitor-trace-collector"), "spec.podMetricsEndpoints", absent),
    lost("a node's asked nothing", at("monitor-node-collector"), endpoint, {}),
    lost("a release by another name", at(karpenter.name), "name", "nodes", byName("nodes")),
    lost("a release without a name", at(karpenter.name), "name", absent, byName("its name")),
    lost("a release elsewhere", at(karpenter.name), "namespace", "observability", byName("karpenter")),
    lost("a release in no namespace", at(karpenter.name), "namespace", absent, byName("karpenter")),
    lost(
      "a release that nobody asks",
      at("monitor-karpenter"),
      `${selector}.matchLabels["app.kubernetes.io/instance"]`,
      "other",
      byName("karpenter"),
    ),
    lost(
      "another chart",
      at(byChart.name),
      "chart",
      "oci://ghcr.io/other/stack",
      byName("kube-prometheus-stack"),
    ),
    // A name that every object of JavaScript has.
    lost(
      "a chart of the language",
      at(byChart.name),
      "chart",
      "constructor",
      byName("kube-prometheus-stack"),
    ),
    lost("a part's other chart", at(byPart.name), "chart", "oci://ghcr.io/other/view", byName("thanos")),
    lost(
      "a part by another name",
      at("monitor-thanos-query"),
      `${selector}.matchLabels["azora.io/part"]`,
      "other",
      byPartName,
    ),
    lost("a part elsewhere", at(byPart.name), "namespace", "karpenter", byPartName),
    ...(
      [
        ["by another part", storeExporterAt, `${labels}["azora.io/part"]`, "other"],
        ["in no namespace", storeAsker, "metadata.namespace", absent],
        ["by no label of its pods", storeExporterAt, labels, absent],
        ["at no port of its", storeExporterAt, `${ports}[0].containerPort`, 9999],
        ["in another namespace", storeExporterAt, "metadata.namespace", "shop"],
      ] as const
    ).map(([how, resource, path, to]) =>
      lost(`an exporter asked ${how}`, resource, path, to, throughStore, { of: "trace-store-hot" }),
    ),
    lost("a store that facts do not name", at(storeNodes.name), "metadata.name", "trace-store-cold"),
    lost("another release of metrics", at(unmonitored.name), "name", "more", byName("more")),
    noted("one that facts name", "values", {}, byName("metrics-server"), {
      resource: at(unmonitored.name),
      ...nobody,
      fixtureOnly: "what values say is not read",
    }),
    ...allUndecided(
      [
        "metadata.namespace",
        labels,
        `${labels}["app.kubernetes.io/name"]`,
        ports,
        `${ports}[1].containerPort`,
      ],
      { resource: atMembers, of: "members" },
    ),
    ...allUndecided(["metadata.name", "spec.replicas"], { resource: atCache, of: "cache" }),
    ...allUndecided(["spec.targets.staticConfig.labels.namespace", probed, `${probed}[1]`], {
      resource: atProbe,
      of: "probe",
    }),
    ...allUndecided(
      ["metadata.namespace", `${selector}.matchLabels`, "spec.podMetricsEndpoints", `${endpoint}.portNumber`],
      { resource: asker, of: "monitor" },
    ),
    undecided(selector, { resource: asker, of: "monitor", at: "spec.selector.matchLabels" }),
    ...allUndecided(["chart", "name", "namespace"], { resource: at(karpenter.name), of: "release" }),
  ],
  survivors: [
    { path: "metadata.namespace", why: "what runs in a namespace that facts do not name is a team's" },
  ],
  partly: [
    { path: "spec.template.spec.containers[*]", why: "one container's port is enough" },
    { path: "spec.template.spec.containers[*].ports", why: "the same" },
    { path: "spec.template.spec.containers[*].ports[*]", why: "the same" },
    { path: "spec.template.spec.containers[*].ports[*].containerPort", why: "the same" },
  ],
};
