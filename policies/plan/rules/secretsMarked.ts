import type { PlanRule } from "../../framework/rule";
import { keyedTexts } from "../../shared/keyedTexts";
import { isSecretByName } from "../../shared/secretKeys";

/** Fields that hold a secret and whose name does not say so, by type. */
const secretFields: Readonly<Record<string, readonly RegExp[]>> = {
  "aws:codebuild/sourceCredential:SourceCredential": [/^token$/],
  "aws:secretsmanager/secretVersion:SecretVersion": [/^secretString(Wo)?$/, /^secretBinary$/],
  "kubernetes:core/v1:Secret": [/^(data|stringData)\b/],
  "kubernetes:core/v1:SecretList": [/^items\[\d+\]\.(data|stringData)\b/],
  "kubernetes:core/v1:SecretPatch": [/^(data|stringData)\b/],
  "pulumi:providers:aws": [/^(accessKey|secretKey|token)$/],
  "pulumi:providers:cloudflare": [/^(apiKey|apiToken)$/],
  "pulumi:providers:kubernetes": [/^kubeconfig$/],
  "pulumi:providers:vault": [/^token$/],
};

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
  check: ({ type }, open) => {
    const fields = open.filter(
      ({ path, text }) => text !== "" && secretFields[type]?.some((field) => field.test(path)),
    );
    const named = keyedTexts(open).filter(isSecretByName);
    return [...new Set([...fields, ...named].map(({ path }) => path))].map((path) => ({
      path,
      found: "in plain text",
      wanted: "a value marked as secret",
      fix: "take it from config.requireSecret, a provider's secret output or pulumi.secret",
    }));
  },
};
