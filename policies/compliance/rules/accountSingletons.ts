import { globalStackName } from "../../../components/facts/regions";
import type { Finding, ResourceView, StackRule } from "../../framework/rule";
import { singletons, type Singleton } from "../../shared/accountSingletons";
import { wrongResource } from "../../shared/finding";
import { effectiveRegion, regionAt, regionOfStack, stackOf } from "../../shared/places";

const identityProvider = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
const clusterType = "aws:eks/cluster:Cluster";

/** Whether a setting is made by a stack that another one's would overwrite. */
function isMisplaced(resource: ResourceView, { home }: Singleton): boolean {
  if (home === "global") return stackOf(resource.urn) !== globalStackName;
  // The stack that joins the regions has those to itself in which no region's stack runs.
  return !regionOfStack(resource.urn) && regionAt(effectiveRegion(resource)) !== undefined;
}

function keyOf(resource: ResourceView, { perRegion, by }: Singleton): string {
  const region = perRegion ? (effectiveRegion(resource) ?? "") : "";
  const told = by === undefined ? "" : (resource.props.text(by) ?? "");
  return `${resource.type} ${region} ${told}`;
}

export const rule: StackRule = {
  id: "account-singletons",
  title: "A setting of the account is made in one place",
  why: "An account has one password policy, one public-access block, one default encryption a region: two stacks that both make it overwrite each other, and deleting one takes it from all.",
  severity: "high",
  level: "mandatory",
  controls: { soc2: ["CC6.1", "CC8.1"], gdpr: ["32(1)(b)"], hipaa: ["164.312(a)(1)"] },
  scope: "stack",
  types: [...Object.keys(singletons), identityProvider],
  onUnknown: "fail",
  check: (stack) => {
    const findings: Finding[] = [];
    const seen = new Set<string>();
    const misplaced = ({ urn }: ResourceView, wanted: string): void => {
      const fix = "make it where policies/shared/accountSingletons.ts says";
      findings.push(wrongResource(`in the stack ${stackOf(urn)}`, wanted, fix, urn));
    };
    stack.each(Object.keys(singletons), (resource) => {
      const singleton = singletons[resource.type];
      if (!singleton) return;
      if (isMisplaced(resource, singleton))
        misplaced(
          resource,
          singleton.home === "global" ? `in the stack ${globalStackName}` : "in its region's stack",
        );
      const key = keyOf(resource, singleton);
      if (seen.has(key))
        findings.push(wrongResource("a second one", "one", "leave it to the other", resource.urn));
      seen.add(key);
    });
    // An identity provider is the account's; a region makes its cluster's own only, and never GitHub's.
    stack.each([identityProvider], (provider) => {
      const ofCluster = stack.sources(provider, "url").some(({ type }) => type === clusterType);
      if (!ofCluster && stackOf(provider.urn) !== globalStackName)
        misplaced(provider, `in the stack ${globalStackName}, or of a cluster of this one`);
    });
    return findings;
  },
};
