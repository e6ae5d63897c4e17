/** Objects that members, locks and entries all have. */
import { readFileSync } from "node:fs";
import path from "node:path";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { servingCertificate } from "../facts/addons";
import { postgresVersions } from "../facts/database";
import type { RegionContext } from "../shared";

/** What every part of the data plane in a region is built with. */
export interface DatabasePartArgs {
  readonly context: RegionContext;
  /** Name of the ClusterIssuer that signs for the region. */
  readonly issuerName: pulumi.Input<string>;
  /** Config map with every region's authority, in each of the data plane's namespaces. */
  readonly authoritiesConfigMap: string;
  /** What must exist first: guarded namespaces, add-ons, classes of volumes. */
  readonly after: readonly pulumi.Resource[];
}

/** The image, by its release: the registry never changes what a tag means. */
export function databaseImage({ accountId, region }: RegionContext): string {
  const { postgres, release } = postgresVersions;
  return `${accountId}.dkr.ecr.${region.awsRegion}.amazonaws.com/platform/postgres:${postgres}.${release}`;
}

/** Text of a script beside this file, which goes into a config map. */
export function script(name: string): string {
  return readFileSync(path.join(__dirname, "scripts", name), "utf8");
}

/** Has external-dns publish the pods behind a headless service by their own names; gone from caches in ten seconds. */
export function publishedPods(host: string): Record<string, string> {
  return {
    "external-dns.alpha.kubernetes.io/hostname": host,
    "external-dns.alpha.kubernetes.io/ttl": "10",
  };
}

export interface CertificateArgs {
  readonly name: string;
  readonly namespace: string;
  readonly issuerName: pulumi.Input<string>;
  /** What its holder is, for those that it calls. */
  readonly identity: string;
  readonly hosts: readonly string[];
}

/** A certificate by which its holder serves and calls, in a secret of its own name; cert-manager renews it with a new key. */
export function certificate(
  urnName: string,
  { name, namespace, issuerName, identity, hosts }: CertificateArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.apiextensions.CustomResource {
  return new k8s.apiextensions.CustomResource(
    urnName,
    {
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: { name, namespace },
      spec: {
        secretName: name,
        commonName: identity,
        dnsNames: [...hosts],
        duration: `${servingCertificate.validityHours}h`,
        renewBefore: `${servingCertificate.renewBeforeHours}h`,
        privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
        usages: ["digital signature", "server auth", "client auth"],
        issuerRef: { name: issuerName, kind: "ClusterIssuer", group: "cert-manager.io" },
      },
    },
    opts,
  );
}

/** Lets one of the pods go at a time when nodes are drained. */
export function oneAtATime(
  urnName: string,
  metadata: { readonly name: string; readonly namespace: string; readonly labels: Record<string, string> },
  opts: pulumi.CustomResourceOptions,
): k8s.policy.v1.PodDisruptionBudget {
  return new k8s.policy.v1.PodDisruptionBudget(
    urnName,
    { metadata, spec: { maxUnavailable: 1, selector: { matchLabels: metadata.labels } } },
    opts,
  );
}
