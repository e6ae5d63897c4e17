import { rule } from "../../../../policies/compliance/rules/helmNotPrivileged";
import { of, releaseFixtures, releases, variant } from "../../../support/helmFixtures";
import { absent } from "../../../support/mutations";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { container } from "../../../support/podFixtures";
import type { Fixture, RuleCases } from "../../../support/rules";

const flags = [
  ["loadBalancerController", "values.hostNetwork"],
  ["certManager", "values.webhook.hostNetwork"],
  ["certManager", "values.global.hostUsers"],
  ["karpenter", "values.hostNetwork"],
  ["metricsServer", "values.hostNetwork.enabled"],
  ["trustManager", "values.app.webhook.hostNetwork"],
  ["velero", "values.deployNodeAgent"],
] as const;

const contexts = [
  ["loadBalancerController", "values.podSecurityContext"],
  ["loadBalancerController", "values.securityContext"],
  ["certManager", "values.securityContext"],
  ["certManager", "values.containerSecurityContext"],
  ["certManager", "values.webhook.securityContext"],
  ["certManager", "values.webhook.containerSecurityContext"],
  ["certManager", "values.cainjector.securityContext"],
  ["certManager", "values.cainjector.containerSecurityContext"],
  ["certManager", "values.startupapicheck.securityContext"],
  ["certManager", "values.startupapicheck.containerSecurityContext"],
  ["externalDns", "values.podSecurityContext"],
  ["externalDns", "values.securityContext"],
  ["externalDns", "values.provider.webhook.securityContext"],
  ["karpenter", "values.podSecurityContext"],
  ["karpenter", "values.controller.securityContext"],
  ["metricsServer", "values.podSecurityContext"],
  ["metricsServer", "values.securityContext"],
  ["metricsServer", "values.addonResizer.securityContext"],
  ["trustManager", "values.podSecurityContext"],
  ["trustManager", "values.app.securityContext"],
  ["trustManager", "values.defaultPackage.securityContext"],
  ["argoEvents", "values.global.securityContext"],
  ["argoEvents", "values.controller.containerSecurityContext"],
  ["argoEvents", "values.webhook.containerSecurityContext"],
  ["argoWorkflows", "values.controller.podSecurityContext"],
  ["argoWorkflows", "values.controller.securityContext"],
  ["argoWorkflows", "values.server.podSecurityContext"],
  ["argoWorkflows", "values.server.securityContext"],
  ["argoWorkflows", "values.crds.upgradeJob.podSecurityContext"],
  ["argoWorkflows", "values.crds.upgradeJob.securityContext"],
  ["argoWorkflows", "values.mainContainer.securityContext"],
  ["argoWorkflows", "values.executor.securityContext"],
  ["velero", "values.podSecurityContext"],
  ["velero", "values.containerSecurityContext"],
  ["velero", "values.kubectl.containerSecurityContext"],
  ["velero", "values.nodeAgent.podSecurityContext"],
  ["velero", "values.nodeAgent.containerSecurityContext"],
] as const;

const volumes = [
  ["loadBalancerController", "values.extraVolumes"],
  ["certManager", "values.volumes"],
  ["certManager", "values.webhook.volumes"],
  ["certManager", "values.cainjector.volumes"],
  ["certManager", "values.startupapicheck.volumes"],
  ["externalDns", "values.extraVolumes"],
  ["karpenter", "values.extraVolumes"],
  ["metricsServer", "values.extraVolumes"],
  ["trustManager", "values.volumes"],
  ["argoEvents", "values.controller.volumes"],
  ["argoEvents", "values.webhook.volumes"],
  ["argoWorkflows", "values.controller.volumes"],
  ["argoWorkflows", "values.server.volumes"],
  ["argoWorkflows", "values.server.tmpVolume"],
  ["velero", "values.extraVolumes"],
  ["velero", "values.upgradeCRDsJob.extraVolumes"],
  ["velero", "values.kubectl.extraVolumes"],
  ["velero", "values.nodeAgent.extraVolumes"],
] as const;

const lists = [
  ["certManager", "values.extraContainers"],
  ["externalDns", "values.extraContainers"],
  ["externalDns", "values.initContainers"],
  ["karpenter", "values.initContainers"],
  ["karpenter", "values.controller.sidecarContainer"],
  ["argoEvents", "values.controller.extraContainers"],
  ["argoEvents", "values.controller.initContainers"],
  ["argoWorkflows", "values.controller.extraContainers"],
  ["argoWorkflows", "values.controller.extraInitContainers"],
  ["argoWorkflows", "values.server.extraContainers"],
  ["argoWorkflows", "values.server.extraInitContainers"],
  ["velero", "values.initContainers"],
] as const;

