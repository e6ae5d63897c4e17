import * as pulumi from "@pulumi/pulumi";

export interface KubeconfigArgs {
  readonly clusterName: string;
  readonly awsRegion: string;
  readonly endpoint: pulumi.Input<string>;
  /** Base64 of the PEM that signs the API server's certificate. */
  readonly certificateAuthority: pulumi.Input<string>;
}

/**
 * How to reach a cluster: no credential is stored, each call asks AWS for a token with the caller's own.
 * It is a secret all the same, since it names an endpoint that nobody outside needs to know.
 */
export function kubeconfig(args: KubeconfigArgs): pulumi.Output<string> {
  const { clusterName } = args;
  return pulumi.secret(
    pulumi.jsonStringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name: clusterName,
          cluster: { server: args.endpoint, "certificate-authority-data": args.certificateAuthority },
        },
      ],
      users: [
        {
          name: clusterName,
          user: {
            exec: {
              apiVersion: "client.authentication.k8s.io/v1beta1",
              command: "aws",
              args: [
                "--region",
                args.awsRegion,
                "eks",
                "get-token",
                "--cluster-name",
                clusterName,
                "--output",
                "json",
              ],
              interactiveMode: "Never",
            },
          },
        },
      ],
      contexts: [{ name: clusterName, context: { cluster: clusterName, user: clusterName } }],
      "current-context": clusterName,
    }),
  );
}
