/** How much of what there is a resource in an IAM policy stands for. */

/** Services whose ARNs give a resource's name without a word for its kind; those of S3 that name no account. */
const withoutKind = ["codecommit", "codepipeline", "execute-api", "s3", "sns", "sqs"];

/** The word for a kind: `role/`, `secret:`, `/restapis/`. */
const kind = /^\/?(autoScalingGroup:[^:]*:autoScalingGroupName|[A-Za-z][\w.-]*)[/:]/;

/** Beginnings that are AWS' own and name nothing of ours: paths of IAM and of logs, a user pool's region. */
const notOurs = /^(\/?(aws|aws-reserved|aws-service-role|service-role)\/([^/*?]*\/)?|[a-z]{2}(-[a-z]+)+-\d_)/;

/**
 * How many letters and digits a name must have before its first wildcard: more than `azora-`, with which every name of the
 * platform begins, and fewer than with the region that follows.
 */
const lettersMin = 8;

/** A variable fits whatever the request says; `${*}`, `${?}` and `${$}` are the characters themselves. */
function withoutVariables(resource: string): string {
  return resource.replaceAll(/\$\{[*?$]\}/g, "_").replaceAll(/\$\{[^}]*\}?/g, "*");
}

/** Whether a resource stands for more than is below one name: `*`, `arn:aws:iam::*:role/*`, `arn:aws:s3:::a*`. */
export function isBroad(resource: string): boolean {
  const text = withoutVariables(resource);
  if (!text.startsWith("arn:")) return /[*?]/.test(text);
  const [, , service = "*", , account = "", ...rest] = text.split(":");
  const last = rest.join(":");
  if (/[*?]/.test(service) || /^[/:]*$/.test(last)) return true;
  if (!/[*?]/.test(last)) return false;
  const untyped = withoutKind.includes(service) && !(service === "s3" && account !== "");
  if (!untyped && !kind.test(last)) return true;
  const [literal = "", ...wild] = (untyped ? last : last.replace(kind, "").replace(notOurs, "")).split(
    /[*?]/,
  );
  const isWhole = wild.length === 0 || (untyped && /^[^/:]+[/:]/.test(literal));
  return !isWhole && letters(literal) < lettersMin;
}

function letters(text: string): number {
  return text.replaceAll(/[^A-Za-z0-9]/g, "").length;
}

/** The same patterns stand in many policies, and each is held against many actions. */
const expressions = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  const known = expressions.get(pattern);
  if (known) return known;
  const parts = withoutVariables(pattern)
    .toLowerCase()
    .split(/([*?])/)
    .map((part) => ({ "*": ".*", "?": "." })[part] ?? part.replaceAll(/[\\^$.+()[\]{}|]/g, "\\$&"));
  const expression = new RegExp(`^${parts.join("")}$`);
  expressions.set(pattern, expression);
  return expression;
}

/** Whether a pattern of actions, such as `iam:*Policy`, takes one in; IAM tells no upper from lower case. */
export function takesIn(pattern: string, action: string): boolean {
  return expressionOf(pattern).test(action.toLowerCase());
}