/** The context in which each field is tried; of the others, one of each kind. */
const context = "values.securityContext";

/** One field of a context, what makes it loose, and what is wanted. */
const loose = [
  ["privileged", true, "false"],
  ["allowPrivilegeEscalation", true, "false"],
  ["runAsNonRoot", false, "true"],
  ["runAsUser", 0, "a user other than 0"],
  ["seccompProfile.type", "Unconfined", "RuntimeDefault"],
  ["seccompProfile.type", "Custom", "RuntimeDefault"],
  ["appArmorProfile.type", "Unconfined", "RuntimeDefault"],
  ["seLinuxOptions.type", "spc_t", "container_t"],
  ["seLinuxOptions.user", "root", "none of its own"],
  ["seLinuxOptions.role", "system_r", "none of its own"],
  ["procMount", "Unmasked", "Default"],
  ["windowsOptions.hostProcess", true, "false"],
  ["capabilities.drop", [], "ALL"],
  ["capabilities.drop", ["NET_RAW"], "ALL"],
] as const;

/** What the charts leave out, and the program says. */
const required = [
  ["argoEvents", "values.global.securityContext.runAsNonRoot", "true"],
  ["argoEvents", "values.global.securityContext.seccompProfile.type", "RuntimeDefault"],
  ["argoEvents", "values.controller.containerSecurityContext.allowPrivilegeEscalation", "false"],
  ["argoEvents", "values.controller.containerSecurityContext.capabilities.drop", "ALL"],
  ["argoWorkflows", "values.controller.podSecurityContext.seccompProfile.type", "RuntimeDefault"],
  ["argoWorkflows", "values.mainContainer.securityContext.allowPrivilegeEscalation", "false"],
  ["argoWorkflows", "values.mainContainer.securityContext.capabilities.drop", "ALL"],
  ["argoWorkflows", "values.executor.securityContext.allowPrivilegeEscalation", "false"],
  ["argoWorkflows", "values.executor.securityContext.capabilities.drop", "ALL"],
  ["velero", "values.podSecurityContext.runAsNonRoot", "true"],
  ["velero", "values.podSecurityContext.seccompProfile.type", "RuntimeDefault"],
  ["velero", "values.containerSecurityContext.allowPrivilegeEscalation", "false"],
  ["velero", "values.containerSecurityContext.capabilities.drop", "ALL"],
] as const;

/** Parts that run only where they are switched on, and what they lack then. */
const conditional = [
  [
    "argoEvents",
    "values.webhook.enabled",
    "values.webhook.containerSecurityContext.capabilities.drop",
    "ALL",
  ],
  [
    "argoWorkflows",
    "values.server.enabled",
    "values.server.podSecurityContext.seccompProfile.type",
    "RuntimeDefault",
  ],
  ["velero", "values.upgradeCRDs", "values.kubectl.containerSecurityContext.capabilities.drop", "ALL"],
] as const;

const ownVolume = "a volume that is not the node's";
const cluster = "a claim, or a volume of the cluster's own";
const escalation = "values.provider.webhook.securityContext.allowPrivilegeEscalation";
const dropped = "values.provider.webhook.securityContext.capabilities.drop";

/** A provider of external-dns that runs in a second container. */
const secondContainer = variant(releases.externalDns, {
  values: {
    provider: {
      name: "webhook",
      webhook: { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } } },
    },
    extraContainers: [container],
    initContainers: [container],
    extraVolumes: [{ name: "cache", emptyDir: {} }],
  },
});
const webhook = { resource: releaseFixtures.length, of: "a provider of its own" };
const unread: Fixture = {
  type: "kubernetes:helm.sh/v3:Release",
  props: { chart: "oci://example.com/charts/unread", values: { hostNetwork: true } },
};

