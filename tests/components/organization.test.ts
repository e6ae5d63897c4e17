import { controlStatements, type GuardStatement } from "../../components/facts/organization";
import { OrganizationGuardRails, type OrganizationGuardRailsArgs } from "../../components/organization";
import { decide, statementsIn, type PolicyRequest } from "../../policies/shared/policyEvaluator";
import { built, refusal, type Built } from "../support/built";
import { testContext } from "../support/testContext";

const account = "111122223333";
const make = (changes: Partial<OrganizationGuardRailsArgs> = {}): OrganizationGuardRails =>
  new OrganizationGuardRails("org", { home: testContext("europe"), target: "ou-ab12-cd34ef56", ...changes });

let rails: Built;
beforeAll(async () => {
  rails = await built(() => make());
});

test("are one policy a subject, each attached to the target and protected", () => {
  const policies = rails.ofType("aws:organizations/policy:Policy");
  expect(policies.map(({ inputs }) => inputs.name)).toEqual([
    "azora-accounts",
    "azora-records",
    "azora-regions",
    "azora-sharing",
  ]);
  for (const { inputs, protect } of policies) {
    expect(protect).toBe(true);
    expect(inputs).toMatchObject({ type: "SERVICE_CONTROL_POLICY", tags: { region: "global" } });
  }
  const attached = rails.inputsOf("aws:organizations/policyAttachment:PolicyAttachment");
  expect(attached.map(({ policyId }) => policyId).sort()).toEqual(policies.map(({ id }) => id).sort());
  for (const { targetId } of attached) expect(targetId).toBe("ou-ab12-cd34ef56");
});

test("every statement refuses, and has a name of its own", () => {
  const statements = Object.values(controlStatements()).flat();
  expect(new Set(statements.map(({ Sid }) => Sid)).size).toBe(statements.length);
  for (const { Effect } of statements) expect(Effect).toBe("Deny");
});

const here = {
  "aws:RequestedRegion": "af-south-1",
  "aws:PrincipalArn": `arn:aws:iam::${account}:role/developer`,
};
/** What is sent to AWS, with the policy that AWS attaches itself. */
const decision = (request: PolicyRequest): string => {
  const sent = rails
    .inputsOf("aws:organizations/policy:Policy")
    .flatMap(({ content }) => statementsIn(content as string));
  return decide([{ Effect: "Allow", Action: "*", Resource: "*" }, ...sent], {
    ...request,
    context: { ...here, ...request.context },
  });
};

type Case = readonly [action: string, resource: string, context?: PolicyRequest["context"]];
/** Who asks: a role, of the platform's account unless said. */
const by = (role: string, accountId = account): PolicyRequest["context"] => ({
  "aws:PrincipalArn": `arn:aws:iam::${accountId}:role/${role}`,
});
const clusterLogs = `arn:aws:logs:af-south-1:${account}:log-group:/aws/eks/azora-africa-cluster/cluster`;

/** By statement: calls that it alone refuses, then near misses that nothing refuses. */
const cases: Readonly<
  Record<string, { readonly denied: readonly Case[]; readonly allowed: readonly Case[] }>
