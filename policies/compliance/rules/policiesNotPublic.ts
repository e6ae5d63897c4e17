import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import {
  allowing,
  callerKeys,
  isBoundBy,
  isOpenToAll,
  unboundServicesOf,
  unreadable,
} from "../../shared/iam";
import { resourcePolicies } from "../../shared/resourcePolicies";

/** Types that let one principal in by fields of their own, and the fields that bind it. */
const permissions: Readonly<Record<string, readonly string[]>> = {
  "aws:cloudwatch/eventPermission:EventPermission": ["condition"],
  "aws:lambda/layerVersionPermission:LayerVersionPermission": ["organizationId"],
  "aws:lambda/permission:Permission": ["sourceAccount", "sourceArn", "principalOrgId"],
};

const fix = "name the principals, or bind them by aws:SourceAccount, aws:SourceArn or aws:PrincipalOrgID";

function checkStatement(statement: Reader): Finding[] {
  const inverted = statement.at("NotPrincipal");
  if (isOpenToAll(statement) && !isBoundBy(statement, callerKeys))
    return [
      wrong(
        inverted.exists ? inverted : statement.at("Principal"),
        "principals by name, or a condition on the caller",
        fix,
      ),
    ];
  return unboundServicesOf(statement).map((service) =>
    wrong(statement.at("Condition"), `aws:SourceAccount or aws:SourceArn for ${service}`, fix),
  );
}

function checkPermission(props: Reader, bounds: readonly string[]): Finding[] {
  const principal = props.at("principal");
  const name = principal.text() ?? "*";
  const everybody = name === "*" || name.endsWith(".amazonaws.com");
  const url = props.at("functionUrlAuthType");
  return [
    ...(url.text() === "NONE" ? [wrong(url, "AWS_IAM", "let callers of the URL sign their requests")] : []),
    ...(everybody && !bounds.some((bound) => props.at(bound).exists)
      ? [wrong(principal, `a principal by name, or ${bounds.join(", ")}`, fix)]
      : []),
  ];
}

export const rule: ResourceRule = {
  id: "policies-not-public",
  title: "Nobody from outside is let in by a resource's policy",
  why: "A queue, topic, secret, repository or bus with an open policy is on the internet, whatever the network says; and a service that is let in for everybody can be sent by any customer of AWS.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["25(2)", "32(1)(b)"],
    hipaa: ["164.312(a)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: [...Object.keys(resourcePolicies), ...Object.keys(permissions)],
  onUnknown: "defer",
  check: ({ type, props }) => {
    const bounds = permissions[type];
    if (bounds) return checkPermission(props, bounds);
    const policy = props.at(resourcePolicies[type] ?? "");
    if (!policy.exists) return [];
    const document = policy.json();
    return [...unreadable(document), ...allowing(document).flatMap(checkStatement)];
  },
};
