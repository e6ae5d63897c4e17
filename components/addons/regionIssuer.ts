import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { regionAuthority } from "../facts/addons";
import { namespaces } from "../facts/namespaces";
import { rootAuthority, type RegionContext } from "../shared";

export interface RegionIssuerArgs {
  readonly context: RegionContext;
  /** What must exist first: the releases of cert-manager and of trust-manager. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * The certificate authority of a region, until Vault takes over: a cluster issuer that signs with it, and its certificate
 * in every namespace. Why the key is made here and not in the cluster: `docs/decisions/0003-region-ca.md`.
 * Costs nothing to run.
 */
export class RegionIssuer extends pulumi.ComponentResource {
  /** The public part, which other regions are to trust. */
  readonly caCertificatePem: pulumi.Output<string>;
  /** Name of the ClusterIssuer. */
  readonly issuerName: pulumi.Output<string>;
  /** Name of the config map that every namespace has. */
  readonly trustConfigMapName: pulumi.Output<string>;
  /** The certificate's key in that config map. */
  readonly trustConfigMapKey: pulumi.Output<string>;

  constructor(name: string, args: RegionIssuerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:addons:RegionIssuer", name, {}, opts);

    const { context } = args;
    const { name: authority, certificateKey } = regionAuthority;
    const { privateKeyPem, certificatePem } = rootAuthority(
      name,
      `Azora ${context.region.name} region CA`,
      regionAuthority,
      this,
    );
    const secret = new k8s.core.v1.Secret(
      `${name}-secret`,
      {
        metadata: { name: authority, namespace: namespaces.certManager.name },
        type: "kubernetes.io/tls",
        stringData: { "tls.crt": certificatePem, "tls.key": pulumi.secret(privateKeyPem) },
      },
      { parent: this, dependsOn: [...args.after] },
    );
    new k8s.apiextensions.CustomResource(
      `${name}-issuer`,
      {
        apiVersion: "cert-manager.io/v1",
        kind: "ClusterIssuer",
        metadata: { name: authority },
        spec: { ca: { secretName: authority } },
      },
      { parent: this, dependsOn: [...args.after, secret] },
    );
    new k8s.apiextensions.CustomResource(
      `${name}-bundle`,
      {
        apiVersion: "trust.cert-manager.io/v1alpha1",
        kind: "Bundle",
        metadata: { name: authority },
        spec: {
          sources: [{ inLine: certificatePem }],
          // An empty selector means every namespace.
          target: { configMap: { key: certificateKey }, namespaceSelector: { matchLabels: {} } },
        },
      },
      { parent: this, dependsOn: [...args.after] },
    );

    this.caCertificatePem = certificatePem;
    this.issuerName = pulumi.output<string>(authority);
    this.trustConfigMapName = pulumi.output<string>(authority);
    this.trustConfigMapKey = pulumi.output<string>(certificateKey);
    this.registerOutputs({
      caCertificatePem: this.caCertificatePem,
      issuerName: this.issuerName,
      trustConfigMapName: this.trustConfigMapName,
      trustConfigMapKey: this.trustConfigMapKey,
    });
  }
}
