import { rule } from "../../../../policies/compliance/rules/recoveryRehearsed";
import { absent } from "../../../support/mutations";
import { allUndecided } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

const workflow = (kind: string, name: string, spec: object): Fixture => ({
  type: `kubernetes:argoproj.io/v1alpha1:${kind}`,
  name: `${name}-${kind}`,
  stack: "europe",
  props: { metadata: { name, namespace: "automation" }, spec },
});

const template = (name: string, args: readonly string[]): Fixture =>
  workflow("WorkflowTemplate", name, { entrypoint: name, templates: [{ name, container: { args } }] });

const schedule = (name: string, cron: string): Fixture =>
  workflow("CronWorkflow", name, {
    schedules: [cron],
    workflowSpec: { workflowTemplateRef: { name } },
  });

const lines = [
  ["recovery-test", "test", "0 11 * * *", 24],
  ["recovery-evacuation", "evacuation", "0 2 * * *", 24],
  ["recovery-watch", "watch", "17 * * * *", 1],
] as const;

const fixtures: readonly Fixture[] = [
  { type: "aws:eks/cluster:Cluster", name: "cluster", stack: "europe", props: {} },
  ...lines.flatMap(([name, command, cron]) => [
    template(name, ["recovery", command, "--if-due=yes"]),
    schedule(name, cron),
  ]),
  // Restores run when somebody asks.
  template("restore-database", ["restore", "--cluster={{inputs.parameters.cluster}}"]),
  // As a preview by the CLI shows it to stack rules.
  { type: "kubernetes:argoproj.io/v1alpha1:CronWorkflow", name: "out-of-sight", stack: "europe", props: {} },
];

const cluster = (command: string) => ({ path: "", found: `no such schedule of "recovery ${command}"` });

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: lines.flatMap(([name, command, , hours], index) => {
    const [templateAt, scheduleAt] = [1 + 2 * index, 2 + 2 * index];
    const wanted = `a workflow that runs "recovery ${command}" every ${hours} h or more often`;
    const gone = (what: string, path: string, to: unknown, resource = scheduleAt) => ({
      name: `${name}: ${what}`,
      resource,
      path,
      to,
      finding: { ...cluster(command), wanted },
    });
    return [
      gone("suspended", "spec.suspend", true),
      gone("never the time", "spec.when", "false"),
      gone("stopped after some", "spec.stopStrategy", { expression: "true" }),
      gone("made to wait for somebody", "spec.workflowSpec.suspend", true),
      gone("a template that begins elsewhere", "spec.entrypoint", "other", templateAt),
      gone("one that only prints", "spec.templates[0].container.args[2]", "--dry-run", templateAt),
      gone("weekly", "spec.schedules[0]", "0 3 * * 1"),
      gone("monthly, so that one missed is not made up for", "spec.schedules[0]", "0 3 1 * *"),
      gone("no time", "spec.schedules", absent),
      gone("in another namespace", "metadata.namespace", "default"),
      gone("of another template", "spec.workflowSpec.workflowTemplateRef.name", "restore-database"),
      gone("a template of another namespace", "metadata.namespace", "default", templateAt),
      gone("a template that does something else", "spec.templates[0].container.args[1]", "help", templateAt),
      gone("a template that runs nothing of it", "spec.templates[0].container.args", [], templateAt),
      ...allUndecided(["spec", "spec.suspend", "spec.schedules"], { resource: scheduleAt, of: name }),
      ...allUndecided(["spec", "spec.templates[0].container.args"], { resource: templateAt, of: name }),
    ];
  }),
  partly: [
    {
      path: "spec.templates[*].container.args[*]",
      why: "of its options only --dry-run keeps it from being done",
    },
  ],
};
