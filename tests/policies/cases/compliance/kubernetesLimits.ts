import { rule } from "../../../../policies/compliance/rules/kubernetesLimits";
import { absent } from "../../../support/mutations";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { container, deployment, inDeployment, otherWorkloads } from "../../../support/podFixtures";
import type { Fixture, RuleCases } from "../../../support/rules";

const pod = inDeployment;
const resources = `${pod}.containers[0].resources`;
const amount = "an amount above 0";

/** Ways of writing an amount. */
const amounts = [1, "0.1", ".5", "1e3", "250m", "100u", "64Mi", "1G", "2Ti", "1Ei"].map((cpu): Fixture => ({
  type: "kubernetes:core/v1:Pod",
  props: {
    spec: {
      containers: [{ ...container, resources: { requests: { cpu, memory: cpu }, limits: { memory: cpu } } }],
      // It may not have resources.
      ephemeralContainers: [{ name: "debug", image: container.image }],
    },
  },
}));
const elsewhere: Fixture = {
  type: "kubernetes:argoproj.io/v1alpha1:Rollout",
  props: { spec: { workloadRef: { apiVersion: "apps/v1", kind: "Deployment", name: "api" } } },
};
const fixtures = [deployment, ...otherWorkloads.map(({ fixture }) => fixture), ...amounts, elsewhere];

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    ...otherWorkloads.map(({ pod: path, fixture }, index) =>
      refused("a container without limits", `${path}.containers[0].resources.limits`, absent, amount, {
        resource: index + 1,
        of: fixture.type,
        at: `${path}.containers[0].resources.limits.memory`,
      }),
    ),
    ...["requests.cpu", "requests.memory", "limits.memory"].flatMap((bound) => [
      refused(`no ${bound}`, `${resources}.${bound}`, absent, amount),
      refused(`${bound} is 0`, `${resources}.${bound}`, 0, amount),
      refused(`${bound} is "0Mi"`, `${resources}.${bound}`, "0Mi", amount),
      refused(`${bound} is no amount`, `${resources}.${bound}`, "plenty", amount),
      refused(`${bound} has a suffix that does not exist`, `${resources}.${bound}`, "5Xi", amount),
      undecided(`${resources}.${bound}`),
    ]),
    refused("no resources", resources, absent, amount, { at: `${resources}.requests.cpu` }),
    refused("an init container without resources", `${pod}.initContainers[0].resources`, absent, amount, {
      at: `${pod}.initContainers[0].resources.requests.cpu`,
    }),
    refused("no containers", `${pod}.containers`, absent, "at least one container"),
    refused("an empty list of containers", `${pod}.containers`, [], "at least one container"),
    refused("no pod", pod, absent, "at least one container", { at: `${pod}.containers` }),
    refused("a rollout whose pods are nowhere", "spec.workloadRef", absent, "at least one container", {
      resource: fixtures.length - 1,
      at: `${pod}.containers`,
    }),
    ...allUndecided([pod, `${pod}.containers`, `${pod}.containers[0]`, `${pod}.initContainers`, resources]),
    undecided(`${resources}.requests`, { at: `${resources}.requests.cpu` }),
    undecided("spec.workloadRef", { resource: fixtures.length - 1, of: "a rollout" }),
  ],
};
