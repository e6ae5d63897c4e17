/** The workflows by which databases are restored, and by which that is rehearsed; pure, so that every field can be tested. */
import { workflowTimes } from "../facts/automation";
import { databaseClusters } from "../facts/databaseClusters";
import { leadMutex, operator, recoveryMetrics, rehearsalCron, type Rehearsal } from "../facts/rehearsals";
import { allRegions } from "../facts/regions";
import { restores } from "../facts/repositories";
import { guaranteed, notDisrupted, onDemand, securityContext, type RegionContext } from "../shared";

/** Names of the templates, and of the accounts that they run as. */
export const recoveryTemplates = {
  restore: "restore-database",
  test: "recovery-test",
  evacuation: "recovery-evacuation",
  watch: "recovery-watch",
} as const;

export type RecoveryTemplate = keyof typeof recoveryTemplates;

interface Parameter {
  readonly name: string;
  readonly description: string;
  readonly enum?: readonly string[];
  /** Where nothing is said; a parameter without one must be said. */
  readonly value?: string;
}

/** Until it is ended: what it starts has limits of its own. */
const deadlineSeconds: Readonly<Record<RecoveryTemplate, number>> = {
  // The files, and as long for copies that follow them.
  restore: 2 * restores.hoursMax * 3600,
  test: workflowTimes.deadlineSecondsMax,
  evacuation: 4 * 3600,
  watch: workflowTimes.deadlineSeconds,
};

const scratch = "/tmp";

/** Address of the operator's image in the region's registry. @param digest "sha256:…" */
export function operatorImage({ accountId, region }: RegionContext, digest: string): string {
  return `${accountId}.dkr.ecr.${region.awsRegion}.amazonaws.com/${operator.image}@${digest}`;
}

/** The operator's container with some arguments. */
function container(
  context: RegionContext,
  image: string,
  args: readonly string[],
  { cpu, memory }: (typeof operator)["restore" | "rehearsal"],
): object {
  const { accountId, domain, region } = context;
  const env = {
    AZORA_REGION: region.name,
    AZORA_ACCOUNT_ID: accountId,
    AZORA_DOMAIN: domain,
    AWS_REGION: region.awsRegion,
    // kubectl and the AWS CLI keep what they found out.
    HOME: scratch,
    KUBECONFIG: `${scratch}/kubeconfig`,
  };
  return {
    image,
    // Argo would else ask the registry for it.
    command: ["node", "/app/main.js"],
    args: [...args],
    env: Object.entries(env).map(([name, value]) => ({ name, value })),
    resources: guaranteed(cpu, memory),
    securityContext,
    volumeMounts: [{ name: "scratch", mountPath: scratch }],
  };
}

/** Those that change who leads. */
const leading: readonly RecoveryTemplate[] = ["restore", "evacuation"];

/** What all of them are. */
function specOf(template: RecoveryTemplate, entrypoint: string, templates: readonly object[]): object {
  return {
    entrypoint,
    serviceAccountName: recoveryTemplates[template],
    activeDeadlineSeconds: deadlineSeconds[template],
    // What runs for hours stands on a node that nobody takes back for a better price, and is not moved for room.
    podMetadata: { annotations: { ...notDisrupted } },
    affinity: onDemand,
    ...(leading.includes(template) ? { synchronization: { mutexes: [{ name: leadMutex }] } } : {}),
    volumes: [{ name: "scratch", emptyDir: { sizeLimit: "64Mi" } }],
    templates: [...templates],
  };
}

/** What whoever restores must say, as options of `npm run restore`. */
export function restoreParameters(region: string): readonly Parameter[] {
  const clusters = databaseClusters().filter(({ home, partner }) => [home, partner].includes(region));
  const regions = allRegions().map(({ name }) => name);
  return [
    {
      name: "cluster",
      description: "The database cluster that is restored.",
      enum: clusters.map(({ name }) => name),
    },
    { name: "to", description: `${restores.latest}, or a time with its zone, such as 2026-11-01T12:00:00Z.` },
    {
      name: "target",
      description: "Where it is led from afterwards: start the workflow in that region.",
      enum: [region],
      value: region,
    },
    { name: "reason", description: "Why; kept with the record." },
    { name: "requester", description: "Who starts it; kept with the record." },
    { name: "approver", description: "Who else allowed it; kept with the record." },
    {
      name: "lost",
      description: `Regions that do not answer, with commas between, of ${regions.join(", ")}.`,
      value: "",
    },
    { name: "table", description: "Schema and name of a table that alone comes back.", value: "" },
    {
      name: "ledger",
      description: "own, where the cluster that tells of erasures is lost too.",
      enum: ["", "own"],
      value: "",
    },
    {
      name: "repository",
      description: "Number of the repository that is read.",
      enum: ["", "1", "2"],
      value: "",
    },
  ];
}

/** The restore: first every step is printed, then they are carried out. */
export function restoreSpec(context: RegionContext, image: string): object {
  const parameters = restoreParameters(context.region.name);
  const args = parameters.map(({ name }) => `--${name}={{inputs.parameters.${name}}}`);
  const inputs = { parameters: parameters.map(({ name }) => ({ name })) };
  const passed = parameters.map(({ name }) => ({ name, value: `{{workflow.parameters.${name}}}` }));
  const step = (name: string): object => ({ name, template: name, arguments: { parameters: passed } });
  return {
    ...specOf("restore", "printed-and-done", [
      { name: "printed-and-done", steps: [[step("print")], [step("restore")]] },
      {
        name: "print",
        inputs,
        container: container(context, image, ["restore", ...args, "--dry-run"], operator.restore),
      },
      {
        name: "restore",
        inputs,
        container: container(context, image, ["restore", ...args], operator.restore),
      },
    ]),
    arguments: { parameters: parameters.map((parameter) => ({ ...parameter })) },
  };
}

/** A rehearsal, or the watch. */
export function recoverySpec(
  template: Exclude<RecoveryTemplate, "restore">,
  context: RegionContext,
  image: string,
): object {
  // By a person it is run with `no`: what failed may be tried again before it is due.
  const parameters =
    template === "watch"
      ? []
      : [
          {
            name: "if-due",
            description: "Whether nothing is done while the newest is young enough.",
            enum: ["yes", "no"],
            value: "yes",
          },
        ];
  const args = parameters.map(({ name }) => `--${name}={{workflow.parameters.${name}}}`);
  return {
    ...specOf(template, template, [
      {
        name: template,
        container: container(context, image, ["recovery", template, ...args], operator.rehearsal),
      },
    ]),
    arguments: { parameters },
  };
}

/** When one runs by itself; what it does then, it decides by what was done before. */
export function cronSpec(template: Rehearsal | "watch", { region }: RegionContext): object {
  return {
    schedules: [template === "watch" ? recoveryMetrics.cron : rehearsalCron(template, region)],
    timezone: "Etc/UTC",
    concurrencyPolicy: "Forbid",
    // Where the engine was away for less, it is made up for at once.
    startingDeadlineSeconds: recoveryMetrics.everyHours * 3600 - 60,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 3,
    workflowSpec: { workflowTemplateRef: { name: recoveryTemplates[template] } },
  };
}
