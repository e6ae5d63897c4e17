import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { observabilityNames, observabilityPorts } from "../../facts/observability";
import { traceStore } from "../../facts/traceStore";
import { certificate, guaranteed, oneAtATime, podSpec, replicaSet, type PodParts } from "../../shared";
import { collectorContainer, collectorPod, configMap } from "../collectors/collectorParts";
import type { CollectorConfig } from "../collectors/configParts";
import { labelsOf, namespace, sharedHost, type WatchPartArgs } from "../parts";
import { queryPage, traceCollectorConfig, traceQueryConfig } from "./jaegerConfig";

const { otlpGrpc, jaegerQuery, jaegerQueryGrpc } = observabilityPorts;
/** The image's own user. */
const userId = 10_001;

interface JaegerPart {
  readonly name: string;
  readonly config: CollectorConfig;
  readonly ports: Readonly<Record<string, number>>;
  readonly headless: boolean;
  readonly memoryMib: number;
  /** Files beside its configuration; default none. */
  readonly files?: PodParts["files"];
}

/**
 * Jaeger, in two parts: what writes kept traces into the store, and what shows them, so that a search never keeps a trace from being
 * written. Costs to run: four small pods.
 */
export class Jaeger extends pulumi.ComponentResource {
  /** Where people's way in (OIDC) finds the page, in the cluster's own network. */
  readonly queryAddress: pulumi.Output<string>;

  constructor(name: string, args: WatchPartArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:observability:Jaeger", name, {}, opts);
    const { traceCollector, traceQuery } = observabilityNames;
    this.part(`${name}-collector`, args, {
      name: traceCollector,
      config: traceCollectorConfig(),
      ports: { "otlp-grpc": otlpGrpc },
      // Gateways look its pods up, and share out what they have.
      headless: true,
      memoryMib: 1024,
    });
    const page = `${traceQuery}-page`;
    const ui = new k8s.core.v1.ConfigMap(
      `${name}-page`,
      {
        metadata: { name: page, namespace, labels: labelsOf(traceQuery) },
        data: { "ui.json": JSON.stringify(queryPage()) },
      },
      { parent: this, dependsOn: [...args.after] },
    );
    this.part(
      `${name}-query`,
      { ...args, after: [...args.after, ui] },
      {
        name: traceQuery,
        config: traceQueryConfig(args.context),
        ports: { web: jaegerQuery, grpc: jaegerQueryGrpc },
        headless: false,
        memoryMib: 1024,
        files: [{ name: "page", configMap: page, path: traceStore.uiHome }],
      },
    );

    this.queryAddress = pulumi.output(`https://${traceQuery}.${namespace}.svc:${jaegerQuery}`);
    this.registerOutputs({ queryAddress: this.queryAddress });
  }

  private part(
    urnName: string,
    { context, issuerName, after }: WatchPartArgs,
    { name, config, ports, headless, memoryMib, files = [] }: JaegerPart,
  ): void {
    const labels = labelsOf(name);
    const metadata = { name, namespace, labels };
    const inside = { parent: this, dependsOn: [...after] };
    const account = new k8s.core.v1.ServiceAccount(
      `${urnName}-account`,
      { metadata, automountServiceAccountToken: false },
      inside,
    );
    const proof = certificate(
      `${urnName}-certificate`,
      {
        name,
        namespace,
        issuerName,
        identity: sharedHost(name, context.domain),
        hosts: [sharedHost(name, context.domain), `${name}.${namespace}.svc`, name],
      },
      inside,
    );
    const { map, digest } = configMap(`${urnName}-config`, metadata, config, inside);
    const service = new k8s.core.v1.Service(
      `${urnName}-service`,
      {
        metadata,
        spec: {
          ...(headless ? { clusterIP: "None" } : {}),
          selector: labels,
          ports: Object.entries(ports).map(([port, number]) => ({
            name: port,
            port: number,
            targetPort: port,
          })),
        },
      },
      inside,
    );
    const base = collectorPod(name, userId);
    const pod: PodParts = {
      ...base,
      files: [...base.files, ...files],
      scratch: [{ name: "tmp", path: "/tmp", sizeLimit: "64Mi" }],
    };
    replicaSet(
      urnName,
      {
        metadata,
        replicas: 2,
        configDigest: digest,
        // What writes ends where it cannot give the store its templates, and begins anew until the store is there.
        needsOthers: headless,
        pod: podSpec(pod, labels, {
          containers: [
            collectorContainer({
              context,
              image: "jaeger",
              pod,
              ports,
              resources: guaranteed("500m", `${memoryMib}Mi`),
              softMemoryMib: memoryMib * 0.8,
            }),
          ],
        }),
      },
      { ...inside, dependsOn: [...after, account, proof, map, service] },
    );
    oneAtATime(`${urnName}-budget`, metadata, inside);
  }
}
