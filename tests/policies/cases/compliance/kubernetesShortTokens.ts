import { rule } from "../../../../policies/compliance/rules/kubernetesShortTokens";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { deployment, inDeployment, otherWorkloads, podPaths } from "../../../support/podFixtures";
import type { Fixture, RuleCases } from "../../../support/rules";

const secret: Fixture = {
  type: "kubernetes:core/v1:Secret",
  props: { metadata: { name: "tls", namespace: "shop" }, type: "kubernetes.io/tls", stringData: {} },
};
const fixtures = [deployment, ...otherWorkloads.map(({ fixture }) => fixture), secret];
const ofSecret = { resource: fixtures.length - 1 };

const projected = "volumes[1].projected.sources[0].serviceAccountToken.expirationSeconds";
const seconds = `${inDeployment}.${projected}`;
const day = "at most 86400";

export const cases: RuleCases = {
  rule,
  fixtures: [
    ...fixtures,
    // A day is the longest; an hour is Kubernetes' default.
    ...[{ expirationSeconds: 86_400 }, {}].map((life): Fixture => {
      const sources = [{ serviceAccountToken: { path: "token", ...life } }, { configMap: { name: "ca" } }];
      return {
        type: "kubernetes:core/v1:Pod",
        props: { spec: { volumes: [{ name: "token", projected: { sources } }] } },
      };
    }),
  ],
  mutations: [
    ...otherWorkloads.map(({ pod, fixture }, index) =>
      refused("a token of a week", `${pod}.${projected}`, 604_800, day, {
        resource: index + 1,
        of: fixture.type,
      }),
    ),
    refused("a second more than a day", seconds, 86_401, day),
    refused("a life that is no number", seconds, "for ever", day),
    refused(
      "a token that never expires",
      "type",
      "kubernetes.io/service-account-token",
      "no token that never expires",
      ofSecret,
    ),
    undecided("type", ofSecret),
    ...allUndecided([
      seconds,
      `${inDeployment}.volumes`,
      `${inDeployment}.volumes[1].projected.sources`,
      `${inDeployment}.volumes[1].projected.sources[0]`,
    ]),
  ],
  survivors: [
    { path: "type", why: "a Secret of any other type holds no token of a service account" },
    ...podPaths.map((path) => ({ path: `${path}*`, why: "no token is fine, and an hour is the default" })),
  ],
};
