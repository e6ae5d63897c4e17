import type { OpenText, PlanRule } from "../../framework/rule";

/** Fields that hold a secret and whose name does not say so, by type. */
const secretFields: Readonly<Record<string, readonly RegExp[]>> = {
  "aws:codebuild/sourceCredential:SourceCredential": [/^token$/],
  "aws:secretsmanager/secretVersion:SecretVersion": [/^secretString$/, /^secretBinary$/],
  "kubernetes:core/v1:Secret": [/^(data|stringData)\b/],
  "pulumi:providers:aws": [/^(accessKey|secretKey|token)$/],
  "pulumi:providers:cloudflare": [/^(apiKey|apiToken)$/],
  "pulumi:providers:kubernetes": [/^kubeconfig$/],
  "pulumi:providers:vault": [/^token$/],
};

/** Keys that hold a secret wherever they stand. */
const secretKey =
  /(password|passwd|passphrase|token|secret|secret-?key|api-?key|access-?key|private-?key|credentials?|connection-?string)$/i;

/** Keys that end like a secret's and hold something else: how metadata is asked for, where a Secret is. */
const harmlessKeys: readonly string[] = [
  // EC2's instance metadata: whether a token must be shown.
  "httpTokens",
  // Kubernetes: whether a service account's token is mounted.
  "automountServiceAccountToken",
];

/** A pointer to where a secret is kept. */
const pointer = /^(arn:|https?:\/\/|\$\{|vault:)/;

/** Volumes, references and switches name a secret; none of them holds one. */
const referring = /(^|\.)(secretRef|secretKeyRef|valueFrom|volumes?|imagePullSecrets|tls)(\.|\[|$)/;

function isSecret(type: string, { path, key, text }: OpenText): boolean {
  if (text === "") return false;
  if (secretFields[type]?.some((field) => field.test(path))) return true;
  if (!secretKey.test(key) || harmlessKeys.includes(key)) return false;
  return !pointer.test(text) && !referring.test(path) && !/^(true|false|\d+)$/.test(text);
}

export const rule: PlanRule = {
  id: "secrets-marked",
  title: "Secrets are marked as secrets",
  why: "What is not marked stands in plain text in the state, in every diff and in every log of the deployment.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.7"],
    gdpr: ["32(1)(a)"],
    hipaa: ["164.312(a)(2)(iv)", "164.312(d)"],
    ccpa: ["1798.150(a)"],
  },
  scope: "plan",
  check: ({ type }, open) =>
    open
      .filter((text) => isSecret(type, text))
      .map(({ path }) => ({
        path,
        found: "in plain text",
        wanted: "a value marked as secret",
        fix: "take it from config.requireSecret, a provider's secret output or pulumi.secret",
      })),
};
