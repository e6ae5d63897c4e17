import { rule } from "../../../../policies/compliance/rules/helmLimits";
import { of, releaseFixtures, releases, variant } from "../../../support/helmFixtures";
import { absent } from "../../../support/mutations";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

const amount = "an amount above 0";
const bounds = ["requests.cpu", "requests.memory", "limits.memory"];

/** Parts that values size. */
const parts = [
  ["loadBalancerController", "values.resources"],
  ["certManager", "values.resources"],
  ["certManager", "values.webhook.resources"],
  ["certManager", "values.cainjector.resources"],
  ["certManager", "values.startupapicheck.resources"],
  ["externalDns", "values.resources"],
  ["karpenter", "values.controller.resources"],
  ["trustManager", "values.resources"],
  ["argoEvents", "values.controller.resources"],
  ["argoWorkflows", "values.controller.resources"],
  ["argoWorkflows", "values.mainContainer.resources"],
  ["argoWorkflows", "values.executor.resources"],
  ["velero", "values.resources"],
] as const;

/** Lists of containers that values can add. */
const lists = [
  ["certManager", "values.extraContainers"],
  ["externalDns", "values.extraContainers"],
  ["externalDns", "values.initContainers"],
  ["karpenter", "values.initContainers"],
  ["karpenter", "values.controller.sidecarContainer"],
  ["argoEvents", "values.controller.extraContainers"],
  ["argoWorkflows", "values.controller.extraInitContainers"],
  ["velero", "values.initContainers"],
] as const;

/** Parts that run where they are switched on. */
const switched = [
  ["argoEvents", "values.webhook.enabled", "values.webhook.resources"],
  ["argoWorkflows", "values.server.enabled", "values.server.resources"],
  ["velero", "values.upgradeCRDs", "values.upgradeJobResources"],
  ["velero", "values.upgradeCRDs", "values.kubectl.resources"],
] as const;

/** Parts that do not run, and one that the chart sizes itself. */
const accepted: readonly Fixture[] = [
  variant(releases.certManager, {
    values: {
      ...(releases.certManager.props.values as object),
      cainjector: { enabled: false },
      startupapicheck: { enabled: false },
    },
  }),
  variant(releases.metricsServer, {
    values: { resources: { limits: { memory: "400Mi" } }, addonResizer: { enabled: true } },
  }),
];
const disabled = { resource: releaseFixtures.length, of: "cert-manager in part" };

export const cases: RuleCases = {
  rule,
  fixtures: [...releaseFixtures, ...accepted],
  mutations: [
    ...bounds.flatMap((bound) => [
      refused(`no ${bound}`, `values.resources.${bound}`, absent, amount, of("externalDns")),
      refused(`${bound} is 0`, `values.resources.${bound}`, "0", amount, of("externalDns")),
      undecided(`values.resources.${bound}`, of("externalDns")),
    ]),
    ...parts.flatMap(([chart, path]) => [
      refused(`no ${path}`, path, absent, amount, { ...of(chart), at: `${path}.limits.memory` }),
      undecided(`${path}.requests.memory`, of(chart)),
    ]),
    refused("the chart sets no limit", "values.resources.limits", absent, amount, {
      ...of("metricsServer"),
      at: "values.resources.limits.memory",
    }),
    refused(
      "what the chart sets is taken back",
      "values.resources.requests.cpu",
      "0",
      amount,
      of("metricsServer"),
    ),
    undecided("values.resources.requests.cpu", of("metricsServer")),
    refused("the default package runs", "values.defaultPackage.enabled", true, amount, {
      ...of("trustManager"),
      at: "values.defaultPackage.resources.requests.cpu",
      found: "absent",
    }),
    refused("the default package runs unless it is switched off", "values.defaultPackage", absent, amount, {
      ...of("trustManager"),
      at: "values.defaultPackage.resources.limits.memory",
    }),
    undecided("values.defaultPackage.enabled", of("trustManager")),
    refused("a second container for a provider", "values.provider.name", "webhook", amount, {
      ...of("externalDns"),
      at: "values.provider.webhook.resources.requests.memory",
      found: "absent",
    }),
    undecided("values.provider.name", of("externalDns")),
    refused(
      "what the chart sizes is sized wrongly",
      "values.addonResizer",
      { enabled: true, resources: { limits: { memory: "x" } } },
      amount,
      {
        ...of("metricsServer"),
        at: "values.addonResizer.resources.limits.memory",
        found: '"x"',
      },
    ),
    undecided("values.addonResizer.enabled", of("metricsServer")),
    ...["cainjector", "startupapicheck"].flatMap((part) => [
      refused(`${part} runs after all`, `values.${part}.enabled`, true, amount, {
        ...disabled,
        at: `values.${part}.resources.limits.memory`,
        found: "absent",
      }),
      undecided(`values.${part}.enabled`, disabled),
    ]),
    ...switched.flatMap(([chart, path, part]) => [
      refused(`${part} runs`, path, true, amount, {
        ...of(chart),
        at: `${part}.limits.memory`,
        found: "absent",
      }),
      undecided(path, of(chart)),
    ]),
    ...lists.flatMap(([chart, path]) => [
      refused(`${path} without resources`, path, [{ name: "proxy" }], amount, {
        ...of(chart),
        at: `${path}[0].resources.limits.memory`,
        found: "absent",
      }),
      undecided(path, of(chart)),
    ]),
    ...allUndecided(["chart", "values"], of("karpenter")).map((mutation) =>
      mutation.path === "values"
        ? { ...mutation, finding: { ...mutation.finding, path: "values.controller" } }
        : mutation,
    ),
  ],
  survivors: [
    { path: "chart", why: "a chart without a row is listed by helm-seen: nobody has read it" },
    { path: "values.provider.name", why: "no other provider of external-dns adds a container" },
  ],
};
