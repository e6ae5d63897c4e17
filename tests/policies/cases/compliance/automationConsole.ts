import { rule } from "../../../../policies/compliance/rules/automationConsole";
import { of, releaseFixtures, releases, variant } from "../../../support/helmFixtures";
import { absent } from "../../../support/mutations";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import type { RuleCases } from "../../../support/rules";

const server = {
  enabled: true,
  authModes: ["sso"],
  extraArgs: ["--verbose"],
  sso: { enabled: true, issuer: "https://id.azora.example/realms/staff", rbac: { enabled: true } },
};
const open = variant(releases.argoWorkflows, {
  values: { ...(releases.argoWorkflows.props.values as object), server },
});
const console = { resource: releaseFixtures.length, of: "a console" };

export const cases: RuleCases = {
  rule,
  fixtures: [...releaseFixtures, open],
  mutations: [
    refused("a console for whoever has a token", "values.server.enabled", true, '["sso"]', {
      ...of("argoWorkflows"),
      at: "values.server.authModes",
      found: "absent",
    }),
    refused("the chart's own console", "values.server", absent, '["sso"]', {
      ...of("argoWorkflows"),
      at: "values.server.authModes",
    }),
    undecided("values.server.enabled", of("argoWorkflows")),
    ...[["server"], ["sso", "client"], [], absent].map((modes) =>
      refused(`the modes ${JSON.stringify(modes)}`, "values.server.authModes", modes, '["sso"]', console),
    ),
    refused("one mode beside them", "values.server.authMode", "server", "absent", console),
    ...[false, absent].map((enabled) =>
      refused(`SSO is ${String(enabled)}`, "values.server.sso.enabled", enabled, "true", console),
    ),
    ...["http://id.azora.example", absent].map((issuer) =>
      refused(`the issuer ${String(issuer)}`, "values.server.sso.issuer", issuer, "https://…", console),
    ),
    refused("an issuer that nobody checks", "values.server.sso.insecureSkipVerify", true, "false", console),
    ...[false, absent].map((enabled) =>
      refused(
        `rights by group are ${String(enabled)}`,
        "values.server.sso.rbac.enabled",
        enabled,
        "true",
        console,
      ),
    ),
    refused("a way in of its own", "values.server.ingress.enabled", true, "false", console),
    refused(
      "a mode by an argument",
      "values.server.extraArgs[0]",
      "--auth-mode=server",
      "no such argument",
      console,
    ),
    ...allUndecided(
      [
        "values.server.authModes",
        "values.server.authMode",
        "values.server.sso.enabled",
        "values.server.sso.issuer",
        "values.server.sso.insecureSkipVerify",
        "values.server.sso.rbac.enabled",
        "values.server.ingress.enabled",
        "values.server.extraArgs[0]",
        "chart",
      ],
      console,
    ),
  ],
  survivors: [{ path: "chart", why: "another chart has no console of workflows" }],
};
