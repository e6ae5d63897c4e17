import type { Finding, ResourceView, StackRule } from "../../framework/rule";
import { wrong, wrongResource } from "../../shared/finding";
import { packageNames, packageOf } from "../../shared/packages";

const awsProvider = "pulumi:providers:aws";
const kubernetesProvider = "pulumi:providers:kubernetes";
/** The engine's own names for providers that nobody made. */
const defaultName = /^default(_|$)/;

function checkPackage({ urn, type }: ResourceView): Finding[] {
  return packageOf(type)
    ? []
    : [
        wrongResource(
          `a resource of another package: ${type}`,
          `one of ${packageNames.join(", ")}`,
          "use a package whose types rules know, or add it to policies/shared/packages.ts with rules for its types",
          urn,
        ),
      ];
}

function checkProvider({ urn, provider }: ResourceView): Finding[] {
  if (!provider || !defaultName.test(provider.name) || packageOf(provider.type)?.explicit === false)
    return [];
  const found = `the default provider ${provider.name}`;
  return [
    wrongResource(
      found,
      "a provider that the program makes",
      "pass the stack's provider in the options",
      urn,
    ),
  ];
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
  title: "Every resource is of a known package and names its provider, and a provider its account",
  why: "A default provider takes whatever credentials and region lie in the environment: the same program then builds in another account, or tears down another cluster. A package that no rule knows reaches the same account past every other rule.",
  severity: "critical",
  level: "mandatory",
  controls: { soc2: ["CC6.1", "CC8.1"], gdpr: ["32(1)(b)"], hipaa: ["164.312(a)(1)"], ccpa: ["1798.100(e)"] },
  scope: "stack",
  types: "all",
  general: true,
  onUnknown: "fail",
  check: (stack) => {
    const findings = stack.resources.flatMap((resource) => [
      ...checkPackage(resource),
      ...checkProvider(resource),
    ]);
    stack.each([awsProvider], (provider) => {
      if (!defaultName.test(provider.name)) findings.push(...checkAws(provider));
    });
    stack.each([kubernetesProvider], (provider) => {
      const { urn, props } = provider;
      if (defaultName.test(provider.name)) return;
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
