import { workflowTimes } from "../../../components/facts/automation";
import { charts } from "../../../components/facts/charts";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { access } from "../../shared/controls";
import { wrong } from "../../shared/finding";
import { chartOf, releaseType, valueAt } from "../../shared/helmValues";

const kinds = ["ClusterWorkflowTemplate", "CronWorkflow", "Workflow", "WorkflowTemplate"];
const cronType = "kubernetes:argoproj.io/v1alpha1:CronWorkflow";
const fix = "give the template an account of its own (AutomationAccount) and a deadline";

function deadlineFindings(deadline: Reader): Finding[] {
  const seconds = deadline.number() ?? 0;
  return seconds > 0 && seconds <= workflowTimes.deadlineSecondsMax
    ? []
    : [wrong(deadline, `1 to ${workflowTimes.deadlineSecondsMax} seconds`, fix)];
}

function accountFindings(account: Reader): Finding[] {
  return ["", "default"].includes(account.text() ?? "")
    ? [wrong(account, "an account of the template's own", fix)]
    : [];
}

/** What a workflow says of itself; one that only refers to a template has what that says. */
function workflowFindings(spec: Reader): Finding[] {
  const refers = spec.at("workflowTemplateRef").exists;
  const said = (field: string): Reader[] => [spec.at(field)].filter((value) => !refers || value.exists);
  return [
    ...said("activeDeadlineSeconds").flatMap(deadlineFindings),
    ...said("serviceAccountName").flatMap(accountFindings),
    ...spec
      .items("templates")
      .map((template) => template.at("serviceAccountName"))
      .filter((account) => account.exists)
      .flatMap(accountFindings),
  ];
}

export const rule: ResourceRule = {
  id: "automation-workflows",
  title: "Workflows end, and run as accounts of their own",
  why: "One without a deadline holds its place for ever, and keeps others waiting; one that runs as the namespace's default account has the rights of all that ever ran so, and nobody can tell them apart.",
  severity: "high",
  level: "mandatory",
  controls: access,
  scope: "resource",
  types: [releaseType, ...kinds.map((kind) => `kubernetes:argoproj.io/v1alpha1:${kind}`)],
  onUnknown: "fail",
  check: (resource) => {
    const { type, props } = resource;
    if (type !== releaseType)
      return workflowFindings(type === cronType ? props.at("spec", "workflowSpec") : props.at("spec"));
    if (chartOf(resource) !== charts.argoWorkflows.chart) return [];
    const defaults = valueAt(resource, "controller.workflowDefaults.spec");
    const referencing = valueAt(resource, "controller.workflowRestrictions.templateReferencing");
    return [
      ...deadlineFindings(defaults.at("activeDeadlineSeconds")),
      ...accountFindings(defaults.at("serviceAccountName")),
      // Otherwise whoever may start a workflow may start any: no template says as whom.
      ...(["Strict", "Secure"].includes(referencing.text() ?? "")
        ? []
        : [wrong(referencing, "Secure", "let workflows run templates only")]),
    ];
  },
};
