/** What the chart of Argo Workflows is told; pure, so that every value can be tested. */
import { resources } from "../addons";
import {
  artifactFolder,
  automationAccounts,
  automationConsole,
  automationLimits,
  workflowTimes,
  workflowUserId,
} from "../facts/automation";
import { namespaces } from "../facts/namespaces";
import { homePrefix } from "../facts/objectCopies";
import { tlsMin } from "../facts/security";
import { securityContext, type RegionContext } from "../shared";
import { nonRootPod, podContext, steadyPart } from "./podContexts";

/** Who lets people in to the console, by OpenID Connect. */
export interface ConsoleAccess {
  /** Without a slash at the end. @example "https://id.azora.example/realms/staff" */
  readonly issuerUrl: string;
  /** Where people reach the console. @example "https://workflows.azora.example" */
  readonly url: string;
}

/** Where an account's workflows keep logs and artifacts, in the region's bucket. @example "africa/automation/restore" */
export function artifactPrefix(home: string, account: string): string {
  return `${homePrefix(home)}${artifactFolder}/${account}`;
}

/** What a workflow is that says nothing of it. */
function workflowDefaults(): object {
  const { deadlineSeconds, keptAfterSuccessSeconds, keptAfterFailureSeconds, keptPodSeconds } = workflowTimes;
  return {
    activeDeadlineSeconds: deadlineSeconds,
    serviceAccountName: automationAccounts.withoutRights,
    // The executor reports by this token, which lasts an hour. One of its own (`executor.serviceAccountName`) would have to lie in
    // a secret, and would never end.
    automountServiceAccountToken: true,
    securityContext: podContext(workflowUserId),
    parallelism: automationLimits.podsPerWorkflow,
    podPriorityClassName: "standard",
    archiveLogs: true,
    ttlStrategy: {
      secondsAfterSuccess: keptAfterSuccessSeconds,
      secondsAfterFailure: keptAfterFailureSeconds,
    },
    podGC: { strategy: "OnPodCompletion", deleteDelayDuration: `${keptPodSeconds}s` },
    // The bucket's lifecycle ends artifacts; no workflow may.
    artifactGC: { strategy: "Never" },
  };
}

function controller(): object {
  return {
    ...steadyPart,
    podSecurityContext: nonRootPod,
    resources: resources(100, 256, 1024),
    logging: { format: "json" },
    metricsConfig: { enabled: true },
    workflowNamespaces: [namespaces.automation.name],
    // Templates of the whole cluster would be read with rights over all of it.
    clusterWorkflowTemplates: { enabled: false },
    parallelism: automationLimits.workflows,
    resourceRateLimit: { limit: automationLimits.podsPerSecond, burst: automationLimits.podsBurst },
    workflowDefaults: { spec: workflowDefaults() },
    // Only what was reviewed as a template runs, and as it was when it began.
    workflowRestrictions: { templateReferencing: "Secure" },
    retentionPolicy: {
      completed: workflowTimes.keptWorkflows,
      failed: workflowTimes.keptWorkflows,
      errored: workflowTimes.keptWorkflows,
    },
  };
}

/** No console where nobody could say who comes in; with an issuer, no other way in than by it. */
function server(access: ConsoleAccess | undefined): object {
  if (access === undefined) return { enabled: false, clusterWorkflowTemplates: { enabled: false } };
  const { clientIdKey, clientSecretKey, secretName, sessionHours } = automationConsole;
  return {
    enabled: true,
    ...steadyPart,
    podSecurityContext: nonRootPod,
    securityContext,
    resources: resources(50, 128, 512),
    logging: { format: "json" },
    secure: true,
    extraEnv: [{ name: "TLS_MIN_VERSION", value: tlsMin.version }],
    authModes: ["sso"],
    clusterWorkflowTemplates: { enabled: false },
    sso: {
      enabled: true,
      issuer: access.issuerUrl,
      clientId: { name: secretName, key: clientIdKey },
      clientSecret: { name: secretName, key: clientSecretKey },
      redirectUrl: `${access.url}/oauth2/callback`,
      scopes: ["groups"],
      // What people may do is what the account may that their group leads to; without one they may nothing.
      rbac: { enabled: true },
      sessionExpiry: `${sessionHours}h`,
    },
  };
}

/**
 * The values of the chart: one namespace, two controllers of which one leads, and every workflow bounded in time, number and rights.
 *
 * There is no archive of workflows in a database: the engine restores databases, and must not need one. What stays is what each
 * pod wrote, as objects.
 */
export function workflowsValues(
  context: RegionContext,
  access: ConsoleAccess | undefined,
): Readonly<Record<string, unknown>> {
  const { region } = context;
  return {
    // The full definitions are fetched from GitHub by a job that may change every definition; the plain ones come with the chart.
    crds: { install: true, keep: true, full: false },
    // Would add to the rights of everybody who may edit anything.
    createAggregateRoles: false,
    singleNamespace: true,
    images: { pullPolicy: "IfNotPresent" },
    // Each template's account has rights of its own, from here.
    workflow: { serviceAccount: { create: false }, rbac: { create: false } },
    controller: controller(),
    mainContainer: { securityContext, resources: resources(50, 128, 512) },
    executor: {
      // Steps that make objects write these to /tmp first (argo-workflows#10787).
      securityContext: { ...securityContext, readOnlyRootFilesystem: false },
      resources: resources(20, 64, 256),
    },
    server: server(access),
    // Pod Identity gives each account the right to its own folder. The bucket encrypts by itself, with the key of its class.
    useStaticCredentials: false,
    artifactRepository: {
      archiveLogs: true,
      s3: {
        bucket: context.bucketName("backups"),
        endpoint: `s3.${region.awsRegion}.amazonaws.com`,
        region: region.awsRegion,
        insecure: false,
        useSDKCreds: true,
        keyFormat: `${artifactPrefix(region.name, "{{workflow.serviceAccountName}}")}/{{workflow.name}}/{{pod.name}}`,
      },
    },
  };
}