> = {
  StayInRegions: {
    denied: [
      ["ec2:RunInstances", "*", { "aws:RequestedRegion": "us-east-1" }],
      ["s3:CreateBucket", "arn:aws:s3:::a", { "aws:RequestedRegion": "eu-central-2" }],
      ["kms:CreateKey", "*", { "aws:RequestedRegion": "eu-west-1" }],
      ["ecr-public:CreateRepository", "*", { "aws:RequestedRegion": "us-east-1" }],
    ],
    allowed: [
      ["ec2:RunInstances", "*"],
      ["s3:CreateBucket", "arn:aws:s3:::a", { "aws:RequestedRegion": "eu-central-1" }],
      ["iam:CreateRole", "*", { "aws:RequestedRegion": "us-east-1" }],
      ["route53:ChangeResourceRecordSets", "*", { "aws:RequestedRegion": "us-east-1" }],
      ["sts:AssumeRole", "*", { "aws:RequestedRegion": "us-east-1" }],
      ["s3:ListAllMyBuckets", "*", { "aws:RequestedRegion": "us-east-1" }],
    ],
  },
  KeepRecords: {
    denied: [
      ["cloudtrail:StopLogging", "*"],
      ["cloudtrail:DeleteTrail", "*"],
      ["config:StopConfigurationRecorder", "*"],
      ["config:DeleteDeliveryChannel", "*"],
      ["config:DeleteEvaluationResults", "*"],
      ["cloudtrail:DeleteEventDataStore", "*"],
      ["cloudtrail:StopEventDataStoreIngestion", "*"],
      ["cloudtrail:UpdateEventDataStore", "*"],
      ["guardduty:DeleteDetector", "*"],
      ["guardduty:DeletePublishingDestination", "*"],
      ["guardduty:DisassociateFromAdministratorAccount", "*"],
      ["guardduty:DisassociateFromMasterAccount", "*"],
      ["guardduty:UpdateMemberDetectors", "*"],
      ["securityhub:BatchDisableStandards", "*"],
      ["securityhub:DisableSecurityHub", "*"],
      ["securityhub:DisableSecurityHubV2", "*"],
      ["securityhub:DisassociateFromMasterAccount", "*"],
      ["macie2:DisableMacie", "*"],
      ["macie2:DisassociateFromMasterAccount", "*"],
      ["macie2:UpdateMacieSession", "*"],
      ["access-analyzer:DeleteAnalyzer", "*"],
      ["inspector2:Disable", "*"],
      ["ec2:DeleteFlowLogs", "*"],
      ["logs:DeleteLogGroup", "*"],
      ["logs:DeleteSubscriptionFilter", "*"],
      ["logs:DeleteDeliverySource", "*"],
    ],
    allowed: [
      ["cloudtrail:CreateTrail", "*"],
      ["cloudtrail:StartLogging", "*"],
      ["config:StartConfigurationRecorder", "*"],
      ["guardduty:CreateDetector", "*"],
      ["securityhub:EnableSecurityHub", "*"],
      ["macie2:EnableMacie", "*"],
      ["access-analyzer:CreateAnalyzer", "*"],
      ["ec2:CreateFlowLogs", "*"],
      ["logs:DeleteRetentionPolicy", "*"],
      ["logs:DeleteQueryDefinition", "*"],
    ],
  },
  KeepRecordSettings: {
    denied: [
      ["config:PutConfigurationRecorder", "*"],
      ["config:PutConfigurationRecorder", "*", by("azora-deployer-africa")],
      ["config:PutDeliveryChannel", "*", by("azora-break-glass")],
      ["guardduty:CreateFilter", "*"],
      ["guardduty:CreateIPSet", "*", by("azora-admin", "999988887777")],
      ["securityhub:BatchUpdateStandardsControlAssociations", "*"],
      ["access-analyzer:CreateArchiveRule", "*"],
    ],
    allowed: [
      ["config:PutConfigurationRecorder", "*", by("azora-admin")],
      ["guardduty:CreateFilter", "*", by("azora-admin")],
      ["config:PutConfigRule", "*"],
    ],
  },
  KeepRetention: {
    denied: [
      ["logs:PutRetentionPolicy", clusterLogs],
      ["logs:PutRetentionPolicy", clusterLogs, by("azora-deployer-africa", "999988887777")],
      ["logs:PutRetentionPolicy", clusterLogs, by("azora-africa-runner")],
    ],
    allowed: [
      ["logs:PutRetentionPolicy", clusterLogs, by("azora-deployer-africa")],
      ["logs:PutRetentionPolicy", clusterLogs, by("azora-admin")],
      ["logs:PutRetentionPolicy", `arn:aws:logs:af-south-1:${account}:log-group:/aws/lambda/other`],
    ],
  },
  KeepBucketSettings: {
    denied: [
      ["s3:PutLifecycleConfiguration", `arn:aws:s3:::azora-africa-logs-${account}`],
      [
        "s3:PutLifecycleConfiguration",
        `arn:aws:s3:::azora-africa-audit-${account}`,
        by("azora-deployer-africa"),
      ],
      ["s3:PutBucketVersioning", `arn:aws:s3:::azora-state-${account}`, by("azora-admin", "999988887777")],
      ["s3:PutBucketObjectLockConfiguration", `arn:aws:s3:::azora-europe-audit-${account}`],
      ["s3:PutObjectRetention", `arn:aws:s3:::azora-europe-audit-${account}/a`],
      ["s3:PutReplicationConfiguration", `arn:aws:s3:::azora-europe-logs-${account}`],
    ],
    allowed: [
      ["s3:PutLifecycleConfiguration", `arn:aws:s3:::azora-africa-logs-${account}`, by("azora-admin")],
      ["s3:PutLifecycleConfiguration", `arn:aws:s3:::azora-africa-data-${account}`],
      ["s3:GetLifecycleConfiguration", `arn:aws:s3:::azora-africa-logs-${account}`],
    ],
  },
  KeepLogs: {
    denied: [
      ["s3:DeleteObject", `arn:aws:s3:::azora-africa-logs-${account}/a`],
      ["s3:DeleteObject", `arn:aws:s3:::azora-asia-audit-${account}/a`, by("azora-admin")],
    ],
    allowed: [["s3:DeleteObject", `arn:aws:s3:::azora-africa-data-${account}/a`]],
  },
  ...Object.fromEntries(
    ["api", "audit", "authenticator"].map((type) => [
      `KeepClusterLogs${type}`,
      {
        denied: [["eks:UpdateClusterConfig", "*", { [`eks:loggingType/${type}`]: "false" }]],
        allowed: [
          ["eks:UpdateClusterConfig", "*", { [`eks:loggingType/${type}`]: "true" }],
          ["eks:UpdateClusterConfig", "*"],
        ],
      },
    ]),
  ),
  KeepAlarm: {
    denied: [
      ["events:DisableRule", `arn:aws:events:af-south-1:${account}:rule/azora-global-break-glass`],
      ["events:PutRule", `arn:aws:events:af-south-1:${account}:rule/azora-global-short-logs`],
      ["events:RemoveTargets", `arn:aws:events:af-south-1:${account}:rule/azora-global-break-glass`],
      ["sns:Unsubscribe", `arn:aws:sns:af-south-1:${account}:azora-global-break-glass:1-2-3`],
      ["sns:SetTopicAttributes", `arn:aws:sns:af-south-1:${account}:azora-global-break-glass`],
      [
        "sns:DeleteTopic",
        `arn:aws:sns:af-south-1:${account}:azora-global-break-glass`,
        by("azora-break-glass"),
      ],
    ],
    allowed: [
      ["events:DisableRule", `arn:aws:events:af-south-1:${account}:rule/azora-africa-karpenter`],
      ["sns:Unsubscribe", `arn:aws:sns:af-south-1:${account}:news:1-2-3`],
      ["sns:Publish", `arn:aws:sns:af-south-1:${account}:azora-global-break-glass`],
      [
        "events:PutRule",
        `arn:aws:events:af-south-1:${account}:rule/azora-global-break-glass`,
        by("azora-admin"),
      ],
    ],
  },
  NoKeysElsewhere: {
    denied: [["kms:ReplicateKey", "*", { "kms:ReplicaRegion": "us-east-1" }]],
    allowed: [["kms:ReplicateKey", "*", { "kms:ReplicaRegion": "eu-central-1" }]],
  },
  NoPublicClusters: {
    denied: [
      ["eks:UpdateClusterConfig", "*", { "eks:endpointPublicAccess": "true" }],
      ["eks:CreateCluster", "*", { "eks:endpointPublicAccess": "true" }],
    ],
    allowed: [
      ["eks:CreateCluster", "*", { "eks:endpointPublicAccess": "false" }],
      ["eks:UpdateClusterVersion", "*"],
    ],
  },
  KeepKeptRecords: {
    denied: [
      ["s3:DeleteBucket", `arn:aws:s3:::azora-africa-audit-${account}`],
      ["s3:DeleteObjectVersion", `arn:aws:s3:::azora-africa-logs-${account}/a`],
      ["s3:BypassGovernanceRetention", `arn:aws:s3:::azora-europe-audit-${account}/a/b`],
      ["s3:DeleteObjectVersion", `arn:aws:s3:::azora-state-${account}/.pulumi/stacks/azora/africa.json`],
    ],
    allowed: [
      ["s3:DeleteObjectVersion", `arn:aws:s3:::azora-africa-data-${account}/a`],
      ["s3:DeleteObject", `arn:aws:s3:::azora-state-${account}/.pulumi/locks/a`],
      ["s3:PutObject", `arn:aws:s3:::azora-africa-audit-${account}/a`],
    ],
  },
  KeepVaults: {
    denied: [
      ["backup:DeleteBackupVault", "*"],
      ["backup:DeleteRecoveryPoint", "*"],
      ["backup:DeleteBackupVaultLockConfiguration", "*"],
    ],
    allowed: [
      ["backup:CreateBackupVault", "*"],
      ["backup:DeleteBackupPlan", "*"],
    ],
  },
  KeepKeys: {
    denied: [
      ["kms:ScheduleKeyDeletion", "*"],
      ["kms:DisableKey", "*"],
    ],
    allowed: [
      ["kms:CancelKeyDeletion", "*"],
      ["kms:EnableKey", "*"],
      ["kms:DisableKeyRotation", "*"],
    ],
  },
  NoPublicImages: {
    denied: [
      ["ec2:ModifySnapshotAttribute", "*", { "ec2:Add/group": "all" }],
      ["ec2:ModifyImageAttribute", "*", { "ec2:Add/group": "all" }],
    ],
    allowed: [
      ["ec2:ModifySnapshotAttribute", "*", { "ec2:Add/userId": "999988887777" }],
      ["ec2:ModifyImageAttribute", "*", { "ec2:Remove/group": "all" }],
      ["ec2:ModifyInstanceAttribute", "*", { "ec2:Add/group": "all" }],
    ],
  },
  NoSharedSnapshots: {
    denied: [
      ["rds:ModifyDBSnapshotAttribute", "*"],
      ["rds:ModifyDBClusterSnapshotAttribute", "*"],
      ["ssm:ModifyDocumentPermission", "*"],
    ],
    allowed: [
      ["rds:ModifyDBSnapshot", "*"],
      ["rds:CreateDBSnapshot", "*"],
    ],
  },
  KeepBlocks: {
    denied: [
      ["ec2:DisableImageBlockPublicAccess", "*"],
      ["ec2:DisableSnapshotBlockPublicAccess", "*"],
    ],
    allowed: [["ec2:EnableImageBlockPublicAccess", "*"]],
  },
  KeepPublicAccessBlocks: {
    denied: [
      ["s3:PutBucketPublicAccessBlock", "arn:aws:s3:::a"],
      ["s3:PutAccountPublicAccessBlock", "*"],
      // A deployer's name with something before it, or below a path.
      [
        "s3:PutAccountPublicAccessBlock",
        "*",
        { "aws:PrincipalArn": `arn:aws:iam::${account}:role/x/azora-admin` },
      ],
      [
        "s3:PutAccountPublicAccessBlock",
        "*",
        { "aws:PrincipalArn": `arn:aws:iam::${account}:user/azora-admin` },
      ],
      // Roles of these names in an account where somebody else makes roles.
      ["s3:PutAccountPublicAccessBlock", "*", by("azora-admin", "999988887777")],
      ["s3:PutBucketPublicAccessBlock", "arn:aws:s3:::a", by("azora-deployer-asia", "999988887777")],
    ],
    allowed: [
      [
        "s3:PutBucketPublicAccessBlock",
        "arn:aws:s3:::a",
        { "aws:PrincipalArn": `arn:aws:iam::${account}:role/azora-deployer-asia` },
      ],
      ["s3:PutAccountPublicAccessBlock", "*", by("azora-admin")],
      ["s3:GetBucketPublicAccessBlock", "arn:aws:s3:::a"],
    ],
  },
  NoExternalShares: {
    denied: [
      ["ram:CreateResourceShare", "*", { "ram:RequestedAllowsExternalPrincipals": "true" }],
      ["ram:UpdateResourceShare", "*", { "ram:RequestedAllowsExternalPrincipals": "true" }],
    ],
    allowed: [
      ["ram:CreateResourceShare", "*", { "ram:RequestedAllowsExternalPrincipals": "false" }],
      ["ram:DeleteResourceShare", "*", { "ram:RequestedAllowsExternalPrincipals": "true" }],
    ],
  },
  NoRoot: {
    denied: [
      ["iam:GetUser", "*", { "aws:PrincipalArn": `arn:aws:iam::${account}:root` }],
      ["ec2:DescribeVpcs", "*", { "aws:PrincipalArn": "arn:aws:iam::999988887777:root" }],
    ],
    allowed: [
      ["iam:GetUser", "*", { "aws:PrincipalArn": `arn:aws:iam::${account}:user/root` }],
      ["iam:GetUser", "*", { "aws:PrincipalArn": `arn:aws:iam::${account}:role/a:rooted` }],
    ],
  },
  StayInOrganization: {
    denied: [
      ["organizations:LeaveOrganization", "*"],
      ["account:CloseAccount", "*"],
    ],
    allowed: [["organizations:DescribeOrganization", "*"]],
  },
  NoAccessKeys: {
    denied: [
      ["iam:CreateAccessKey", "*"],
      ["iam:CreateServiceSpecificCredential", "*"],
    ],
    allowed: [
      ["iam:DeleteAccessKey", "*"],
      ["iam:CreateVirtualMFADevice", "*"],
    ],
  },
};

