import { controlStatements } from "../../../../components/facts/organization";
import { rule } from "../../../../policies/compliance/rules/scpNotWeaker";
import { documentOf } from "../../../support/documents";
import { absent, unknown, type Fixture, type RuleCases } from "../../../support/rules";

const labels = Object.keys(controlStatements());
const at = (label: string): number => labels.indexOf(label);
const policies = labels.map((label): Fixture => ({
  type: "aws:organizations/policy:Policy",
  name: label,
  props: { type: "SERVICE_CONTROL_POLICY", content: documentOf(...(controlStatements()[label] ?? [])) },
}));
const attachments = labels.map((label): Fixture => ({
  type: "aws:organizations/policyAttachment:PolicyAttachment",
  name: `${label}-attached`,
  props: { policyId: unknown, targetId: "ou-ab12-cd34ef56" },
  from: { policyId: [label] },
}));
/** Index of a statement in its policy. */
const statement = (label: string, sid: string): string => {
  const index = (controlStatements()[label] ?? []).findIndex(({ Sid }) => Sid === sid);
  if (index < 0) throw new Error(`${label} has no ${sid}`);
  return `content.Statement[${index}]`;
};
const weaker = (sid: string) => ({
  path: "content",
  found: "none as strong",
  wanted: `a statement no weaker than ${sid} of facts`,
});

export const cases: RuleCases = {
  rule,
  fixtures: [
    ...policies,
    ...attachments,
    // Speaks another language, and is no guard rail.
    {
      type: "aws:organizations/policy:Policy",
      name: "tags",
      props: { type: "TAG_POLICY", content: '{"tags":{}}' },
    },
  ],
  mutations: [
    ...Object.entries(controlStatements()).flatMap(([label, statements]) =>
      statements
        .filter(({ Sid }) => Sid !== "StayInRegions")
        .flatMap(({ Sid, Action = [] }) => [
          {
            name: `${Sid} allows instead`,
            resource: at(label),
            path: `${statement(label, Sid)}.Effect`,
            to: "Allow",
            finding: weaker(Sid),
          },
          {
            name: `${Sid} forgets its last action`,
            resource: at(label),
            path: `${statement(label, Sid)}.Action`,
            to: Action.slice(0, -1),
            finding: weaker(Sid),
          },
          {
            name: `${Sid} holds for one resource`,
            resource: at(label),
            path: `${statement(label, Sid)}.Resource`,
            to: "arn:aws:s3:::azora-africa-audit-111122223333",
            finding: weaker(Sid),
          },
          {
            name: `${Sid} spares somebody`,
            resource: at(label),
            path: `${statement(label, Sid)}.Condition`,
            to: { StringNotEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/developer" } },
            finding: weaker(Sid),
          },
        ]),
    ),
    {
      name: "one more service may be used anywhere",
      resource: at("regions"),
      path: `${statement("regions", "StayInRegions")}.NotAction[0]`,
      to: "s3:*",
      finding: weaker("StayInRegions"),
    },
    {
      name: "one more region may be used",
      resource: at("regions"),
      path: `${statement("regions", "StayInRegions")}.Condition.StringNotEquals["aws:RequestedRegion"][0]`,
      to: "us-east-1",
      finding: weaker("StayInRegions"),
    },
    {
      name: "an action by a pattern that could be another",
      resource: at("accounts"),
      path: `${statement("accounts", "NoAccessKeys")}.Action`,
      to: ["iam:CreateAccessKe?", "iam:Create?ervice*"],
      finding: weaker("NoAccessKeys"),
    },
    {
      name: "records in fewer buckets",
      resource: at("records"),
      path: `${statement("records", "KeepKeptRecords")}.Resource`,
      to: ["arn:aws:s3:::azora-*-audit-*", "arn:aws:s3:::azora-*-logs-*"],
      finding: weaker("KeepKeptRecords"),
    },
    {
      name: "one more may take public-access blocks away",
      resource: at("sharing"),
      path: `${statement("sharing", "KeepPublicAccessBlocks")}.Condition.ArnNotLike["aws:PrincipalArn"][3]`,
      to: "arn:aws:iam::*:role/developer",
      finding: weaker("KeepPublicAccessBlocks"),
    },
    {
      name: "the same by a looser operator",
      resource: at("sharing"),
      path: `${statement("sharing", "KeepPublicAccessBlocks")}.Condition`,
      to: { ArnNotLikeIfExists: { "aws:PrincipalArn": ["arn:aws:iam::*:role/azora-admin"] } },
      finding: weaker("KeepPublicAccessBlocks"),
    },
    {
      name: "shares with others that say they are none",
      resource: at("sharing"),
      path: `${statement("sharing", "NoExternalShares")}.Condition.Bool["ram:RequestedAllowsExternalPrincipals"]`,
      to: "false",
      finding: weaker("NoExternalShares"),
    },
    {
      name: "a root of one account",
      resource: at("accounts"),
      path: `${statement("accounts", "NoRoot")}.Condition.StringLike["aws:PrincipalArn"]`,
      to: "arn:aws:iam::111122223333:root",
      finding: weaker("NoRoot"),
    },
    {
      name: "the statement is gone",
      resource: at("records"),
      path: "content",
      to: documentOf(...(controlStatements()["records"] ?? []).slice(1)),
      finding: weaker("KeepRecords"),
    },
    {
      name: "a policy holds for nobody",
      resource: labels.length + at("accounts"),
      path: "@from.policyId",
      to: [],
      finding: { path: "", found: "attached to nothing", wanted: "attached to a root, unit or account" },
    },
    {
      name: "a policy holds for others",
      resource: labels.length + at("accounts"),
      path: "targetId",
      to: "ou-ab12-99999999",
      finding: {
        path: "targetId",
        found: '"ou-ab12-99999999"',
        wanted: "the target of all others: ou-ab12-cd34ef56",
      },
    },
    {
      name: "a policy holds for nobody's target",
      resource: labels.length + at("accounts"),
      path: "targetId",
      to: absent,
      finding: { path: "targetId", found: "absent" },
    },
    {
      name: "targetId is unknown",
      resource: labels.length + at("accounts"),
      path: "targetId",
      to: unknown,
      finding: { path: "targetId", found: "unknown", state: "undecided" },
    },
    {
      name: "a policy cannot be read",
      resource: at("accounts"),
      path: "content",
      to: "nonsense",
      finding: { path: "content", found: "absent", wanted: "a policy document with statements" },
    },
    {
      name: "no content",
      resource: at("accounts"),
      path: "content",
      to: absent,
      finding: { path: "content", found: "absent", wanted: "a policy document with statements" },
    },
    {
      name: "a policy of another kind",
      resource: at("sharing"),
      path: "type",
      to: "TAG_POLICY",
      finding: weaker("NoPublicImages"),
    },
    ...["content", "type"].map((path) => ({
      name: `${path} is unknown`,
      resource: at("records"),
      path,
      to: unknown,
      finding: { path, found: "unknown", state: "undecided" as const },
    })),
  ],
  survivors: [
    {
      path: "content.Statement[*].Condition",
      why: "a refusal without its condition holds for more",
    },
  ],
};
