import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { observabilityNames, observabilityPorts } from "../../facts/observability";
import { traceNodes, traceTiers, type TraceTierName } from "../../facts/traceStore";
import {
  copiedImage,
  digestOf,
  guaranteed,
  listening,
  memberSet,
  mountsOf,
  oneAtATime,
  podSpec,
  securityContext,
  type PodParts,
} from "../../shared";
import { authorityFiles } from "../collectors/collectorParts";
import { labelsOf, namespace, sharedHost, watchVolumes, type WatchPartArgs } from "../parts";
import { logSettings, openSearchSettings, securityFiles, tierHosts, tierName } from "./openSearchConfig";
import { setUpStore, storeProof, storeTold as told, storeUserId as userId } from "./traceStoreSetup";

const { traceStore: store } = observabilityNames;
const { openSearch, openSearchNodes } = observabilityPorts;
const home = "/usr/share/opensearch";
const rights = "/etc/azora/store-rights";
const rightsName = `${store}-rights`;

/**
 * A folder of settings that the server may write to once: it makes a store of secrets there when it starts, of which there are none. What
 * the image brings of users and rights is left out.
 */
const prepare = [
  // It may run twice in one pod, and what it copied the first time is read only.
  "rm -rf /made/*",
  `cp -r ${home}/config/. /made/`,
  "rm -rf /made/opensearch-security /made/opensearch.keystore",
  // Two gibibytes of what its memory did, in a folder that has no room for them; its numbers tell it.
  "sed -i '/Xlog:gc/d' /made/jvm.options",
  "mkdir /made/opensearch-security",
  `cp ${told}/opensearch.yml ${told}/log4j2.properties /made/`,
  `cp ${rights}/*.yml /made/opensearch-security/`,
  `OPENSEARCH_PATH_CONF=/made ${home}/bin/opensearch-keystore create`,
].join("\n");

/** Settings name the node by it, and whoever reads them needs it: the server, and what makes its store of secrets. */
const nodeName = { name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } } as const;

/**
 * Where kept traces lie: three nodes that are written to, and three that hold what is older than three days, until it is thirty. Everybody
 * shows a certificate, by whose name rights go; there is no password. Costs to run: six pods with a volume each.
 */
export class TraceStore extends pulumi.ComponentResource {
  constructor(name: string, args: WatchPartArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:observability:TraceStore", name, {}, opts);
    const inside = { parent: this, dependsOn: [...args.after] };
    const metadata = { name: rightsName, namespace, labels: labelsOf(store) };
    const known = new k8s.core.v1.ConfigMap(
      `${name}-rights`,
      { metadata, data: securityFiles(args.context.domain) },
      inside,
    );
    const tiers = (["hot", "warm"] as const).map((tier) =>
      this.tier(`${name}-${tier}`, tier, { ...args, after: [...args.after, known] }),
    );
    new k8s.core.v1.Service(
      `${name}-service`,
      {
        metadata: { name: store, namespace, labels: labelsOf(store) },
        // What is written comes to those that keep it; they ask the others.
        spec: {
          selector: labelsOf(tierName("hot")),
          ports: [{ name: "http", port: openSearch, targetPort: "http" }],
        },
      },
      inside,
    );
    setUpStore(`${name}-setup`, { ...args, after: [...args.after, ...tiers] }, { parent: this });
    this.registerOutputs({});
  }

  private tier(urnName: string, tier: TraceTierName, args: WatchPartArgs): pulumi.Resource {
    const { context, after } = args;
    const part = tierName(tier);
    const labels = labelsOf(part);
    const metadata = { name: part, namespace, labels };
    const inside = { parent: this, dependsOn: [...after] };
    const { cpu, memoryGib, heapGib, volumeGib } = traceTiers[tier];
    const files = {
      "opensearch.yml": JSON.stringify(openSearchSettings(tier, context.domain), null, 1),
      "log4j2.properties": logSettings,
    };
    const account = new k8s.core.v1.ServiceAccount(
      `${urnName}-account`,
      { metadata, automountServiceAccountToken: false },
      inside,
    );
    const settings = new k8s.core.v1.ConfigMap(`${urnName}-settings`, { metadata, data: files }, inside);
    const service = new k8s.core.v1.Service(
      `${urnName}-service`,
      {
        metadata,
        spec: {
          clusterIP: "None",
          // They find each other before they are ready.
          publishNotReadyAddresses: true,
          selector: labels,
          ports: [
            { name: "http", port: openSearch, targetPort: "http" },
            { name: "nodes", port: openSearchNodes, targetPort: "nodes" },
          ],
        },
      },
      inside,
    );
    const own = [sharedHost(part, context.domain), ...tierHosts(tier)];
    const proof = storeProof(`${urnName}-certificate`, part, own, args, inside);
    const pod: PodParts = {
      serviceAccount: part,
      userId,
      certificateSecret: part,
      files: [
        authorityFiles,
        { name: "settings", configMap: part, path: told },
        { name: "rights", configMap: rightsName, path: rights },
      ],
      scratch: [
        { name: "config", path: `${home}/config`, sizeLimit: "32Mi" },
        { name: "logs", path: `${home}/logs`, sizeLimit: "256Mi" },
        { name: "tmp", path: "/tmp", sizeLimit: "512Mi" },
      ],
    };
    const image = copiedImage(context, "opensearch");
    const size = guaranteed(cpu, `${memoryGib}Gi`);
    oneAtATime(`${urnName}-budget`, metadata, inside);
    return memberSet(
      urnName,
      {
        metadata,
        replicas: traceNodes,
        // Until it has the copies of its shards again.
        minReadySeconds: 60,
        volumeGib,
        storageClassName: watchVolumes,
        annotations: { "azora/config-digest": digestOf(Object.values(files).join("\n")) },
        pod: podSpec(pod, labels, {
          terminationGracePeriodSeconds: 120,
          initContainers: [
            {
              name: "settings",
              image,
              command: ["sh", "-ec", prepare],
              env: [nodeName],
              resources: size,
              securityContext,
              volumeMounts: [
                { name: "config", mountPath: "/made" },
                { name: "tmp", mountPath: "/tmp" },
                { name: "settings", mountPath: told, readOnly: true },
                { name: "rights", mountPath: rights, readOnly: true },
              ],
            },
          ],
          containers: [
            {
              name: "opensearch",
              image,
              env: [
                nodeName,
                { name: "OPENSEARCH_JAVA_OPTS", value: `-Xms${heapGib}g -Xmx${heapGib}g` },
                { name: "OPENSEARCH_TMPDIR", value: "/tmp" },
                { name: "DISABLE_INSTALL_DEMO_CONFIG", value: "true" },
                { name: "DISABLE_PERFORMANCE_ANALYZER_AGENT_CLI", value: "true" },
              ],
              ports: [
                { name: "http", containerPort: openSearch },
                { name: "nodes", containerPort: openSearchNodes },
              ],
              startupProbe: listening("http", 10, 60),
              readinessProbe: listening("http", 5, 3),
              livenessProbe: listening("nodes", 30, 6),
              resources: size,
              securityContext,
              volumeMounts: [...mountsOf(pod), { name: "data", mountPath: `${home}/data` }],
            },
          ],
        }),
      },
      { ...inside, dependsOn: [...after, account, settings, service, proof] },
    );
  }
}
