/** Objects that servers of every kind have beside their pods, and where the pods find them. */
import type { PartMetadata } from "./memberSet";
import { createHash } from "node:crypto";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { servingCertificate } from "../facts/addons";

/** Where every pod of the data plane finds its certificate and whom it trusts. */
export const podPaths = {
  tls: "/etc/azora/tls",
  /** Certificate and key, by which its holder serves and by which it calls others. */
  certificate: "/etc/azora/tls/tls.crt",
  key: "/etc/azora/tls/tls.key",
  authoritiesHome: "/etc/azora/authorities",
  /** Every region's authority, since members call each other across regions. */
  authorities: "/etc/azora/authorities/authorities.pem",
} as const;

/** Key of the authorities in their ConfigMap, and the last part of their path. */
export const authoritiesKey = "authorities.pem";

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
  metadata: PartMetadata,
  opts: pulumi.CustomResourceOptions,
): k8s.policy.v1.PodDisruptionBudget {
  return new k8s.policy.v1.PodDisruptionBudget(
    urnName,
    { metadata, spec: { maxUnavailable: 1, selector: { matchLabels: metadata.labels } } },
    opts,
  );
}

/** How a pod's settings are told in a label or annotation. */
export const digestOf = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 32);
