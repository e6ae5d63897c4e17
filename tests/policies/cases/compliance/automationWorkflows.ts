import { rule } from "../../../../policies/compliance/rules/automationWorkflows";
import { of, releaseFixtures } from "../../../support/helmFixtures";
import { absent } from "../../../support/mutations";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

const spec = {
  activeDeadlineSeconds: 900,
  serviceAccountName: "restore",
  templates: [{ name: "restore" }, { name: "check", serviceAccountName: "check" }],
};
const workflow = (kind: string, props: Readonly<Record<string, unknown>>): Fixture => ({
  type: `kubernetes:argoproj.io/v1alpha1:${kind}`,
  props: { metadata: { name: "restore", namespace: "automation" }, ...props },
});
const refers = { workflowTemplateRef: { name: "restore" } };
const fixtures: readonly Fixture[] = [
  workflow("WorkflowTemplate", { spec }),
  workflow("ClusterWorkflowTemplate", { spec }),
  workflow("Workflow", { spec }),
  workflow("CronWorkflow", { spec: { schedules: ["0 3 * * *"], workflowSpec: spec } }),
  workflow("CronWorkflow", { spec: { schedules: ["0 3 * * *"], workflowSpec: refers } }),
  workflow("Workflow", { spec: refers }),
  ...releaseFixtures,
];
const places = [
  ["spec", 0],
  ["spec", 1],
  ["spec", 2],
  ["spec.workflowSpec", 3],
] as const;
const engine = { resource: 6 + of("argoWorkflows").resource, of: "the engine" };
const defaults = "values.controller.workflowDefaults.spec";
const referencing = "values.controller.workflowRestrictions.templateReferencing";
const deadline = "1 to 86400 seconds";
const account = "an account of the template's own";

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    ...places.flatMap(([at, resource]) => [
      ...[absent, 0, 86_401, "soon"].map((seconds) =>
        refused(`a deadline of ${String(seconds)}`, `${at}.activeDeadlineSeconds`, seconds, deadline, {
          resource,
          of: fixtures[resource]?.type ?? "",
        }),
      ),
      ...[absent, "", "default"].map((name) =>
        refused(`the account ${String(name)}`, `${at}.serviceAccountName`, name, account, {
          resource,
          of: fixtures[resource]?.type ?? "",
        }),
      ),
      refused("a step as the default account", `${at}.templates[1].serviceAccountName`, "default", account, {
        resource,
        of: fixtures[resource]?.type ?? "",
      }),
      ...allUndecided([`${at}.activeDeadlineSeconds`, `${at}.serviceAccountName`, `${at}.templates`], {
        resource,
        of: fixtures[resource]?.type ?? "",
      }),
    ]),
    refused("a longer deadline than its template's", "spec.activeDeadlineSeconds", 86_401, deadline, {
      resource: 5,
      of: "what refers to a template",
    }),
    refused("another account than its template's", "spec.serviceAccountName", "default", account, {
      resource: 5,
      of: "what refers to a template",
    }),
    refused("no template after all", "spec.workflowSpec.workflowTemplateRef", absent, deadline, {
      resource: 4,
      of: "what refers to a template",
      at: "spec.workflowSpec.activeDeadlineSeconds",
    }),
    undecided("spec.workflowTemplateRef", { resource: 5, of: "what refers to a template" }),
    refused("no deadline by default", `${defaults}.activeDeadlineSeconds`, absent, deadline, engine),
    refused("the default account", `${defaults}.serviceAccountName`, "default", account, engine),
    refused("no account by default", `${defaults}.serviceAccountName`, absent, account, engine),
    refused("any workflow", referencing, absent, "Secure", engine),
    ...allUndecided(
      [`${defaults}.activeDeadlineSeconds`, `${defaults}.serviceAccountName`, referencing, "chart"],
      engine,
    ),
  ],
  survivors: [
    { path: "chart", why: "another chart runs no workflows" },
    { path: "spec.templates*", why: "steps that name no account run as their template's" },
  ],
};
