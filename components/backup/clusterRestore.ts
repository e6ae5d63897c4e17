import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { AutomationAccount } from "../automation";
import { workflowTimes } from "../facts/automation";
import { namespaces } from "../facts/namespaces";
import type { RegionContext } from "../shared";

export interface ClusterRestoreArgs {
  readonly context: RegionContext;
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  /** What must exist first: the automation engine and Velero. */
  readonly after: readonly pulumi.Resource[];
}

/** Name of the template, and of its account. */
const template = "restore-cluster-objects";

const velero = namespaces.velero.name;

/** What whoever restores must say; each becomes a text of the restore, or of its record. */
const parameters = {
  backup: 'Name of the backup, as "kubectl -n velero get backups" lists them.',
  namespace: 'The namespace to restore, or "*" for all.',
  reason: "Why; kept with the restore.",
  approver: "Who approved it, another than who starts it; kept with the restore.",
} as const;

/** A parameter as a JSON text, whatever characters it has: it can say nothing but itself. */
const quoted = (parameter: keyof typeof parameters): string => `{{=toJson(inputs.parameters.${parameter})}}`;

/** The restore that Velero is asked for. It adds what is missing, and changes nothing that is there. */
export function restoreManifest(): string {
  return [
    "apiVersion: velero.io/v1",
    "kind: Restore",
    "metadata:",
    "  generateName: restore-",
    `  namespace: ${velero}`,
    "  annotations:",
    `    azora.io/reason: ${quoted("reason")}`,
    `    azora.io/approver: ${quoted("approver")}`,
    "spec:",
    `  backupName: ${quoted("backup")}`,
    `  includedNamespaces: [${quoted("namespace")}]`,
    "  existingResourcePolicy: none",
    "  restorePVs: false",
    "",
  ].join("\n");
}

/** The template: one step, which waits until Velero is done. */
function templateSpec(): object {
  const asked = Object.entries(parameters).map(([name, description]) => ({ name, description }));
  return {
    entrypoint: "restore",
    serviceAccountName: template,
    activeDeadlineSeconds: workflowTimes.deadlineSeconds,
    arguments: { parameters: asked },
    templates: [
      {
        name: "restore",
        inputs: { parameters: asked.map(({ name }) => ({ name })) },
        resource: {
          action: "create",
          manifest: restoreManifest(),
          successCondition: "status.phase == Completed",
          failureCondition: "status.phase in (Failed, FailedValidation, PartiallyFailed)",
        },
      },
    ],
  };
}

/**
 * The workflow by which a namespace's objects, or all, are restored from a backup: submitted with the backup's name, a reason and who
 * approved it (docs/automation.md). It may ask Velero for restores, and nothing else. Costs nothing to run until it is used.
 */
export class ClusterRestore extends pulumi.ComponentResource {
  readonly templateName: pulumi.Output<string>;

  constructor(name: string, args: ClusterRestoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:backup:ClusterRestore", name, {}, opts);
    const account = new AutomationAccount(
      `${name}-account`,
      {
        ...args,
        template,
        rights: [
          {
            namespace: velero,
            rules: [
              {
                apiGroups: ["velero.io"],
                resources: ["restores"],
                verbs: ["create", "get", "list", "watch"],
              },
            ],
          },
        ],
      },
      { parent: this },
    );
    new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: "argoproj.io/v1alpha1",
        kind: "WorkflowTemplate",
        metadata: { name: template, namespace: namespaces.automation.name },
        spec: templateSpec(),
      },
      { parent: this, dependsOn: [...args.after, account] },
    );

    this.templateName = pulumi.output<string>(template);
    this.registerOutputs({ templateName: this.templateName });
  }
}