test("every statement has cases", () => {
  const sids = Object.values(controlStatements()).flatMap((statements) => statements.map(({ Sid }) => Sid));
  expect(Object.keys(cases).sort()).toEqual(sids.sort());
});

describe.each(Object.entries(cases))("%s", (sid, { denied, allowed }) => {
  const show = (list: readonly Case[]) => list.map((one) => [one] as const);

  test.each(show(denied))("refuses %j", ([action, resource, context = {}]) => {
    expect(decision({ action, resource, context })).toBe("denied");
    // Nothing else does: without this statement the call would be let through.
    const [statement, ...others] = Object.values(controlStatements(account))
      .flat()
      .sort((a, b) => Number(b.Sid === sid) - Number(a.Sid === sid));
    const request = { action, resource, context: { ...here, ...context } };
    expect(statement?.Sid).toBe(sid);
    expect(decide(others, request)).toBe("not-allowed");
  });

  test.each(show(allowed))("lets through %j", ([action, resource, context = {}]) => {
    expect(decision({ action, resource, context })).toBe("allowed");
  });
});

const guard = (length: number): GuardStatement => ({
  Sid: "Long",
  Effect: "Deny",
  Action: ["a".repeat(length)],
  Resource: ["*"],
});
/** What stands around the statement's one action. */
const around = JSON.stringify({ Version: "2012-10-17", Statement: [guard(0)] }).length;

