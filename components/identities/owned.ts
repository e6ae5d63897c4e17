/** Statements that tell what is a stack's own by its tag; pure, so that every one can be tested. */
import type { PolicyStatement } from "../shared";
import { allow, ownerTag } from "./boundaryParts";

const { existing, requested } = ownerTag;

/** Calls on the name by which a key is found. */
export const aliasActions = ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"] as const;

/** What is made carries the stack's tag from birth; nothing that already has an owner's tag can be taken over by it. */
export function making(
  Sid: string,
  actions: string | readonly string[],
  names: readonly string[],
): PolicyStatement {
  return allow(Sid, actions, "*", {
    StringEquals: { [requested]: names },
    Null: { [existing]: "true" },
  });
}

/** The names of calls of a service, as its key of conditions says which call made what is tagged. */
function callsOf(service: string, actions: readonly string[]): string[] {
  const prefix = `${service}:`;
  return actions
    .filter((action) => action.startsWith(prefix))
    .map((action) => action.slice(prefix.length))
    .filter((call) => /^(Allocate|Authorize|Create)/.test(call));
}

/**
 * Tags what is being made, and nothing that is there already. EC2 and load balancing say by which call something is made; KMS
 * says nothing of the kind, so that a key without an owner and without any alias is as good as new.
 */
export function tagging(actions: readonly string[], names: readonly string[]): PolicyStatement[] {
  const made = (service: string): PolicyStatement["Condition"] => ({
    StringEquals: { [requested]: names, [`${service}:CreateAction`]: callsOf(service, actions) },
  });
  return [
    allow("TagMade", "ec2:CreateTags", "*", made("ec2")),
    allow("TagMadeKeys", "kms:TagResource", "*", {
      StringEquals: { [requested]: names },
      Null: { [existing]: "true", "kms:ResourceAliases": "true" },
    }),
    ...(callsOf("elasticloadbalancing", actions).length > 0
      ? [allow("TagMadeGroups", "elasticloadbalancing:AddTags", "*", made("elasticloadbalancing"))]
      : []),
  ];
}

/** What is made stands in something that has the tag already: a subnet in its network. */
export function keeping(Sid: string, actions: readonly string[], names: readonly string[]): PolicyStatement {
  return allow(Sid, actions, "*", { StringEquals: { [existing]: names } });
}
