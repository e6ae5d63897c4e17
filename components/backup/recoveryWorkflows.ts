import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { AutomationAccount, type AutomationAccountArgs } from "../automation";
import { clusterAddresses } from "../facts/kubernetes";
import { namespaces } from "../facts/namespaces";
import { restorerGroup } from "../facts/rehearsals";
import { check, openToRegions, type RegionContext } from "../shared";
import { RecoveryAlarms } from "./recoveryAlarms";
import {
  evacuationRights,
  rehearsalStatements,
  restoreRights,
  restoreStatements,
  testRights,
  watchRights,
  watchStatements,
} from "./recoveryRights";
import {
  cronSpec,
  operatorImage,
  recoverySpec,
  recoveryTemplates,
  restoreSpec,
  type RecoveryTemplate,
} from "./recoveryTemplates";

export interface RecoveryWorkflowsArgs {
  readonly context: RegionContext;
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  /** Digest of the operator's image in the region's registry. @example "sha256:…" (64 hexadecimal digits) */
  readonly imageDigest: string;
  /** Roles of other regions' restores, which may then restore what this region has part in. Default none. */
  readonly restorerRoleArns?: readonly string[];
  /** The security group of the cluster's API. */
  readonly securityGroupId: pulumi.Input<string>;
  readonly alertTopicArn: pulumi.Input<string>;
  /** What must exist first: the automation engine, the guarded namespaces and Velero. */
  readonly after: readonly pulumi.Resource[];
}

const namespace = namespaces.automation.name;
const digestPattern = /^sha256:[0-9a-f]{64}$/;
const rolePattern = /^arn:aws:iam::\d{12}:role\/([\w+=,.@/-]+)$/;

/** What each template's account may do. */
const rights: Readonly<Record<RecoveryTemplate, AutomationAccountArgs["rights"]>> = {
  restore: restoreRights,
  test: testRights,
  evacuation: evacuationRights,
  watch: watchRights,
};

const statements = {
  restore: restoreStatements,
  test: rehearsalStatements,
  evacuation: rehearsalStatements,
  watch: watchStatements,
} as const;

/**
 * A region's workflows of recovery: one restores a database by typed parameters, as `npm run restore` does; others restore every
 * backup each month, leave the region each quarter, and tell each hour how old the newest success is, with alarms for what is late.
 * Costs to run: a small pod for some seconds each hour, what trials take once a month, five alarms.
 * @throws InvalidValueError before anything is created, on a digest or a role's ARN that is none.
 */
export class RecoveryWorkflows extends pulumi.ComponentResource {
  readonly templateNames: pulumi.Output<readonly string[]>;
  /** For the other regions' `azora:restorerRoleArns`. */
  readonly restorerRoleArn: pulumi.Output<string>;

  constructor(name: string, args: RecoveryWorkflowsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:backup:RecoveryWorkflows", name, {}, opts);
    const { context, imageDigest, restorerRoleArns = [], alertTopicArn } = args;
    check(
      digestPattern.test(imageDigest),
      "RecoveryWorkflows.imageDigest",
      imageDigest,
      "sha256: and 64 hexadecimal digits",
    );
    for (const arn of restorerRoleArns)
      check(
        rolePattern.test(arn),
        "RecoveryWorkflows.restorerRoleArns",
        arn,
        "arn:aws:iam::<account>:role/<name>",
      );
    const image = operatorImage(context, imageDigest);
    const { account } = this.template(name, "restore", args, restoreSpec(context, image));
    for (const template of ["test", "evacuation", "watch"] as const)
      this.scheduled(name, template, args, image);
    this.admit(name, args, restorerRoleArns);
    new RecoveryAlarms(`${name}-alarms`, { context, alertTopicArn }, { parent: this });

    this.templateNames = pulumi.output(Object.values(recoveryTemplates));
    this.restorerRoleArn = account.roleArn;
    this.registerOutputs({ templateNames: this.templateNames, restorerRoleArn: this.restorerRoleArn });
  }

  private template(
    name: string,
    template: RecoveryTemplate,
    { context, clusterName, clusterArn, after }: RecoveryWorkflowsArgs,
    spec: object,
  ): { readonly account: AutomationAccount; readonly made: k8s.apiextensions.CustomResource } {
    const account = new AutomationAccount(
      `${name}-${template}-account`,
      {
        context,
        clusterName,
        clusterArn,
        after,
        template: recoveryTemplates[template],
        rights: rights[template] ?? [],
        policies: { recovery: statements[template](context) },
      },
      { parent: this },
    );
    const made = new k8s.apiextensions.CustomResource(
      `${name}-${template}`,
      {
        apiVersion: "argoproj.io/v1alpha1",
        kind: "WorkflowTemplate",
        metadata: { name: recoveryTemplates[template], namespace },
        spec,
      },
      { parent: this, dependsOn: [...after, account] },
    );
    return { account, made };
  }

  private scheduled(
    name: string,
    template: Exclude<RecoveryTemplate, "restore">,
    args: RecoveryWorkflowsArgs,
    image: string,
  ): void {
    const { made } = this.template(name, template, args, recoverySpec(template, args.context, image));
    new k8s.apiextensions.CustomResource(
      `${name}-${template}-schedule`,
      {
        apiVersion: "argoproj.io/v1alpha1",
        kind: "CronWorkflow",
        metadata: { name: recoveryTemplates[template], namespace },
        spec: cronSpec(template, args.context),
      },
      { parent: this, dependsOn: [made] },
    );
  }

  /** Lets other regions' restores do here what this region's does: each stops members, and opens entries, wherever there are some. */
  private admit(name: string, args: RecoveryWorkflowsArgs, roleArns: readonly string[]): void {
    const { context, clusterName, after } = args;
    const inside = { parent: this, dependsOn: [...after] };
    for (const principalArn of roleArns) {
      const label = principalArn.split("/").at(-1) ?? principalArn;
      new aws.eks.AccessEntry(
        `${name}-admits-${label}`,
        {
          clusterName,
          principalArn,
          type: "STANDARD",
          kubernetesGroups: [restorerGroup],
          tags: context.tags({ service: "cluster", name: `restorer-${label}` }),
        },
        { parent: this },
      );
    }
    if (roleArns.length > 0) this.admitRegions(name, args);
    for (const { namespace: where, rules } of restoreRights) {
      const metadata = { name: "restorers", namespace: where };
      const role = new k8s.rbac.v1.Role(
        `${name}-restorers-${where}`,
        { metadata, rules: [...rules] },
        inside,
      );
      new k8s.rbac.v1.RoleBinding(
        `${name}-restorers-${where}-binding`,
        {
          metadata,
          roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: metadata.name },
          subjects: [{ kind: "Group", name: restorerGroup, apiGroup: "rbac.authorization.k8s.io" }],
        },
        { ...inside, dependsOn: [role] },
      );
    }
  }

  /** Lets other regions' pods reach the cluster's API, which then asks who they are. */
  private admitRegions(name: string, { context, securityGroupId }: RecoveryWorkflowsArgs): void {
    openToRegions(
      `${name}-api`,
      {
        context,
        securityGroupId,
        ports: clusterAddresses.apiServerPort,
        tags: { service: "cluster", name: "api" },
        says: (region) => `Kubernetes API, for restores by ${region}`,
      },
      { parent: this },
    );
  }
}
