import { rule } from "../../../../policies/compliance/rules/helmTls";
import { of, releaseFixtures } from "../../../support/helmFixtures";
import { absent } from "../../../support/mutations";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

const unread: Fixture = {
  type: "kubernetes:helm.sh/v3:Release",
  props: { chart: "oci://example.com/charts/unread", values: {} },
};
const webhook = "values.webhook.config.tlsConfig.minTLSVersion";
const skip = "values.apiService.insecureSkipTLSVerify";
const minimum = "--tls-min-version=VersionTLS13";
const helmCert = "values.app.webhook.tls.helmCert.enabled";

export const cases: RuleCases = {
  rule,
  fixtures: [...releaseFixtures, unread],
  mutations: [
    refused(
      "a certificate of ten years",
      "values.enableCertManager",
      false,
      "true",
      of("loadBalancerController"),
    ),
    refused(
      "the chart's own certificate",
      "values.enableCertManager",
      absent,
      "true",
      of("loadBalancerController"),
    ),
    undecided("values.enableCertManager", of("loadBalancerController")),
    refused("a console without TLS", "values.server.enabled", true, "true", {
      ...of("argoWorkflows"),
      at: "values.server.secure",
      found: "absent",
    }),
    undecided("values.server.enabled", of("argoWorkflows")),
    refused("an older version of TLS", webhook, "VersionTLS12", "VersionTLS13", of("certManager")),
    refused("the chart's own version", "values.webhook.config", absent, "VersionTLS13", {
      ...of("certManager"),
      at: webhook,
    }),
    undecided(webhook, of("certManager")),
    ...["metrics-server", "helm", "existingSecret"].map((kind) =>
      refused(`a certificate by ${kind}`, "values.tls.type", kind, "cert-manager", of("metricsServer")),
    ),
    refused("the chart's own certificate", "values.tls", absent, "cert-manager", {
      ...of("metricsServer"),
      at: "values.tls.type",
    }),
    refused("the API server does not check", skip, true, "false", of("metricsServer")),
    refused("the chart's own: no check", "values.apiService", absent, "false", {
      ...of("metricsServer"),
      at: skip,
    }),
    refused(
      "an older version of TLS",
      "values.args",
      ["--tls-min-version=VersionTLS12"],
      minimum,
      of("metricsServer"),
    ),
    refused("no version of TLS", "values.args", absent, minimum, of("metricsServer")),
    ...["args", "defaultArgs"].flatMap((list) =>
      [
        "--kubelet-insecure-tls",
        "--kubelet-insecure-tls=true",
        "--deprecated-kubelet-completely-insecure",
      ].map((flag) =>
        refused(`${flag} among ${list}`, `values.${list}`, [minimum, flag], "no such argument", {
          ...of("metricsServer"),
          at: `values.${list}[1]`,
          found: `"${flag}"`,
        }),
      ),
    ),
    ...allUndecided(
      ["values.tls.type", skip, "values.args", "values.args[0]", "values.defaultArgs"],
      of("metricsServer"),
    ),
    refused(
      "an older version of TLS",
      "values.app.minTLSVersion",
      "VersionTLS12",
      "VersionTLS13",
      of("trustManager"),
    ),
    refused("Go's own version", "values.app.minTLSVersion", "", "VersionTLS13", of("trustManager")),
    refused("a certificate that Helm makes", helmCert, true, "false", of("trustManager")),
    ...allUndecided(["values.app.minTLSVersion", helmCert], of("trustManager")),
    undecided("chart", of("trustManager")),
  ],
  survivors: [{ path: "chart", why: "a chart without a row is listed by helm-seen: nobody has read it" }],
};
