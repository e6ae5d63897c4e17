import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { defaultStorageClass } from "../facts/addons";
import { automationAccounts, automationConsole, eventBus } from "../facts/automation";
import { charts } from "../facts/charts";
import { namespaces } from "../facts/namespaces";
import { check, helmRelease, oneAtATime, type ChartMirror, type RegionContext } from "../shared";
import { busLabels, eventBusSpec, eventsValues } from "./eventsValues";
import { workflowsValues, type ConsoleAccess } from "./workflowsValues";

export interface AutomationEngineArgs {
  readonly context: RegionContext;
  /** Lets people in to the console; without it there is no console. */
  readonly console?: ConsoleAccess & {
    /** Of the issuer's client; kept as a secret. */
    readonly clientSecret: pulumi.Input<string>;
  };
  readonly mirror?: ChartMirror | undefined;
  /** What must exist first: the cluster with its guarded namespaces, volume classes and add-ons. */
  readonly after: readonly pulumi.Resource[];
}

/** An address of a web page, without a slash at its end. */
const httpsPattern = /^https:\/\/[\w.-]+(:\d+)?(\/[\w./-]*\w)?$/;

/**
 * The region's one automation engine: Argo Workflows and Argo Events in a namespace of their own, for restores, drills, remediation
 * and rights requests. It runs reviewed templates only, each as an account of its own (`AutomationAccount`), and stays in its
 * namespace: what a workflow does elsewhere, its account may do there.
 *
 * Costs to run: seven small pods, three volumes of ten gigabytes, what workflows' pods take, and their logs in the bucket.
 * @throws InvalidValueError before anything is created, if the console's addresses cannot be used.
 */
export class AutomationEngine extends pulumi.ComponentResource {
  /** Depend on it to use WorkflowTemplate and CronWorkflow. */
  readonly workflows: pulumi.Resource;
  /** Depend on it to use EventSource and Sensor. */
  readonly bus: pulumi.Resource;
  readonly namespaceName: pulumi.Output<string>;

  constructor(name: string, args: AutomationEngineArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:automation:AutomationEngine", name, {}, opts);
    const { context, console: access, mirror } = args;
    for (const field of ["issuerUrl", "url"] as const)
      check(
        access === undefined || httpsPattern.test(access[field]),
        `AutomationEngine.console.${field}`,
        access?.[field],
        "https://…, without a slash at the end",
      );
    const namespace = namespaces.automation.name;
    const first = { parent: this, dependsOn: [...args.after] };

    const accounts = Object.values(automationAccounts).map(
      (account) =>
        new k8s.core.v1.ServiceAccount(
          `${name}-${account}`,
          { metadata: { name: account, namespace }, automountServiceAccountToken: false },
          first,
        ),
    );
    const client = access === undefined ? [] : [this.consoleClient(name, access.clientSecret, first)];
    this.workflows = helmRelease(
      `${name}-workflows`,
      { chart: charts.argoWorkflows, namespace, mirror, values: workflowsValues(context, access) },
      { parent: this, dependsOn: [...args.after, ...accounts, ...client] },
    );
    const events = helmRelease(
      `${name}-events`,
      { chart: charts.argoEvents, namespace, mirror, values: eventsValues(context) },
      first,
    );
    const bus = { name: `eventbus-${eventBus.name}`, namespace, labels: { ...busLabels } };
    oneAtATime(`${name}-bus-budget`, bus, first);
    this.bus = new k8s.apiextensions.CustomResource(
      `${name}-bus`,
      {
        apiVersion: "argoproj.io/v1alpha1",
        kind: "EventBus",
        metadata: { name: eventBus.name, namespace },
        spec: eventBusSpec(defaultStorageClass),
      },
      { parent: this, dependsOn: [events, ...accounts] },
    );

    this.namespaceName = pulumi.output<string>(namespace);
    this.registerOutputs({ namespaceName: this.namespaceName });
  }

  /** By what the console shows the issuer who it is. */
  private consoleClient(
    name: string,
    clientSecret: pulumi.Input<string>,
    opts: pulumi.CustomResourceOptions,
  ): k8s.core.v1.Secret {
    const { clientId, clientIdKey, clientSecretKey, secretName } = automationConsole;
    return new k8s.core.v1.Secret(
      `${name}-console-client`,
      {
        metadata: { name: secretName, namespace: namespaces.automation.name },
        stringData: { [clientIdKey]: clientId, [clientSecretKey]: pulumi.secret(clientSecret) },
      },
      opts,
    );
  }
}
