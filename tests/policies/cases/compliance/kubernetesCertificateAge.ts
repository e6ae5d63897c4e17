import { rule } from "../../../../policies/compliance/rules/kubernetesCertificateAge";
import { of, releaseFixtures } from "../../../support/helmFixtures";
import { absent } from "../../../support/mutations";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

const type = "kubernetes:cert-manager.io/v1:Certificate";
const certificate = (spec: Readonly<Record<string, unknown>>): Fixture => ({
  type,
  props: { metadata: { name: "api", namespace: "shop" }, spec: { secretName: "api-tls", ...spec } },
});

const month = "at most 720h";
const fixtures = [
  ...releaseFixtures,
  certificate({ duration: "720h", privateKey: { rotationPolicy: "Always" } }),
  // What Go writes for the same, and shorter ones.
  ...["720h0m0s", "719h60m", "90m", "1.5h", "30m15s500ms"].map((duration) => certificate({ duration })),
  certificate({ isCA: true, duration: "43824h" }),
  certificate({ isCA: "false", duration: "24h" }),
];
const usual = { resource: releaseFixtures.length };
const authority = { resource: fixtures.length - 2, of: "an authority" };
const leaf = { resource: fixtures.length - 1, of: "no authority" };

const values = {
  loadBalancerController: "values.certManager.duration",
  metricsServer: "values.tls.certManager.duration",
  trustManager: "values.app.webhook.tls.certificate.duration",
} as const;

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    ...["720h0m1s", "721h", "2160h", "8760h0m0s", "720h1ms"].map((duration) =>
      refused(`${duration} is longer than a month`, "spec.duration", duration, month, usual),
    ),
    ...["30d", "720", "-1h", "for ever"].map((duration) =>
      refused(`"${duration}" is no duration`, "spec.duration", duration, month, usual),
    ),
    refused("no duration: 90 days", "spec.duration", absent, month, usual),
    refused("an empty duration: 90 days", "spec.duration", "", month, usual),
    refused("the key is kept", "spec.privateKey.rotationPolicy", "Never", "Always", usual),
    refused(
      "an authority lasts longer than facts say",
      "spec.duration",
      "43825h",
      "at most 43824h",
      authority,
    ),
    refused("it is no authority any more", "spec.isCA", false, month, {
      ...authority,
      at: "spec.duration",
      found: '"43824h"',
    }),
    refused("what is no authority lasts as long as one", "spec.duration", "43824h", month, leaf),
    ...allUndecided(["spec.duration", "spec.privateKey.rotationPolicy", "spec.isCA"], usual),
    undecided("spec.privateKey", { ...usual, at: "spec.privateKey.rotationPolicy" }),
    undecided("spec", usual),
    ...(Object.keys(values) as (keyof typeof values)[]).flatMap((name) => [
      refused("a certificate of an hour more", values[name], "721h", month, of(name)),
      refused("the chart's own duration", values[name], absent, month, of(name)),
      undecided(values[name], of(name)),
    ]),
    undecided("values", { ...of("trustManager"), at: "values.app" }),
    undecided("values.tls.type", of("metricsServer")),
    undecided("chart", of("trustManager")),
  ],
  survivors: [
    { path: "chart", why: "a chart without a row is listed by helm-seen: nobody has read it" },
    { path: "values.tls.type", why: "a certificate that cert-manager does not make is helm-tls' to refuse" },
  ],
};