test.each(["r-ab12", "ou-ab12-cd34ef56", "111122223333"])("may hold for %s", async (target) => {
  const { resources } = await built(() => make({ target }));
  expect(resources.filter(({ inputs }) => inputs.targetId === target)).toHaveLength(4);
});

test("may be as long and as many as AWS takes beside its own", async () => {
  const longest = [guard(5120 - around)];
  const { resources } = await built(() =>
    make({ statements: { a: longest, b: longest, c: longest, d: longest } }),
  );
  const contents = resources.map(({ inputs }) => inputs.content).filter((content) => content !== undefined);
  expect(contents.map((content) => (content as string).length)).toEqual([5120, 5120, 5120, 5120]);
});

test.each<[string, Partial<OrganizationGuardRailsArgs>, string]>([
  [
    "a target that is an organisation",
    { target: "o-ab12cd34ef" },
    'OrganizationGuardRails.target is "o-ab12cd34ef"; allowed: a root (r-…), an organisational unit (ou-…-…) or an account (12 digits)',
  ],
  [
    "a policy that is too long",
    { statements: { a: [guard(5121 - around)] } },
    "OrganizationGuardRails.statements.a, in characters is 5121; allowed: 5120 or fewer",
  ],
  [
    "a policy too many",
    { statements: { a: [guard(1)], b: [guard(1)], c: [guard(1)], d: [guard(1)], e: [guard(1)] } },
    "OrganizationGuardRails.statements, in policies is 5; allowed: 4 or fewer (AWS takes 5 for a target, one of them its own)",
  ],
])("refuses %s before anything is created", async (_what, changes, message) => {
  await expect(refusal(() => make(changes))).resolves.toBe(message);
});
