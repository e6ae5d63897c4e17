import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { namespaces } from "../facts/namespaces";
import { check, PodRole, type PolicyStatement, type RegionContext } from "../shared";
import { bucketArn, bucketKeyStatement } from "../storage";
import { artifactPrefix } from "./workflowsValues";

type PolicyRule = k8s.types.input.rbac.v1.PolicyRule;

/** What an account may do in one namespace. */
export interface NamespaceRights {
  readonly namespace: string;
  /** Names every verb, resource and group. */
  readonly rules: readonly PolicyRule[];
}

export interface AutomationAccountArgs {
  readonly context: RegionContext;
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  /** The workflow template that runs as it, and the account's name. @example "restore-cluster-objects" */
  readonly template: string;
  /** Rights beside reporting results; default none. */
  readonly rights?: readonly NamespaceRights[];
  /** What it may do in AWS beside keeping its logs and artifacts, by name; default nothing. */
  readonly policies?: Readonly<Record<string, readonly PolicyStatement[]>>;
  /** What must exist first: the engine, and the namespaces of its rights. */
  readonly after: readonly pulumi.Resource[];
}

/** Longest name of a template: with the region's name before it, it is a role's, of which IAM takes 64 characters. */
const templatePattern = /^[a-z][-a-z0-9]{0,38}[a-z0-9]$/;

/** What the executor needs to report a step's result ("Workflow RBAC", argo-workflows.readthedocs.io). */
const reporting: PolicyRule = {
  apiGroups: ["argoproj.io"],
  resources: ["workflowtaskresults"],
  verbs: ["create", "patch"],
};

/** An account's own folder in the region's bucket; what lies there ends by the bucket's lifecycle, and by nobody's hand. */
function artifactStatements(context: RegionContext, account: string): readonly PolicyStatement[] {
  const bucket = bucketArn(context, "backups");
  const folder = artifactPrefix(context.region.name, account);
  return [
    {
      Sid: "FindOwnArtifacts",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: bucket,
      Condition: { StringLike: { "s3:prefix": `${folder}/*` } },
    },
    {
      Sid: "KeepOwnArtifacts",
      Effect: "Allow",
      Action: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
      Resource: `${bucket}/${folder}/*`,
    },
    bucketKeyStatement("EncryptArtifacts", context, "backups"),
  ];
}

/**
 * What one workflow template runs as: a service account of its own, which may report results, keep its logs and artifacts, and do
 * what is asked for here; no other template's pods get it. Costs nothing to run.
 * @throws InvalidValueError before anything is created, if the template's name cannot be an account's, or rights are wild.
 * @example new AutomationAccount("restore", { template: "restore-cluster-objects", rights: [{ namespace: "velero", rules }], … })
 */
export class AutomationAccount extends pulumi.ComponentResource {
  /** For `serviceAccountName` of the template. */
  readonly accountName: pulumi.Output<string>;
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: AutomationAccountArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:automation:AutomationAccount", name, {}, opts);
    const { context, template, rights = [] } = args;
    check(
      templatePattern.test(template),
      "AutomationAccount.template",
      template,
      "2 to 40 lower-case letters, digits and hyphens",
    );
    for (const { namespace, rules } of rights)
      check(
        !JSON.stringify(rules).includes('"*"'),
        `AutomationAccount.rights of ${namespace}`,
        rules,
        "verbs, resources and groups by their names",
      );
    const own = namespaces.automation.name;
    const inside = { parent: this, dependsOn: [...args.after] };

    const account = new k8s.core.v1.ServiceAccount(
      name,
      // Its pods get a token, by which they report: Argo hands a pod this field only where it says no (`workflowpod.go`, 4.0.6), so that
      // an account that says no would leave them without.
      { metadata: { name: template, namespace: own }, automountServiceAccountToken: true },
      inside,
    );
    for (const { namespace, rules } of [{ namespace: own, rules: [reporting] }, ...rights]) {
      const metadata = { name: `automation-${template}`, namespace };
      const role = new k8s.rbac.v1.Role(`${name}-${namespace}`, { metadata, rules: [...rules] }, inside);
      new k8s.rbac.v1.RoleBinding(
        `${name}-${namespace}-binding`,
        {
          metadata,
          roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: metadata.name },
          subjects: [{ kind: "ServiceAccount", name: template, namespace: own }],
        },
        { ...inside, dependsOn: [role, account] },
      );
    }
    const role = new PodRole(
      `${name}-role`,
      {
        context,
        clusterArn: args.clusterArn,
        purpose: `wf-${template}`,
        service: "automation",
        policies: {
          artifacts: artifactStatements(context, template),
          ...args.policies,
        },
        association: { clusterName: args.clusterName, namespace: own, serviceAccount: template },
      },
      { parent: this },
    );

    this.accountName = pulumi.output(template);
    this.roleArn = role.roleArn;
    this.registerOutputs({ accountName: this.accountName, roleArn: this.roleArn });
  }
}
