import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { isOfOwn, isOpen, type OwnAccounts } from "../../shared/conditions";
import { wrong } from "../../shared/finding";
import { allowing, accountOf, unreadable } from "../../shared/iam";
import { outsiders } from "../../shared/outsiders";
import { ownAccounts } from "../../shared/places";
import { policiesIn, resourcePolicies } from "../../shared/resourcePolicies";

type Binds = (value: string, own: OwnAccounts) => boolean;

const namesOne: Binds = (value) => !isOpen(value);

/** Types that let one principal in by fields of their own, and the fields that bind it, by what makes them do so. */
const permissions: Readonly<Record<string, Readonly<Record<string, Binds>>>> = {
  "aws:cloudwatch/eventPermission:EventPermission": { "condition.value": namesOne },
  "aws:lambda/layerVersionPermission:LayerVersionPermission": { organizationId: namesOne },
  "aws:lambda/permission:Permission": {
    sourceAccount: isOfOwn,
    sourceArn: isOfOwn,
    principalOrgId: namesOne,
  },
};

/** A principal of IAM: an account's number, or an ARN; anything else is a service. */
const accountOrArn = /^(\d{12}$|arn:)/;

function checkPermission(
  props: Reader,
  bounds: Readonly<Record<string, Binds>>,
  own: OwnAccounts,
): Finding[] {
  const principal = props.at("principal");
  const name = principal.text() ?? "*";
  const url = props.at("functionUrlAuthType");
  const isBound = (): boolean =>
    Object.entries(bounds).some(([field, binds]) => {
      const value = props.text(...field.split("."));
      return value !== undefined && binds(value, own);
    });
  const fields = Object.keys(bounds).join(", ");
  return [
    ...(url.text() === "NONE" ? [wrong(url, "AWS_IAM", "let callers of the URL sign their requests")] : []),
    ...(accountOrArn.test(name)
      ? own().includes(accountOf(name))
        ? []
        : [wrong(principal, "a principal of our own accounts", "name a principal of the stack's account")]
      : isBound()
        ? []
        : [wrong(principal, `a principal by name, or ${fields}`, `bind the principal by ${fields}`)]),
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
  check: (resource) => {
    const { type, props } = resource;
    const bounds = permissions[type];
    if (bounds) return checkPermission(props, bounds, () => ownAccounts(resource));
    return policiesIn(type, props).flatMap((policy) => {
      const document = policy.json();
      return [
        ...unreadable(document),
        ...allowing(document).flatMap((statement) => outsiders(statement, resource)),
      ];
    });
  },
};
