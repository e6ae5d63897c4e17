import { rule } from "../../../../policies/compliance/rules/kubernetesPodSecurity";
import { absent } from "../../../support/mutations";
import { noted, refused, undecided } from "../../../support/mutationLines";
import { unknown, type Fixture, type RuleCases } from "../../../support/rules";

const prefix = "pod-security.kubernetes.io/";
const modes = ["enforce", "audit", "warn"];
const labels = Object.fromEntries(
  modes.flatMap((mode) => [
    [prefix + mode, "restricted"],
    [`${prefix}${mode}-version`, "v1.36"],
  ]),
);
const type = "kubernetes:core/v1:Namespace";
const named = (name: string, own: Readonly<Record<string, string>> = labels): Fixture => ({
  type,
  props: { metadata: { name, labels: own } },
});

const label = (name: string): string => `metadata.labels["${prefix}${name}"]`;

export const cases: RuleCases = {
  rule,
  // EKS owns kube-system, and facts give the reason why it is not confined.
  fixtures: [named("cert-manager"), named("shop"), named("kube-system", {})],
  mutations: [
    ...modes.flatMap((mode) => [
      ...["baseline", "privileged", "Restricted", ""].map((level) =>
        refused(`${mode} is "${level}"`, label(mode), level, "restricted"),
      ),
      refused(`${mode} is left out`, label(mode), absent, "restricted"),
      ...["v1.35", "v1.37", "latest", "1.36", "v1.36.0"].map((version) =>
        refused(`${mode} checks as ${version}`, label(`${mode}-version`), version, "v1.36"),
      ),
      refused(`${mode} has no version`, label(`${mode}-version`), absent, "v1.36"),
      undecided(label(mode)),
      undecided(label(`${mode}-version`)),
    ]),
    refused("a namespace that facts do not name is weaker", label("enforce"), "baseline", "restricted", {
      resource: 1,
    }),
    refused("no labels", "metadata.labels", absent, "restricted", {
      at: `metadata.labels.${prefix}enforce`,
    }),
    refused("no metadata", "metadata", absent, "restricted", { at: `metadata.labels.${prefix}enforce` }),
    noted("kube-system is weaker", label("enforce"), "privileged", "restricted", { resource: 2 }),
    refused("facts do not leave it to EKS", "metadata", { name: "kube-systems" }, "restricted", {
      resource: 2,
      at: `metadata.labels.${prefix}enforce`,
      found: "absent",
    }),
    undecided("metadata.labels"),
    undecided("metadata", { at: "metadata.labels" }),
    {
      name: "a namespace that is not known, without labels",
      path: "metadata",
      to: { name: unknown },
      finding: { path: "metadata.name", state: "undecided" },
    },
  ],
};
