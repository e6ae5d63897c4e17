import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";

/** A family of AWS' own images at one version: `bottlerocket@v1.68.1`, `al2023@v20260107`. */
const pinnedAlias = /^[a-z0-9]+@v[0-9][0-9A-Za-z.-]*$/;

export const rule: ResourceRule = {
  id: "kubernetes-node-images",
  title: "Karpenter's nodes run a pinned image of AWS' or one by its id",
  why: "`@latest` replaces every node on the day an image appears, and a search by name or tag finds whoever published an image of that name.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.8", "CC8.1"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.308(a)(5)(ii)(B)", "164.312(c)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: ["kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"],
  onUnknown: "fail",
  check: ({ props }) => {
    const terms = props.at("spec", "amiSelectorTerms");
    const fix = "take the image from facts/nodes.ts";
    if (terms.items().length === 0) return [wrong(terms, "an alias with a version, or an id", fix)];
    return terms.items().flatMap((term) => {
      const alias = term.at("alias");
      if (alias.exists)
        return pinnedAlias.test(alias.text() ?? "") ? [] : [wrong(alias, "an alias with a version", fix)];
      return /^ami-[0-9a-f]+$/.test(term.text("id") ?? "")
        ? []
        : [wrong(term, "an alias with a version, or an id", fix)];
    });
  },
};
