import { rule } from "../../../../policies/compliance/rules/backupVaultsRefuse";
import { setsUp, vault } from "../../../support/backupFixtures";
import { absent, unknown, type Mutation, type RuleCases } from "../../../support/rules";

const refusals = [
  "backup:DeleteBackupVault",
  "backup:DeleteBackupVaultAccessPolicy",
  "backup:DeleteRecoveryPoint",
  "backup:DisassociateRecoveryPoint",
  "backup:DisassociateRecoveryPointFromParent",
  "backup:UpdateRecoveryPointLifecycle",
];
const statement = {
  Sid: "KeepRecoveryPoints",
  Effect: "Deny",
  Principal: "*",
  Action: refusals,
  Resource: "*",
};
const homes = {
  Sid: "CopiesOfHomesOnly",
  Effect: "Deny",
  Principal: "*",
  Action: "backup:CopyIntoBackupVault",
  Resource: "*",
  Condition: {
    ArnNotEquals: { "aws:PrincipalArn": ["arn:aws:iam::111122223333:role/azora-europe-backups"] },
  },
};
const document = (...Statement: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement });
const policy = 1;
const first = "policy.Statement[0]";
const all = `lets in ${refusals.join(", ")}`;

const opens = (name: string, path: string, to: unknown, found = all): Mutation => ({
  name,
  resource: policy,
  path,
  to,
  finding: { path: "policy", found },
});

export const cases: RuleCases = {
  rule,
  fixtures: [
    vault("backups"),
    setsUp("VaultPolicy", "backups", { policy: document(statement, homes) }),
    vault("copies"),
    setsUp("VaultPolicy", "copies", {
      policy: document({ ...statement, Principal: { AWS: "*" }, Action: "backup:*" }),
    }),
  ],
  mutations: [
    {
      name: "a vault without a policy",
      resource: policy,
      path: "@from.backupVaultName",
      to: ["copies"],
      finding: { path: "", found: "no access policy" },
    },
    opens("a policy that is none", "policy", "{"),
    opens("a permission", `${first}.Effect`, "Allow"),
    opens("one of them only", `${first}.Principal`, { AWS: "arn:aws:iam::111122223333:role/somebody" }),
    opens("nobody named", `${first}.Principal`, absent),
    opens("one recovery point only", `${first}.Resource`, "arn:aws:ec2:eu-central-1::snapshot/snap-1"),
    opens("at times only", `${first}.Condition`, { Bool: { "aws:MultiFactorAuthPresent": "false" } }),
    ...refusals.map((action) =>
      opens(
        `${action} left out`,
        `${first}.Action`,
        refusals.filter((each) => each !== action),
        `lets in ${action}`,
      ),
    ),
    {
      name: "a policy that is not known",
      resource: policy,
      path: "policy",
      to: unknown,
      finding: { path: "policy", state: "undecided" },
    },
  ],
  survivors: [
    {
      path: "policy.Statement[*].Condition",
      why: "a condition stands in the statement about copies, which refuses nothing of what this rule asks for",
    },
  ],
  partly: ["", ".Effect", ".Principal", ".Resource", ".Action"].map((field) => ({
    path: `policy.Statement[*]${field}`,
    why: "the statement about copies refuses more than this rule asks for",
  })),
};
