import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { resources } from "../addons";
import { alertGossip, alertTimes, receiverSecret, slackUrl } from "../facts/alerting";
import { observabilityNames, observabilityPorts } from "../facts/observability";
import { allRegions } from "../facts/regions";
import { authoritiesKey, type RegionContext } from "../shared";
import { alertmanagerConfig } from "./alertRoutes";
import {
  authoritiesConfigMap,
  certificateRefs,
  labelsOf,
  namespace,
  operatedPods,
  partHost,
  publishedPart,
  sharedHost,
  type WatchPartArgs,
} from "./parts";

/** Where people are told, each kept as a secret. */
export interface ReceiverAddresses {
  /** Integration keys of PagerDuty's Events API v2: of who is on call, and of who leads. */
  readonly pageKey: pulumi.Input<string>;
  readonly escalationKey: pulumi.Input<string>;
  /** Token of a Slack app that may write in the owners' channels. */
  readonly slackToken: pulumi.Input<string>;
  /** Address of a service outside of the platform that calls people when it is not called for a while. */
  readonly heartbeatUrl: pulumi.Input<string>;
}

export interface AlertRouterArgs extends WatchPartArgs {
  /** Default: the secret comes from elsewhere, and Alertmanager waits for it. */
  readonly addresses?: ReceiverAddresses | undefined;
}

const { alertmanager } = observabilityNames;
/** Its pods have names of no other region's, since by their names Alertmanagers know each other. */
const routerName = ({ region }: RegionContext): string => `${alertmanager}-${region.name}`;
const certificateName = `${alertmanager}-server`;
/** Version that the chart's operator brings by itself (kube-prometheus-stack 88.5.3). */
const version = "v0.34.0";

/** What the region's Alertmanagers are told; pure. */
function alertmanagerSpec({ region, domain }: RegionContext): object {
  const others = allRegions().filter(({ name }) => name !== region.name);
  const authorities = { configMap: { name: authoritiesConfigMap, key: authoritiesKey } };
  const proof = certificateRefs(certificateName);
  return {
    version,
    replicas: alertGossip.replicasPerRegion,
    portName: "web",
    retention: `${alertTimes.retentionHours}h`,
    alertmanagerConfiguration: { name: alertmanager },
    // One cluster over all regions: what one has told, the others do not tell again.
    additionalPeers: others.map(
      ({ name }) => `${partHost(alertmanager, name, domain)}:${observabilityPorts.alertmanagerGossip}`,
    ),
    clusterLabel: alertGossip.label,
    clusterPeerTimeout: `${alertGossip.peerTimeoutSeconds}s`,
    clusterPushpullInterval: `${alertGossip.pushPullSeconds}s`,
    clusterGossipInterval: `${alertGossip.gossipMs}ms`,
    // The way between regions and a new connection take longer than what Alertmanager allows by itself.
    additionalArgs: [
      { name: "cluster.probe-timeout", value: `${alertGossip.probeTimeoutSeconds}s` },
      { name: "cluster.probe-interval", value: `${alertGossip.probeIntervalSeconds}s` },
    ],
    clusterTLS: {
      server: {
        ...proof,
        client_ca: authorities,
        clientAuthType: "RequireAndVerifyClientCert",
        minVersion: "TLS13",
      },
      client: {
        ca: authorities,
        ...proof,
        serverName: sharedHost(alertmanager, domain),
        minVersion: "TLS13",
      },
    },
    web: {
      tlsConfig: {
        ...proof,
        client_ca: authorities,
        // The kubelet's probes show none.
        clientAuthType: "VerifyClientCertIfGiven",
        minVersion: "TLS13",
      },
    },
    resources: resources(50, 128, 512),
    automountServiceAccountToken: false,
    ...operatedPods(labelsOf(alertmanager), alertGossip.volumeGib),
  };
}

/**
 * The region's Alertmanagers: two, and one cluster with those of all regions, so that each alert is told once, by whoever is left.
 * Costs to run: two small pods and volumes, and what they tell each other, some bytes an alert.
 */
export class AlertRouter extends pulumi.ComponentResource {
  /** Where the other regions' Alertmanagers reach this region's. */
  readonly gossipAddress: pulumi.Output<string>;

  constructor(name: string, args: AlertRouterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:observability:AlertRouter", name, {}, opts);
    const { context, issuerName, addresses } = args;
    const { region, domain } = context;
    const labels = labelsOf(alertmanager);
    const metadata = { name: alertmanager, namespace, labels };
    const inside = { parent: this, dependsOn: [...args.after] };
    const host = partHost(alertmanager, region.name, domain);

    const parts = publishedPart(
      name,
      {
        context,
        issuerName,
        part: alertmanager,
        certificateName,
        alsoKnownAs: [`${alertmanager}.${namespace}.svc`],
        ports: [
          { name: "web", port: observabilityPorts.alertmanager, targetPort: "web" },
          { name: "mesh", port: observabilityPorts.alertmanagerGossip, targetPort: "mesh-tcp" },
        ],
      },
      inside,
    );
    const receivers = addresses === undefined ? [] : [this.receivers(name, addresses, inside)];
    const config = new k8s.apiextensions.CustomResource(
      `${name}-config`,
      {
        apiVersion: "monitoring.coreos.com/v1alpha1",
        kind: "AlertmanagerConfig",
        metadata,
        spec: alertmanagerConfig(),
      },
      { ...inside, dependsOn: [...args.after, ...receivers] },
    );
    new k8s.apiextensions.CustomResource(
      name,
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "Alertmanager",
        metadata: { ...metadata, name: routerName(context) },
        spec: alertmanagerSpec(context),
      },
      { ...inside, dependsOn: [...args.after, ...parts, config] },
    );

    this.gossipAddress = pulumi.output(`${host}:${observabilityPorts.alertmanagerGossip}`);
    this.registerOutputs({ gossipAddress: this.gossipAddress });
  }

  private receivers(
    name: string,
    { pageKey, escalationKey, slackToken, heartbeatUrl }: ReceiverAddresses,
    opts: pulumi.CustomResourceOptions,
  ): k8s.core.v1.Secret {
    const { keys } = receiverSecret;
    return new k8s.core.v1.Secret(
      `${name}-receivers`,
      {
        metadata: { name: receiverSecret.name, namespace },
        stringData: {
          [keys.page]: pulumi.secret(pageKey),
          [keys.escalate]: pulumi.secret(escalationKey),
          [keys.channel]: pulumi.secret(slackToken),
          [keys.slackUrl]: pulumi.secret(slackUrl),
          [keys.heartbeat]: pulumi.secret(heartbeatUrl),
        },
      },
      opts,
    );
  }
}
