import type { ResourceRule } from "../../framework/rule";
import { access } from "../../shared/controls";
import { allowing, unreadable } from "../../shared/iam";
import { keyTypes } from "../../shared/keys";
import { outsiders } from "../../shared/outsiders";

export const rule: ResourceRule = {
  id: "keys-bound-principals",
  title: "A key's policy lets in nobody whom it does not name",
  why: "A key is what keeps a copied store unreadable; a policy that admits everybody, or a service for everybody, gives it to every AWS account. ARNs that are known only after deployment defer the rule.",
  severity: "critical",
  level: "mandatory",
  controls: access,
  scope: "resource",
  types: [...keyTypes, "aws:kms/keyPolicy:KeyPolicy"],
  onUnknown: "defer",
  check: (key) => {
    const policy = key.props.at("policy");
    // Without a policy of its own a key obeys its account ("Default key policy", KMS developer guide).
    if (!policy.exists) return [];
    const document = policy.json();
    return [...unreadable(document), ...allowing(document).flatMap((statement) => outsiders(statement, key))];
  },
};
