/**
 * The automation engine of a region, Argo Workflows and Argo Events: how much runs at once, how long it may take, and what stays
 * of it.
 */
import { recovery } from "./promises";
import { retention } from "./retention";

/** Ports inside the engine's namespace. */
export const automationPorts = {
  /** Of the workflow controller (argo-workflows 1.0.18, `controller.metricsConfig.port`). */
  workflowMetrics: 9090,
  /** Of the controller of events, and of the bus's members (argo-events 1.9, `pkg/reconciler/eventbus/installer/jetstream.go`). */
  eventMetrics: 7777,
  /** The bus's own (same file): clients, members among each other, health. */
  busClient: 4222,
  busCluster: 6222,
  busMonitor: 8222,
} as const;

/** How many at once: more wait, so that a storm of events cannot take the cluster. */
export const automationLimits = {
  workflows: 10,
  podsPerWorkflow: 5,
  /** Pods that the controller makes in a second, and how many ahead of that. */
  podsPerSecond: 5,
  podsBurst: 10,
} as const;

/** How long a workflow may take, and how long it is kept afterwards. Its logs are objects in the region's bucket for longer. */
export const workflowTimes = {
  /** What a template that says nothing gets: as long as a recovery may take. */
  deadlineSeconds: recovery.rtoMinutesMax * 60,
  /** What a template may say at the most: a day, after which the next scheduled run begins. */
  deadlineSecondsMax: 24 * 3600,
  /** Whoever looks for the reason of a failure has as long as overwritten versions stay. */
  keptAfterSuccessSeconds: 24 * 3600,
  keptAfterFailureSeconds: retention.noncurrentVersionDays * 24 * 3600,
  /** Pods stay this long after they ended, for somebody who is looking right then. */
  keptPodSeconds: 600,
  /** However often one fails, no more than so many are kept: each is an object of up to a megabyte in etcd. */
  keptWorkflows: 200,
} as const;

/** Who runs as what. */
export const automationAccounts = {
  /**
   * What a workflow runs as whose template names no account. It may do nothing, not even report a result, so that such a
   * workflow fails instead of running with rights that nobody gave it.
   */
  withoutRights: "without-rights",
  eventBus: "event-bus",
} as const;

/** User of workflows' pods: that of the executor's image ("Workflow Pod Security Context", argo-workflows.readthedocs.io). */
export const workflowUserId = 8737;

/**
 * Where workflows keep logs and artifacts: under the home's prefix in its `backups` bucket, which ends them after as many days as
 * backups and has copies in every lawful region, so that what a restore did is known when its region is gone.
 */
export const artifactFolder = "automation";

/** The bus by which events reach sensors. */
export const eventBus = {
  /** The one that sources and sensors take which name none (`eventBusName`, Argo Events). */
  name: "default",
  /** A quorum survives one member. */
  replicas: 3,
  volumeGib: 10,
  /** No image runs as root; the number is ours, as NATS' image names none. */
  userId: 1000,
  /** Events wait this long for a sensor that is away (the chart's own `streamConfig.maxAge`). */
  keptHours: 72,
} as const;

/** Who may use the engine's console; without an issuer of the organisation's own there is none. */
export const automationConsole = {
  clientId: "argo-workflows",
  /** Secret of the namespace in which client and its secret stand, by these keys. */
  secretName: "console-client",
  clientIdKey: "client-id",
  clientSecretKey: "client-secret",
  /** One working day; then the issuer is asked again. */
  sessionHours: 8,
} as const;
