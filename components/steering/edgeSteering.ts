import { createHash } from "node:crypto";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { namespaces } from "../facts/namespaces";
import { allRegions } from "../facts/regions";
import { entryAddress, steeringAddress, steeringService } from "../facts/steering";
import { check, openToRegions, type RegionContext } from "../shared";
import { steeringConfig } from "./steeringConfig";
import { authoritiesKey, podTemplate, secretKeys } from "./steeringPod";

export interface EdgeSteeringArgs {
  readonly context: RegionContext;
  /** Cloudflare's account, 32 hexadecimal digits. */
  readonly edgeAccountId: string;
  /** Digest of the image in the region's own registry. @example "sha256:…" (64 hexadecimal digits) */
  readonly imageDigest: string;
  /** Token of Cloudflare's API, the region's own; kept as a secret. */
  readonly apiToken: pulumi.Input<string>;
  /** Keys that all regions' controllers share, one a line, the newest first; kept as a secret. */
  readonly reportKeys: pulumi.Input<string>;
  /** Certificate and key that it shows to the other regions' entries, PEM; kept as a secret. */
  readonly identity: pulumi.Input<string>;
  /** Authorities that sign the entries' certificates, PEM. */
  readonly authorities: string;
  /** The security group that pods have. */
  readonly podSecurityGroupId: pulumi.Input<string>;
  /** Public name of the region's load balancer, which other regions probe. */
  readonly entryName: pulumi.Input<string>;
  /** What must exist first: the cluster with its guarded namespaces and add-ons. */
  readonly after: readonly pulumi.Resource[];
}

/** Has external-dns publish a service in the region's private zone. */
const published = (address: string): Record<string, string> => ({
  "external-dns.alpha.kubernetes.io/hostname": address,
  "external-dns.alpha.kubernetes.io/ttl": String(steeringService.recordSeconds),
});

/**
 * The region's edge-steering controller: probes the other regions, reports to their controllers, and takes a region that a
 * majority sees dead out of steering at the edge. One replica: each region has one voice, and the others go on without it. It
 * has no disruption budget: with one replica a budget would stop every drain of its node, or nothing.
 * Costs to run: one small pod, and what it sends between regions, a few hundred bytes a second.
 * @throws InvalidValueError on a digest that is none.
 */
export class EdgeSteering extends pulumi.ComponentResource {
  /** Where the other regions' controllers report to. */
  readonly address: pulumi.Output<string>;
  /** The image that runs. */
  readonly image: pulumi.Output<string>;

  constructor(name: string, args: EdgeSteeringArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:steering:EdgeSteering", name, {}, opts);
    const { context } = args;
    const { region, domain } = context;
    check(
      /^sha256:[0-9a-f]{64}$/.test(args.imageDigest),
      "EdgeSteering.imageDigest",
      args.imageDigest,
      "sha256: and 64 hexadecimal digits",
    );
    const image = `${context.accountId}.dkr.ecr.${region.awsRegion}.amazonaws.com/${steeringService.image}@${args.imageDigest}`;

    this.admitRegions(name, args);
    this.run(name, args, image);

    this.address = pulumi.output(steeringAddress(region.name, domain));
    this.image = pulumi.output(image);
    this.registerOutputs({ address: this.address, image: this.image });
  }

  /** Lets the other regions' pods reach the port at which controllers report. */
  private admitRegions(name: string, { context, podSecurityGroupId }: EdgeSteeringArgs): void {
    openToRegions(
      name,
      {
        context,
        securityGroupId: podSecurityGroupId,
        ports: steeringService.port,
        tags: { service: "edge", name: steeringService.name },
        says: (region) => `Reports of edge steering from ${region}`,
      },
      { parent: this },
    );
  }

  private run(name: string, args: EdgeSteeringArgs, image: string): void {
    const { context, edgeAccountId } = args;
    const { region, domain } = context;
    const labels = { "app.kubernetes.io/name": steeringService.name };
    const metadata = { name: steeringService.name, namespace: namespaces.edgeSteering.name, labels };
    const inside = { parent: this, dependsOn: [...args.after] };

    const config = JSON.stringify(
      steeringConfig({ region: region.name, regions: allRegions(), domain, edgeAccountId }),
    );
    const secret = new k8s.core.v1.Secret(
      `${name}-secret`,
      {
        metadata,
        stringData: {
          [secretKeys.token]: pulumi.secret(args.apiToken),
          [secretKeys.reportKeys]: pulumi.secret(args.reportKeys),
          [secretKeys.identity]: pulumi.secret(args.identity),
        },
      },
      inside,
    );
    const configMap = new k8s.core.v1.ConfigMap(
      `${name}-config`,
      { metadata, data: { "config.json": config, [authoritiesKey]: args.authorities } },
      inside,
    );
    const account = new k8s.core.v1.ServiceAccount(
      `${name}-account`,
      { metadata, automountServiceAccountToken: false },
      inside,
    );
    // Under a name of its own, which only the platform resolves: no public record leads past the edge.
    new k8s.core.v1.Service(
      `${name}-entry`,
      {
        metadata: {
          ...metadata,
          name: `${steeringService.name}-entry`,
          annotations: published(entryAddress(region.name, domain)),
        },
        spec: { type: "ExternalName", externalName: args.entryName },
      },
      inside,
    );
    const service = new k8s.core.v1.Service(
      `${name}-service`,
      {
        metadata: {
          ...metadata,
          annotations: published(steeringAddress(region.name, domain)),
        },
        spec: {
          // Its name leads to the pod itself, which other regions reach by its address.
          clusterIP: "None",
          publishNotReadyAddresses: true,
          selector: labels,
          ports: [{ name: "http", port: steeringService.port, targetPort: "http" }],
        },
      },
      inside,
    );
    new k8s.apps.v1.Deployment(
      name,
      {
        metadata,
        spec: {
          replicas: 1,
          // The new one is heard before the old one goes, which first finishes a write that is under way.
          strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
          minReadySeconds: steeringService.minReadySeconds,
          revisionHistoryLimit: 3,
          selector: { matchLabels: labels },
          template: podTemplate({
            image,
            labels,
            configDigest: createHash("sha256").update(config).digest("hex"),
          }),
        },
      },
      { parent: this, dependsOn: [...args.after, secret, configMap, account, service] },
    );
  }
}