export const cases: RuleCases = {
  rule,
  fixtures: [...releaseFixtures, secondContainer, unread],
  mutations: [
    ...flags.flatMap(([chart, path]) => [
      refused(`${path} is on`, path, true, "false", of(chart)),
      undecided(path, of(chart)),
    ]),
    ...loose.map(([field, value, wanted]) =>
      refused(`${field} ${JSON.stringify(value)}`, `${context}.${field}`, value, wanted, of("metricsServer")),
    ),
    refused(
      "a capability of the kernel",
      `${context}.capabilities.add`,
      ["SYS_ADMIN"],
      "no capability that reaches the node",
      { ...of("metricsServer"), at: `${context}.capabilities.add[0]`, found: '"SYS_ADMIN"' },
    ),
    refused(
      "a capability over files",
      `${context}.capabilities.add`,
      ["CHOWN"],
      "no capability but NET_BIND_SERVICE",
      { ...of("metricsServer"), at: `${context}.capabilities.add[0]`, found: '"CHOWN"' },
    ),
    refused(
      "a setting of the kernel",
      `${context}.sysctls`,
      [{ name: "kernel.msgmax" }],
      "a setting that Kubernetes calls safe",
      { ...of("metricsServer"), at: `${context}.sysctls[0].name`, found: '"kernel.msgmax"' },
    ),
    ...allUndecided(
      ["privileged", "runAsUser", "capabilities.add", "capabilities.drop"].map((key) => `${context}.${key}`),
      of("metricsServer"),
    ),
    ...contexts.flatMap(([chart, path]) => [
      refused(`${path} is privileged`, `${path}.privileged`, true, "false", of(chart)),
      refused(`${path} keeps its capabilities`, `${path}.capabilities.drop`, [], "ALL", of(chart)),
      undecided(path, of(chart)),
    ]),
    refused(
      "a disk over the network",
      "values.extraVolumes",
      [{ name: "x", nfs: { server: "s" } }],
      cluster,
      { ...of("karpenter"), at: "values.extraVolumes[0].nfs", found: '{"server":"s"}' },
    ),
    ...volumes.flatMap(([chart, path]) => [
      refused(`${path} with a path of the node`, path, [{ name: "x", hostPath: { path: "/" } }], ownVolume, {
        ...of(chart),
        at: `${path}[0].hostPath`,
        found: '{"path":"/"}',
      }),
      undecided(path, of(chart)),
    ]),
    refused(
      "the scratch volume is the node's",
      "values.tmpVolume",
      { hostPath: { path: "/tmp" } },
      ownVolume,
      {
        ...of("metricsServer"),
        at: "values.tmpVolume.hostPath",
        found: '{"path":"/tmp"}',
      },
    ),
    undecided("values.tmpVolume", of("metricsServer")),
    ...lists.flatMap(([chart, path]) => [
      refused(
        `${path} with a container on the node's network`,
        path,
        [{ ...container, ports: [{ hostPort: 80 }] }],
        "no port of the node",
        { ...of(chart), at: `${path}[0].ports[0].hostPort`, found: "80" },
      ),
      refused(`${path} with a container that leaves everything out`, path, [{ name: "x" }], "ALL", {
        ...of(chart),
        at: `${path}[0].securityContext.capabilities.drop`,
        found: "absent",
      }),
      undecided(path, of(chart)),
    ]),
    refused("the chart leaves out the profile", "values.podSecurityContext", absent, "RuntimeDefault", {
      ...of("loadBalancerController"),
      at: "values.podSecurityContext.seccompProfile.type",
    }),
    refused("the chart leaves out the capabilities", "values.securityContext", absent, "ALL", {
      ...of("loadBalancerController"),
      at: "values.securityContext.capabilities.drop",
    }),
    undecided("values.podSecurityContext.seccompProfile.type", of("loadBalancerController")),
    refused("a second container that may gain rights", escalation, absent, "false", webhook),
    refused("a second container with capabilities", dropped, absent, "ALL", webhook),
    refused("a second container that the chart leaves open", "values.provider.name", "webhook", "false", {
      ...of("externalDns"),
      at: escalation,
      found: "absent",
    }),
    ...allUndecided([escalation, dropped, "values.provider.name"], webhook),
    ...required.flatMap(([chart, path, wanted]) => [
      refused(`${path} is left out`, path, absent, wanted, of(chart)),
      undecided(path, of(chart)),
    ]),
    ...conditional.flatMap(([chart, path, lacks, wanted]) => [
      refused(`${path} is on`, path, true, wanted, { ...of(chart), at: lacks, found: "absent" }),
      undecided(path, of(chart)),
    ]),
    undecided("chart", of("certManager")),
    undecided("values", { ...of("karpenter"), at: "values.podSecurityContext" }),
  ],
  survivors: [
    { path: "chart", why: "a chart without a row is listed by helm-seen: nobody has read it" },
    { path: "values.provider.name", why: "no other provider of external-dns adds a container" },
  ],
};
