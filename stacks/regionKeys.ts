import { verifierExamples, verifierPattern } from "../components/cache";
import { edgeClientAuthority, originAuthoritiesMax } from "../components/facts/edgeOrigins";
import { spotShareStepPercent, systemNodes, workerNodes } from "../components/facts/nodes";
import { costTargets } from "../components/facts/promises";
import { authorities, exampleAuthority } from "./certificates";
import { cloudflareAccountId, commonKeys, roleArn } from "./commonKeys";
import { receiverSecrets } from "./receiverKeys";
import { flag, integer, list, oneOf, optional, secret, text } from "./schema";

const imageDigest = /^sha256:[0-9a-f]{64}$/;
const cidr = /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/;

/** Keys of a region's stack. */
export const regionKeys = {
  ...commonKeys,
  phase: oneOf(["network", "complete"], {
    description:
      "How much of the region is built: `network` for the first `pulumi up`, which makes the network and the runner; `complete` for everything, from inside the network.",
    fallback: "complete",
    example: "complete",
  }),
  zones: optional(
    list({
      description: "The three availability zones in use. Default: those in facts.",
      items: "zones of the region",
      pattern: /^[a-z]{2}-[a-z]+-\d[a-z]$/,
      count: [3, 3],
      example: "[eu-central-1a, eu-central-1b, eu-central-1c]",
    }),
  ),
  natGateways: oneOf(["per-zone", "single"], {
    description: "NAT gateways: one a zone (survives the loss of a zone) or one in all (cheaper).",
    fallback: "per-zone",
    example: "per-zone",
  }),
  corporateCidrs: list({
    description: "Networks behind the transit gateway that may reach the cluster's private API.",
    items: "IPv4 blocks such as 192.168.0.0/20 that overlap no region",
    pattern: cidr,
    fallback: [],
    example: "[192.168.0.0/20]",
  }),
  kubernetesVersion: optional(
    text({
      description: "Kubernetes version of the cluster. Default: the newest in facts.",
      allowed: "the version in facts that the add-ons are built for, while it is in standard support",
      pattern: /^1\.\d{2}$/,
      example: '"1.36"',
    }),
  ),
  adminRoleArns: list({
    description: "IAM roles that administer the cluster.",
    items: "IAM role ARNs",
    pattern: roleArn,
    count: [1, 8],
    example: "[arn:aws:iam::111122223333:role/azora-admin]",
  }),
  deployerRoleArns: list({
    description: "IAM roles that deploy this program; the workflow `deploy` assumes them by GitHub's OIDC.",
    items: "IAM role ARNs",
    pattern: roleArn,
    count: [1, 8],
    example: "[arn:aws:iam::111122223333:role/azora-deployer]",
  }),
  viewerRoleArns: list({
    description: "IAM roles that may look and not touch.",
    items: "IAM role ARNs",
    pattern: roleArn,
    count: [0, 8],
    fallback: [],
    example: "[arn:aws:iam::111122223333:role/azora-viewer]",
  }),
  systemNodesMin: integer({
    description: "Fewest nodes of the system node group; one a zone at least.",
    min: systemNodes.minSize,
    max: systemNodes.maxSizeMax,
    fallback: systemNodes.minSize,
    example: "3",
  }),
  systemNodesMax: integer({
    description: "Most nodes of the system node group.",
    min: systemNodes.minSize,
    max: systemNodes.maxSizeMax,
    // An update brings the new nodes before the old ones leave.
    fallback: 2 * systemNodes.minSize,
    example: "6",
  }),
  cpuLimit: integer({
    description: "Most vCPUs that Karpenter may run at a time, in each of its pools.",
    min: workerNodes.vcpuBelow,
    max: workerNodes.vcpuLimitMax,
    fallback: workerNodes.vcpuLimitDefault,
    example: "512",
  }),
  spotSharePercent: integer({
    description: "Share of pods, in percent, that spreads to spot nodes where they may be interrupted.",
    min: spotShareStepPercent,
    max: 100 - spotShareStepPercent,
    step: spotShareStepPercent,
    fallback: costTargets.spotSharePercentMin + 10,
    example: "70",
  }),
  edge: flag({
    description: "Whether the region's Local Zone is used, where facts give it one.",
    fallback: true,
    example: "true",
  }),
  edgeCertificateArn: optional(
    text({
      description:
        "ACM certificate that the Local Zone's load balancer shows to the edge; needed where the Local Zone is used.",
      allowed: "the ARN of an ACM certificate",
      pattern: /^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]{36}$/,
      example: "arn:aws:acm:af-south-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000",
    }),
  ),
  edgeClientCa: authorities({
    description:
      "Certificate of the authority that signs the edge's client certificate: output `edgeClientCa` of the global stack's phase `identities`; while it is replaced, the new one beside it. Who shows no certificate of theirs is not let in.",
    most: edgeClientAuthority.certificatesMax,
    example: JSON.stringify(exampleAuthority),
  }),
  serviceRepositories: list({
    description: "Image repositories of service teams, beside the platform's own.",
    items: "repository names such as payments/api",
    pattern: /^[a-z][a-z0-9-]*(\/[a-z][a-z0-9-]*)*$/,
    fallback: [],
    example: "[payments/api]",
  }),
  runnerRepositoryUrl: text({
    description: "The repository whose workflows may use the region's runner.",
    allowed: "https://github.com/OWNER/NAME",
    pattern: /^https:\/\/github\.com\/[\w.-]+\/[\w.-]+$/,
    example: "https://github.com/azora/platform",
  }),
  runnerConnectionArn: text({
    description:
      "How the runner signs in to GitHub: a connection that a person authorised once, or a secret with a token where AWS offers no connections (af-south-1).",
    allowed: "the ARN of a CodeConnections connection or of a Secrets Manager secret",
    pattern:
      /^arn:aws:((codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection\/[0-9a-f-]{36}|secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+)$/,
    example:
      "arn:aws:codeconnections:eu-central-1:111122223333:connection/0a1b2c3d-0000-4000-8000-000000000000",
  }),
  runnerActorIds: list({
    description: "GitHub accounts whose jobs the runner takes, by number; a fork's author is none of them.",
    items: "numeric GitHub account ids, in quotes",
    pattern: /^[1-9]\d{0,11}$/,
    count: [1, 32],
    example: '["1234567"]',
  }),
  chartMirror: optional(
    text({
      description:
        "A mirror of all Helm charts, for networks that reach no other registry; unless it is an ECR, the rule helm-sources must allow it (`mirrors` in policies/compliance/config.json).",
      allowed: "an oci:// address",
      pattern: /^oci:\/\/[\w.:/-]+[\w]$/,
      example: "oci://registry.azora.example/charts",
    }),
  ),
  chartMirrorUsername: optional(
    text({
      description: "User of the chart mirror.",
      allowed: "1 to 64 characters without blanks",
      pattern: /^\S{1,64}$/,
      example: "azora",
    }),
  ),
  chartMirrorPassword: secret(
    text({
      description: "Password of the chart mirror.",
      allowed: "a secret of 8 characters or more: pulumi config set --secret azora:chartMirrorPassword",
      pattern: /^.{8,}$/s,
      example: "(secure)",
    }),
  ),
  edgeSteeringDigest: optional(
    text({
      description:
        "Digest of the image of the edge-steering controller in the region's registry; switches the controller on.",
      allowed: "sha256: and 64 hexadecimal digits",
      pattern: imageDigest,
      example: "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    }),
  ),
  edgeSteeringToken: secret(
    text({
      description: "Token of Cloudflare's API for the region's edge-steering controller, of its own.",
      allowed: "a secret of 40 characters or more: pulumi config set --secret azora:edgeSteeringToken",
      pattern: /^.{40,}$/s,
      example: "(secure, a token of 40 characters or more)",
    }),
  ),
  edgeSteeringKeys: secret(
    text({
      description:
        "Keys by which the regions' edge-steering controllers prove their reports, the same in every region: one a line, the newest first.",
      allowed: "a secret, keys of 32 characters or more: pulumi config set --secret azora:edgeSteeringKeys",
      pattern: /^.{32,}$/s,
      example: "(secure, keys of 32 characters or more)",
    }),
  ),
  edgeSteeringIdentity: secret(
    text({
      description:
        "Certificate and key that the region's edge-steering controller shows to the other regions' entries, PEM: of the global stack's output `probeIdentities`, the region's own.",
      allowed: "a secret, certificate and key in PEM: pulumi config set --secret azora:edgeSteeringIdentity",
      // The controller says at its start what is wrong with it; offline nobody can decrypt a secret.
      pattern: /^.{40,}$/s,
      example: "(secure, a certificate and its key, in PEM)",
    }),
  ),
  edgeSteeringAuthorities: optional(
    authorities({
      description:
        "Authorities that sign what the regions' entries show: output `originAuthorities` of the global stack.",
      most: originAuthoritiesMax,
      example: JSON.stringify(exampleAuthority),
    }),
  ),
  operatorDigest: optional(
    text({
      description:
        "Digest of the operator's image in the region's registry; switches the workflows on that restore databases and rehearse recovery.",
      allowed: "sha256: and 64 hexadecimal digits",
      pattern: imageDigest,
      example: "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    }),
  ),
  restorerRoleArns: list({
    description:
      "IAM roles of other regions' restores (each stack's output `restorerRoleArn`), which may then stop and start what this region has of their databases; needs `operatorDigest`.",
    items: "IAM role ARNs",
    pattern: roleArn,
    count: [0, 64],
    fallback: [],
    example: "[arn:aws:iam::111122223333:role/azora-europe-wf-restore-database]",
  }),
  cloudflareAccountId: optional(cloudflareAccountId),
  ...receiverSecrets,
  cacheVerifiers: optional(
    list({
      description:
        "By what every region's passwords for the cache are checked (each stack's output `cacheVerifiers`); with `regionAuthorities` it switches the cache on.",
      items:
        "verifiers such as africa/sentinel/ and 64 hexadecimal digits, of each region and user one or more",
      pattern: verifierPattern,
      count: [1, 1024],
      example: `[${verifierExamples().join(", ")}]`,
    }),
  ),
  regionAuthorities: optional(
    authorities({
      description:
        "Certificates of every region's authority (each stack's output `caCertificatePem`); switches the data plane on, whose members trust each other across regions.",
      most: originAuthoritiesMax,
      example: JSON.stringify(exampleAuthority),
    }),
  ),
};

/** Keys of a region's stack that switch its edge-steering controller on, together. */
export const steeringKeys = [
  "edgeSteeringDigest",
  "edgeSteeringToken",
  "edgeSteeringKeys",
  "edgeSteeringIdentity",
  "edgeSteeringAuthorities",
  "cloudflareAccountId",
] as const;
