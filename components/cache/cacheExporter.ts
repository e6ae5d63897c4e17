import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { cacheExporter, cachePasswords, valkeyUserId } from "../facts/cache";
import {
  certificate,
  digestOf,
  oneAtATime,
  type PartMetadata,
  type PodParts,
  podSpec,
  replicaSet,
} from "../shared";
import { exporterContainer, monitorFiles } from "./exporterParts";
import { labelsOf, namespace, shared, type CachePartArgs } from "./parts";

/** In its certificate, by which servers let it connect; by its password they know who it is. */
const identity = `${cacheExporter.name}.azora`;

/**
 * Asks the members and Sentinels of this region for their numbers whenever Prometheus asks for theirs. It stands apart, so that no
 * server starts again with it. Costs to run: two small pods.
 */
export class CacheExporter extends pulumi.ComponentResource {
  /** Where it is asked. */
  readonly address: pulumi.Output<string>;

  constructor(name: string, args: CachePartArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:cache:CacheExporter", name, {}, opts);
    const { name: part, port } = cacheExporter;
    const labels = labelsOf(part);
    const metadata = { name: part, namespace, labels };
    const inside = { parent: this, dependsOn: [...args.after] };
    const proof = certificate(
      `${name}-certificate`,
      { name: `${part}-client`, namespace, issuerName: args.issuerName, identity, hosts: [] },
      inside,
    );
    new k8s.core.v1.Service(
      `${name}-service`,
      {
        metadata,
        spec: {
          type: "ClusterIP",
          selector: labels,
          ports: [{ name: "metrics", port, targetPort: "metrics" }],
        },
      },
      inside,
    );
    oneAtATime(`${name}-budget`, metadata, inside);
    this.run(name, args, metadata, [...args.after, proof]);

    this.address = pulumi.output(`${part}.${namespace}.svc:${port}`);
    this.registerOutputs({ address: this.address });
  }

  private run(
    name: string,
    { context }: CachePartArgs,
    metadata: PartMetadata,
    dependsOn: pulumi.Resource[],
  ): void {
    const parts: PodParts = {
      serviceAccount: shared.serviceAccount,
      userId: valkeyUserId,
      certificateSecret: `${metadata.name}-client`,
      authoritiesConfigMap: shared.authoritiesConfigMap,
      files: [],
      secrets: [monitorFiles],
      scratch: [],
    };
    replicaSet(
      name,
      {
        metadata,
        replicas: cacheExporter.replicas,
        // It reads its passwords at its start.
        configDigest: digestOf(JSON.stringify(cachePasswords)),
        needsOthers: false,
        pod: podSpec(parts, metadata.labels, { containers: [exporterContainer(context, parts, "as told")] }),
      },
      { parent: this, dependsOn },
    );
  }
}
