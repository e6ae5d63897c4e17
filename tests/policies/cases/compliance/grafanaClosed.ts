import { grafanaSettings } from "../../../../components/observability/grafana";
import { rule } from "../../../../policies/compliance/rules/grafanaClosed";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { absent, type Fixture, type RuleCases } from "../../../support/rules";

const settings = grafanaSettings("grafana.africa.internal.azora.example");
const names = Object.keys(settings);
const env = [
  ...Object.entries(settings).map(([name, value]) => ({ name, value })),
  { name: "GF_SECURITY_SECRET_KEY", valueFrom: { secretKeyRef: { name: "grafana-key", key: "key" } } },
];
const deployment = (image: string, variables: readonly object[]): Fixture => ({
  type: "kubernetes:apps/v1:Deployment",
  name: "grafana",
  props: {
    metadata: { name: "grafana", namespace: "observability" },
    spec: { template: { spec: { containers: [{ name: "main", image, env: variables }] } } },
  },
});

const containers = "spec.template.spec.containers";
const all = `${containers}[0].env`;
const at = (name: string): string => `${all}[${names.indexOf(name)}].value`;
const nameAt = (name: string): string => `${all}[${names.indexOf(name)}].name`;

export const cases: RuleCases = {
  rule,
  fixtures: [
    deployment("111122223333.dkr.ecr.af-south-1.amazonaws.com/platform/grafana:13.2.0", env),
    // What is no Grafana says nothing of it.
    deployment("111122223333.dkr.ecr.af-south-1.amazonaws.com/platform/jaeger:2.20.0", []),
  ],
  mutations: [
    ...[
      ["GF_AUTH_ANONYMOUS_ENABLED", "true"],
      ["GF_AUTH_BASIC_ENABLED", "true"],
      ["GF_AUTH_DISABLE_LOGIN_FORM", "false"],
      ["GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION", "false"],
      ["GF_USERS_ALLOW_SIGN_UP", "true"],
      ["GF_USERS_AUTO_ASSIGN_ORG_ROLE", "Admin"],
      ["GF_USERS_VIEWERS_CAN_EDIT", "true"],
      ["GF_SERVER_PROTOCOL", "http"],
      ["GF_SERVER_MIN_TLS_VERSION", "TLS1.2"],
    ].flatMap(([name = "", other = ""]) => [
      refused(`${name} is ${other}`, at(name), other, `${name}=${settings[name] ?? ""}`),
      undecided(at(name)),
    ]),
    refused(
      "nothing is said of anonymous visitors",
      nameAt("GF_AUTH_ANONYMOUS_ENABLED"),
      "OTHER",
      "GF_AUTH_ANONYMOUS_ENABLED=false",
      {
        at: all,
        found: "not among its variables",
      },
    ),
    refused(
      "its key is everybody's",
      `${all}[${env.length - 1}].name`,
      "OTHER",
      "GF_SECURITY_SECRET_KEY of a secret",
      {
        at: all,
        found: "not among its variables",
      },
    ),
    ...["GF_SECURITY_ADMIN_PASSWORD", "GF_SECURITY_ADMIN_PASSWORD__FILE", "GF_AUTH_PROXY_ENABLED"].map(
      (name) =>
        refused(`it has ${name}`, nameAt("GF_LOG_MODE"), name, "no password, and no way in beside OpenID"),
    ),
    refused("nothing is set at all", all, absent, "GF_AUTH_ANONYMOUS_ENABLED=false", {
      found: "not among its variables",
    }),
    ...allUndecided([all, `${containers}[0].image`, containers, nameAt("GF_AUTH_ANONYMOUS_ENABLED")]),
  ],
  survivors: [{ path: "spec.template.spec*", why: "a pod without Grafana shows nothing" }],
};
