import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { edgeClientAuthority, edgeTrustPurpose } from "../facts/edgeOrigins";
import type { RegionContext } from "../shared";
import { PrivateBucket } from "../storage";
import { edgeTrustName } from "./limits";

export interface EdgeTrustArgs {
  readonly context: RegionContext;
  /** Certificate of the authority that signs the edge's client certificate, PEM. */
  readonly edgeClientCa: string;
  /** KMS key of internal data. */
  readonly keyArn: pulumi.Input<string>;
}

/** Whom a load balancer that ends TLS takes for the edge: bearers of the zone's own client certificate. Costs nothing to run. */
export class EdgeTrust extends pulumi.ComponentResource {
  readonly trustStoreArn: pulumi.Output<string>;

  constructor(name: string, args: EdgeTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:ingress:EdgeTrust", name, {}, opts);
    const { context, keyArn } = args;
    const physicalName = edgeTrustName(context);
    const bucket = new PrivateBucket(
      `${name}-authorities`,
      {
        context,
        purpose: edgeTrustPurpose,
        service: "ingress",
        dataClass: "internal",
        keyArn,
        // A load balancer keeps what it read; nothing here is of use longer than the authority whose certificate it is.
        expireAfterDays: edgeClientAuthority.validityDays,
      },
      { parent: this },
    );
    // The bucket's policy must be in force before anything lies in it, hence the name through the ARN.
    const bucketName = pulumi.all([bucket.bucketName, bucket.arn]).apply(([known]) => known);
    const bundle = new aws.s3.BucketObject(
      `${name}-bundle`,
      {
        bucket: bucketName,
        key: "edge-client-ca.pem",
        content: args.edgeClientCa,
        contentType: "application/x-pem-file",
        tags: context.tags({ service: "ingress", dataClass: "internal" }),
      },
      { parent: this },
    );
    const store = new aws.lb.TrustStore(
      `${name}-store`,
      {
        name: physicalName,
        caCertificatesBundleS3Bucket: bundle.bucket,
        caCertificatesBundleS3Key: bundle.key,
        caCertificatesBundleS3ObjectVersion: bundle.versionId,
        tags: context.tags({ service: "ingress", name: physicalName }),
      },
      { parent: this },
    );
    this.trustStoreArn = store.arn;
    this.registerOutputs({ trustStoreArn: this.trustStoreArn });
  }
}
