import type { Finding, ResourceView, StackRule } from "../../framework/rule";
import { wrong, wrongResource } from "../../shared/finding";

const awsProvider = "pulumi:providers:aws";
const kubernetesProvider = "pulumi:providers:kubernetes";
/** Packages that act on somebody's account or cluster. */
const watched = [awsProvider, kubernetesProvider, "pulumi:providers:cloudflare", "pulumi:providers:vault"];

/** The engine's own names for providers that nobody made. */
function isDefault(provider: { readonly name: string; readonly type: string }): boolean {
  return watched.includes(provider.type) && /^default(_|$)/.test(provider.name);
}

/** Keys of an AWS provider that hold a credential. */
const credentials = ["accessKey", "secretKey", "token"];

function checkAws({ urn, props }: ResourceView): Finding[] {
  const fix = "make the provider with awsProvider(…)";
  const accounts = props.json("allowedAccountIds");
  const region = props.at("region");
  return [
    ...(accounts.items().length > 0 ? [] : [wrong(accounts, "the account of the stack", fix)]),
    ...((region.text() ?? "") === "" ? [wrong(region, "the region of the stack", fix)] : []),
    ...credentials
      .map((key) => props.at(key))
      .filter((key) => key.exists)
      .map((key) => ({
        path: key.path,
        found: "a credential",
        wanted: "absent",
        fix: "assume a role instead",
      })),
  ].map((finding) => ({ urn, ...finding }));
}

export const rule: StackRule = {
  id: "provider-explicit",
  title: "Every resource names its provider, and a provider its account",
  why: "A default provider takes whatever credentials and region lie in the environment: the same program then builds in another account, or tears down another cluster.",
  severity: "critical",
  level: "mandatory",
  controls: { soc2: ["CC6.1", "CC8.1"], gdpr: ["32(1)(b)"], hipaa: ["164.312(a)(1)"], ccpa: ["1798.100(e)"] },
  scope: "stack",
  types: "all",
  general: true,
  onUnknown: "fail",
  check: (stack) => {
    const fix = "pass the stack's provider in the options";
    const findings: Finding[] = stack.resources.flatMap(({ urn, provider }) =>
      provider && isDefault(provider)
        ? [
            wrongResource(
              `the default provider ${provider.name}`,
              "a provider that the program makes",
              fix,
              urn,
            ),
          ]
        : [],
    );
    stack.each([awsProvider], (provider) => {
      if (!isDefault(provider)) findings.push(...checkAws(provider));
    });
    stack.each([kubernetesProvider], (provider) => {
      const { urn, props } = provider;
      if (isDefault(provider)) return;
      const given = props.keys().includes("kubeconfig");
      // One that derives from a cluster is not known yet, and is not read.
      if (given && stack.sources(provider, "kubeconfig").length > 0) return;
      const kubeconfig = props.at("kubeconfig");
      if (!kubeconfig.exists)
        findings.push({ urn, ...wrong(kubeconfig, "the cluster's own", "build it from the cluster") });
    });
    return findings;
  },
};
