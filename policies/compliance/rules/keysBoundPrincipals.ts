import type { ResourceRule } from "../../framework/rule";
import { access } from "../../shared/controls";
import { wrong } from "../../shared/finding";
import { allowing, callerKeys, isAboutEverybody, isBoundBy } from "../../shared/iam";
import { keyTypes } from "../../shared/keys";

export const rule: ResourceRule = {
  id: "keys-bound-principals",
  title: "A key's policy lets in nobody whom it does not name",
  why: "A key is what keeps a copied store unreadable; a policy that admits everybody gives it to every AWS account. ARNs that are known only after deployment defer the rule.",
  severity: "critical",
  level: "mandatory",
  controls: access,
  scope: "resource",
  types: [...keyTypes, "aws:kms/keyPolicy:KeyPolicy"],
  onUnknown: "defer",
  check: ({ props }) => {
    // Without a policy of its own a key obeys its account ("Default key policy", KMS developer guide).
    if (!props.at("policy").exists) return [];
    const document = props.json("policy");
    if (!document.at("Statement").exists)
      return [wrong(props.at("policy"), "a policy document", "write the policy as JSON with statements")];
    return allowing(document)
      .filter((statement) => isAboutEverybody(statement) && !isBoundBy(statement, callerKeys))
      .map((statement) =>
        wrong(
          statement.at(statement.at("NotPrincipal").exists ? "NotPrincipal" : "Principal"),
          "named principals, or a condition on the caller",
          "name who may use the key, or bind the statement by kms:CallerAccount",
        ),
      );
  },
};
