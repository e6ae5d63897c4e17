import {
  bucketSettings,
  keysLost,
  recordSettings,
  recordsLost,
  recordsOff,
} from "../../components/facts/records";
import { allRegions } from "../../components/facts/regions";
import type { PolicyRequest } from "../../policies/shared/policyEvaluator";
import { account, boundaryOf, DeliveryRoles, iam } from "../support/deliveryRoles";

let roles: DeliveryRoles;
beforeAll(async () => {
  roles = await DeliveryRoles.built();
});

type Context = NonNullable<PolicyRequest["context"]>;
const call = (action: string, resource = "*", context: Context = {}): PolicyRequest => ({
  action,
  resource,
  context: { ...here, ...context },
});
/** Where africa's deployer works. */
const here: Context = { "aws:RequestedRegion": "af-south-1", "aws:ResourceAccount": account };
const atHome = { "aws:RequestedRegion": "eu-central-1" };
const owned = (stack: string): Context => ({ "aws:ResourceTag/region": stack });
const tagged = (stack: string): Context => ({ "aws:RequestTag/region": stack });
const madeBy = (createAction: string): Context => ({ "ec2:CreateAction": createAction });
const ec2 = (resource: string): string => `arn:aws:ec2:af-south-1:${account}:${resource}`;
const stateObject = (key: string): string => `arn:aws:s3:::azora-state-${account}/.pulumi/${key}`;
const stateKey = `arn:aws:kms:eu-central-1:${account}:key/mrk-1`;
const ofStateKey: Context = { ...atHome, ...owned("state"), "kms:ResourceAliases": ["alias/azora-state"] };
const clusterLogs = `arn:aws:logs:af-south-1:${account}:log-group:/aws/eks/azora-africa-cluster/cluster`;
const ownCluster = `arn:aws:eks:af-south-1:${account}:cluster/azora-africa-cluster`;
const ownGroup = { "aws:ResourceTag/aws:eks:cluster-name": "azora-africa-cluster" };

type Case = readonly [what: string, request: PolicyRequest];

const ownKey = `arn:aws:kms:af-south-1:${account}:key/1`;
const inBucket = (bucket: string): Context => ({
  ...owned("africa"),
  "kms:EncryptionContext:aws:s3:arn": `arn:aws:s3:::${bucket}`,
});

const mayDo: readonly Case[] = [
  ["makes a list of addresses", call("ec2:CreateManagedPrefixList", ec2("prefix-list/*"), tagged("africa"))],
  ["makes a trust store", call("elasticloadbalancing:CreateTrustStore", "*", tagged("africa"))],
  [
    "writes what a load balancer is to trust",
    call("kms:GenerateDataKey", ownKey, inBucket(`azora-africa-edge-trust-${account}`)),
  ],
  ["makes what carries its tag", call("ec2:CreateVpc", ec2("vpc/*"), tagged("africa"))],
  ["makes a subnet in its own network", call("ec2:CreateSubnet", ec2("vpc/vpc-1"), owned("africa"))],
  [
    "tags what it makes",
    call("ec2:CreateTags", ec2("vpc/vpc-1"), { ...tagged("africa"), ...madeBy("CreateVpc") }),
  ],
  [
    "tags a target group that it makes",
    call("elasticloadbalancing:AddTags", "*", {
      ...tagged("africa"),
      "elasticloadbalancing:CreateAction": "CreateTargetGroup",
    }),
  ],
  ["tags a key that it makes", call("kms:TagResource", "*", tagged("africa"))],
  ["tags what is its own already", call("ec2:CreateTags", ec2("vpc/vpc-1"), owned("africa"))],
  [
    "lets callers into its cluster",
    call("ec2:AuthorizeSecurityGroupIngress", ec2("security-group/sg-1"), ownGroup),
  ],
  [
    "marks its cluster's security group for Karpenter",
    call("ec2:CreateTags", ec2("security-group/sg-1"), {
      ...ownGroup,
      "aws:TagKeys": ["karpenter.sh/discovery"],
    }),
  ],
  ["makes its cluster", call("eks:CreateCluster", ownCluster, { "eks:endpointPublicAccess": "false" })],
  ["gives the cluster the use of its key", call("kms:CreateGrant", "*", owned("africa"))],
  ["changes its cluster", call("eks:UpdateClusterConfig", ownCluster, { "eks:loggingType/audit": "true" })],
  ["makes a group of logs", call("logs:CreateLogGroup", clusterLogs, tagged("africa"))],
  ["says how long logs are kept, which an alarm hears", call("logs:PutRetentionPolicy", clusterLogs)],
  ["writes its state", call("s3:PutObject", stateObject("stacks/azora/africa.json.bak"), atHome)],
  ["locks its state", call("s3:PutObject", stateObject("locks/organization/azora/africa/1.json"), atHome)],
  [
    "decrypts its secrets",
    call("kms:Decrypt", stateKey, { ...ofStateKey, "kms:EncryptionContext:stack": "africa" }),
  ],
  [
    "decrypts objects of the state",
    call("kms:Decrypt", stateKey, {
      ...ofStateKey,
      "kms:EncryptionContext:aws:s3:arn": `arn:aws:s3:::azora-state-${account}`,
    }),
  ],
  [
    "makes roles within its boundary",
    call("iam:CreateRole", iam("role/azora-africa-node"), {
      "aws:RequestedRegion": "us-east-1",
      "iam:PermissionsBoundary": boundaryOf("africa"),
    }),
  ],
  [
    "hands a role to what runs it",
    call("iam:PassRole", iam("role/azora-africa-node"), { "iam:PassedToService": "ec2.amazonaws.com" }),
  ],
  [
    "has AWS make the role of a service",
    call(
      "iam:CreateServiceLinkedRole",
      iam("role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS"),
      { "aws:RequestedRegion": "us-east-1", "iam:AWSServiceName": "eks.amazonaws.com" },
    ),
  ],
  [
    "changes its budget",
    call("budgets:ModifyBudget", `arn:aws:budgets::${account}:budget/azora-africa-monthly`),
  ],
];

/** What neither the deployer may nor, whatever policies it is given, a role that the deployer makes. */
const nobodyMay: readonly Case[] = [
  [
    "changes another region's list of addresses",
    call("ec2:ModifyManagedPrefixList", ec2("prefix-list/pl-1"), owned("asia")),
  ],
  ["makes what carries another's tag", call("ec2:CreateVpc", ec2("vpc/*"), tagged("europe"))],
  [
    "takes another's over by tagging it",
    call("ec2:CreateTags", ec2("vpc/vpc-2"), { ...tagged("africa"), ...owned("europe") }),
  ],
  ["takes what is nobody's by tagging it", call("ec2:CreateTags", ec2("vpc/vpc-2"), tagged("africa"))],
  ["takes nobody's target group by tagging it", call("elasticloadbalancing:AddTags", "*", tagged("africa"))],
  [
    "takes nobody's key by tagging it",
    call("kms:TagResource", "*", { ...tagged("africa"), "kms:ResourceAliases": ["alias/somebody"] }),
  ],
  [
    "marks its own as another's",
    call("ec2:CreateTags", ec2("vpc/vpc-1"), { ...owned("africa"), ...tagged("asia") }),
  ],
  ["changes another's", call("ec2:DeleteSubnet", ec2("subnet/s"), owned("europe"))],
  ["changes what joins the regions", call("ec2:DeleteTransitGatewayRouteTable", "*", owned("global"))],
  [
    "runs another's cluster",
    call(
      "eks:UpdateNodegroupConfig",
      `arn:aws:eks:eu-central-1:${account}:cluster/azora-europe-cluster`,
      atHome,
    ),
  ],
  ["works in another's region", call("ec2:CreateVpc", "*", { ...atHome, ...tagged("africa") })],
  ["works in a region of nobody's", call("ec2:CreateVpc", "*", { "aws:RequestedRegion": "us-west-2" })],
  ["writes another's state", call("s3:PutObject", stateObject("stacks/azora/europe.json"), atHome)],
  [
    "deletes another's lock",
    call("s3:DeleteObject", stateObject("locks/organization/azora/asia/1.json"), atHome),
  ],
  ["reads another's state", call("s3:GetObject", stateObject("stacks/azora/global.json"), atHome)],
  [
    "decrypts another's secrets",
    call("kms:Decrypt", stateKey, { ...ofStateKey, "kms:EncryptionContext:stack": "global" }),
  ],
  ["decrypts secrets without saying whose", call("kms:Decrypt", stateKey, ofStateKey)],
  [
    "hands another's secrets to a key of its own",
    call("kms:ReEncryptFrom", stateKey, { ...ofStateKey, "kms:EncryptionContext:stack": "global" }),
  ],
  [
    "writes into another's bucket",
    call("s3:PutObject", `arn:aws:s3:::azora-europe-data-${account}/a`, atHome),
  ],
  ["reads another's bucket", call("s3:GetObject", `arn:aws:s3:::azora-europe-data-${account}/a`, atHome)],
  ["deletes a key of its own", call("kms:ScheduleKeyDeletion", "*", owned("africa"))],
  ["disables a key of its own", call("kms:DisableKey", "*", owned("africa"))],
  ["deletes another's key", call("kms:ScheduleKeyDeletion", "*", { ...atHome, ...owned("europe") })],
  ["changes another's key", call("kms:PutKeyPolicy", "*", owned("asia"))],
  [
    "copies a key out of its region",
    call("kms:ReplicateKey", "*", { ...owned("africa"), "kms:ReplicaRegion": "us-east-1" }),
  ],
  ["brings an image to where all regions have theirs from", call("ecr:PutImage", "*", owned("africa"))],
  ["sends images to other regions", call("ecr:PutReplicationConfiguration")],
  ["changes the state's key", call("kms:PutKeyPolicy", stateKey, ofStateKey)],
  ["grants the use of the state's key", call("kms:CreateGrant", stateKey, ofStateKey)],
  [
    "marks the state's key as its own",
    call("kms:TagResource", stateKey, { ...ofStateKey, ...tagged("africa") }),
  ],
  [
    "moves the alias of the state's key",
    call("kms:UpdateAlias", `arn:aws:kms:eu-central-1:${account}:alias/azora-state`, atHome),
  ],
  ["deletes a zone", call("route53:DeleteHostedZone", "arn:aws:route53:::hostedzone/Z1")],
  [
    "takes a zone from a network",
    call("route53:DisassociateVPCFromHostedZone", "arn:aws:route53:::hostedzone/Z1"),
  ],
  [
    "changes another's private names",
    call("route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z1", {
      "route53:ChangeResourceRecordSetsNormalizedRecordNames": [
        "db.africa.internal.azora.example",
        "db.europe.internal.azora.example",
      ],
    }),
  ],
  [
    "changes another's budget",
    call("budgets:ModifyBudget", `arn:aws:budgets::${account}:budget/azora-asia-monthly`),
  ],
  [
    "makes a role without the boundary",
    call("iam:CreateRole", iam("role/azora-africa-node"), { "aws:RequestedRegion": "us-east-1" }),
  ],
  [
    "makes a role with another's",
    call("iam:CreateRole", iam("role/azora-africa-node"), { "iam:PermissionsBoundary": boundaryOf("asia") }),
  ],
  [
    "makes a role of another's name",
    call("iam:CreateRole", iam("role/azora-asia-node"), { "iam:PermissionsBoundary": boundaryOf("africa") }),
  ],
  ["gives rights to a role without it", call("iam:PutRolePolicy", iam("role/azora-africa-node"))],
  ["takes the boundary off", call("iam:DeleteRolePermissionsBoundary", iam("role/azora-africa-node"))],
  ["changes the boundary", call("iam:CreatePolicyVersion", boundaryOf("africa"))],
  ["changes its own trust", call("iam:UpdateAssumeRolePolicy", iam("role/azora-deployer-africa"))],
  ["takes the administrator's role", call("sts:AssumeRole", iam("role/azora-admin"))],
  ["takes the break-glass role", call("sts:AssumeRole", iam("role/azora-break-glass"))],
  ["takes another's role", call("sts:AssumeRole", iam("role/azora-asia-node"))],
  [
    "hands on another's role",
    call("iam:PassRole", iam("role/azora-asia-node"), { "iam:PassedToService": "ec2.amazonaws.com" }),
  ],
  ["takes over the administrator's role", call("iam:UpdateAssumeRolePolicy", iam("role/azora-admin"))],
  ["gives a person's user rights", call("iam:AttachUserPolicy", iam("user/ada"))],
  [
    "deletes the role of a service that watches",
    call("iam:DeleteServiceLinkedRole", iam("role/aws-service-role/config.amazonaws.com/x")),
  ],
  ["takes a second factor away", call("iam:DeactivateMFADevice", iam("user/ada"))],
  ["lets another provider sign in", call("iam:CreateSAMLProvider", iam("saml-provider/other"))],
  [
    "changes GitHub's",
    call("iam:AddClientIDToOpenIDConnectProvider", iam("oidc-provider/token.actions.githubusercontent.com")),
  ],
  ["makes a user", call("iam:CreateUser", iam("user/azora-africa-x"))],
  ["makes a key that does not end", call("iam:CreateAccessKey", iam("user/x"))],
  ["turns flow logs off", call("ec2:DeleteFlowLogs", ec2("vpc-flow-log/fl-1"), owned("africa"))],
  ["deletes a log group", call("logs:DeleteLogGroup", clusterLogs)],
  [
    "shortens logs that are not its own",
    call("logs:PutRetentionPolicy", `arn:aws:logs:af-south-1:${account}:log-group:aws-cloudtrail-logs`),
  ],
  [
    "opens its cluster to the internet",
    call("eks:UpdateClusterConfig", ownCluster, { "eks:endpointPublicAccess": "true" }),
  ],
  [
    "turns the cluster's audit off",
    call("eks:UpdateClusterConfig", ownCluster, { "eks:loggingType/audit": "false" }),
  ],
  [
    "lets the cluster be deleted",
    call("eks:UpdateClusterConfig", ownCluster, { "eks:deletionProtection": "false" }),
  ],
  ...[
    "s3:BypassGovernanceRetention",
    "s3:DeleteBucket",
    "s3:DeleteBucketPolicy",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:PutBucketObjectLockConfiguration",
    "s3:PutBucketPolicy",
    "s3:PutBucketVersioning",
    "s3:PutEncryptionConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:PutObjectRetention",
    "s3:PutReplicationConfiguration",
  ].map((action): Case => [
    `loses logs by ${action}`,
    call(action, `arn:aws:s3:::azora-africa-logs-${account}/a`),
  ]),
  ...[
    "access-analyzer:DeleteAnalyzer",
    "account:DisableRegion",
    "cloudtrail:DeleteEventDataStore",
    "cloudtrail:StopLogging",
    "config:PutConfigurationRecorder",
    "config:StopConfigurationRecorder",
    "guardduty:CreateFilter",
    "guardduty:DisassociateFromAdministratorAccount",
    "guardduty:DisassociateFromMasterAccount",
    "macie2:DisableMacie",
    "organizations:LeaveOrganization",
    "securityhub:DisableSecurityHub",
  ].map((action): Case => [`turns records off by ${action}`, call(action)]),
  ...["DisableRule", "PutRule", "RemoveTargets"].map((name): Case => [
    `turns the alarm off by events:${name}`,
    call(`events:${name}`, `arn:aws:events:af-south-1:${account}:rule/azora-global-break-glass`),
  ]),
  ...["DeleteTopic", "SetSubscriptionAttributes", "SetTopicAttributes", "Unsubscribe"].map((name): Case => [
    `turns the alarm off by sns:${name}`,
    call(`sns:${name}`, `arn:aws:sns:af-south-1:${account}:azora-global-break-glass`),
  ]),
  ["takes the alarm's key away", call("kms:PutKeyPolicy", "*", owned("global"))],
];

describe("a region's deployer", () => {
  test.each(mayDo)("%s", (_what, request) => {
    expect(roles.may("azora-deployer-africa", request)).toBe(true);
  });

  test.each<Case>([
    ["makes what carries no tag", call("ec2:CreateVpc", ec2("vpc/*"))],
    [
      "reads what its bucket of logs holds",
      call("kms:Decrypt", ownKey, inBucket(`azora-africa-logs-${account}`)),
    ],
    ["decrypts by a key of data", call("kms:Decrypt", "*", owned("africa"))],
    [
      "hands a role to a service that runs none",
      call("iam:PassRole", iam("role/azora-africa-node"), { "iam:PassedToService": "lambda.amazonaws.com" }),
    ],
    [
      "marks its cluster's security group as its own",
      call("ec2:CreateTags", ec2("security-group/sg-1"), {
        ...ownGroup,
        ...tagged("africa"),
        "aws:TagKeys": ["region"],
      }),
    ],
    [
      "lets callers into another's cluster",
      call("ec2:AuthorizeSecurityGroupIngress", ec2("security-group/sg-2"), {
        "aws:ResourceTag/aws:eks:cluster-name": "other",
      }),
    ],
  ])("never %s", (_what, request) => {
    expect(roles.may("azora-deployer-africa", request)).toBe(false);
  });

  test.each(nobodyMay)("never %s, nor does a role that it makes", (_what, request) => {
    expect(roles.may("azora-deployer-africa", request)).toBe(false);
    expect(roles.bounds("africa", request)).toBe(false);
  });
});

describe("a role that a region's deployer makes", () => {
  test.each<Case>([
    ["launches nodes", call("ec2:RunInstances", ec2("instance/*"), tagged("africa"))],
    [
      "reads prices, which are in another region",
      call("pricing:GetProducts", "*", { "aws:RequestedRegion": "us-east-1" }),
    ],
    [
      "writes its private names",
      call("route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z1", {
        "route53:ChangeResourceRecordSetsNormalizedRecordNames": [
          "africa.internal.azora.example",
          "\\052.db.africa.internal.azora.example",
        ],
      }),
    ],
    ["lists zones", call("route53:ListHostedZones", "*", { "aws:RequestedRegion": "us-east-1" })],
    [
      "reads layers of images from AWS' bucket",
      call("s3:GetObject", "arn:aws:s3:::prod-layers/a", { "aws:ResourceAccount": "999988887777" }),
    ],
    [
      "hears of interruptions",
      call("sqs:ReceiveMessage", `arn:aws:sqs:af-south-1:${account}:azora-africa-karpenter-interruption`),
    ],
    ["reads the token of a runner", call("secretsmanager:GetSecretValue", "*")],
    ["uses the key of its volumes", call("kms:CreateGrant", "*", owned("africa"))],
    [
      "makes an instance profile",
      call("iam:CreateInstanceProfile", iam("instance-profile/azora-africa-cluster_1"), {
        "aws:RequestedRegion": "us-east-1",
      }),
    ],
    ["writes logs", call("logs:PutLogEvents", clusterLogs)],
  ])("may %s", (_what, request) => {
    expect(roles.bounds("africa", request)).toBe(true);
  });

  test("is bound in each region to its own", () => {
    const names = ["africa", "europe", "asia", "americas"];
    for (const holder of names)
      for (const owner of names)
        expect([
          holder,
          owner,
          roles.bounds(
            holder,
            call("ec2:DeleteVpc", "*", {
              ...owned(owner),
              "aws:RequestedRegion":
                {
                  africa: "af-south-1",
                  europe: "eu-central-1",
                  asia: "ap-southeast-1",
                  americas: "sa-east-1",
                }[holder] ?? "",
            }),
          ),
        ]).toEqual([holder, owner, holder === owner]);
  });
});

describe("the deployer of what joins the regions", () => {
  const key = `arn:aws:kms:af-south-1:${account}:key/mrk-1`;
  const attachment = ec2("transit-gateway-attachment/tgw-attach-1");
  const zone = "arn:aws:route53:::hostedzone/Z1";
  const copier = iam("role/azora-copies-africa-data");
  const networks = (...list: string[]): Context => ({
    "aws:RequestedRegion": "us-east-1",
    "route53:VPCs": list,
  });
  test.each<[boolean, string, PolicyRequest]>([
    [
      true,
      "peers gateways",
      call("ec2:CreateTransitGatewayPeeringAttachment", ec2("transit-gateway/tgw-1"), owned("africa")),
    ],
    [
      true,
      "accepts a peering, which has no tag",
      call("ec2:AcceptTransitGatewayPeeringAttachment", attachment),
    ],
    [
      false,
      "accepts a peering that has an owner",
      call("ec2:AcceptTransitGatewayPeeringAttachment", attachment, owned("other")),
    ],
    [true, "tags what it accepted", call("ec2:CreateTags", attachment, tagged("africa"))],
    [false, "tags other things that have no tag", call("ec2:CreateTags", ec2("vpc/vpc-1"), tagged("africa"))],
    [
      true,
      "copies a region's key to a partner",
      call("kms:ReplicateKey", key, { ...owned("africa"), "kms:ReplicaRegion": "eu-central-1" }),
    ],
    [
      false,
      "copies a region's key to where no partner is",
      call("kms:ReplicateKey", key, { ...owned("africa"), "kms:ReplicaRegion": "ap-southeast-1" }),
    ],
    [
      false,
      "copies a region's key out of the regions",
      call("kms:ReplicateKey", key, { ...owned("africa"), "kms:ReplicaRegion": "us-east-1" }),
    ],
    [
      false,
      "copies the state's key",
      call("kms:ReplicateKey", stateKey, { ...ofStateKey, "kms:ReplicaRegion": "sa-east-1" }),
    ],
    [
      true,
      "names the copy",
      call("kms:CreateAlias", `arn:aws:kms:eu-central-1:${account}:alias/azora/africa/personal`, atHome),
    ],
    [
      false,
      "names another key so",
      call("kms:UpdateAlias", `arn:aws:kms:af-south-1:${account}:alias/azora/africa/personal`),
    ],
    [
      true,
      "joins a zone to a network",
      call("route53:AssociateVPCWithHostedZone", zone, networks("VPCId=vpc-1,VPCRegion=af-south-1")),
    ],
    [
      false,
      "joins a zone to a network elsewhere",
      call("route53:AssociateVPCWithHostedZone", zone, networks("VPCId=vpc-1,VPCRegion=us-east-1")),
    ],
    [false, "joins a zone without saying to which", call("route53:AssociateVPCWithHostedZone", zone)],
    [
      false,
      "takes a zone from a network elsewhere",
      call("route53:DisassociateVPCFromHostedZone", zone, networks("VPCId=vpc-1,VPCRegion=eu-west-1")),
    ],
    [false, "deletes a zone", call("route53:DeleteHostedZone", zone)],
    [false, "changes a region's network", call("ec2:DeleteSubnet", ec2("subnet/s"), owned("africa"))],
    [false, "deletes a region's key", call("kms:ScheduleKeyDeletion", key, owned("africa"))],
    [false, "writes a region's state", call("s3:PutObject", stateObject("stacks/azora/africa.json"), atHome)],
    [true, "writes its state", call("s3:PutObject", stateObject("stacks/azora/global.json"), atHome)],
    [
      true,
      "decrypts what regions give out",
      call("kms:Decrypt", stateKey, { ...ofStateKey, "kms:EncryptionContext:stack": "asia" }),
    ],
    [
      false,
      "turns the alarm off",
      call("events:DisableRule", `arn:aws:events:af-south-1:${account}:rule/azora-global-break-glass`),
    ],
    [false, "takes the alarm's key away", call("kms:PutKeyPolicy", key, owned("global"))],
    [
      false,
      "changes a deployer",
      call("iam:PutRolePolicy", iam("role/azora-deployer-global"), {
        "iam:PermissionsBoundary": boundaryOf("global"),
      }),
    ],
    [
      false,
      "makes a role",
      call("iam:CreateRole", iam("role/azora-global-x"), { "iam:PermissionsBoundary": boundaryOf("global") }),
    ],
    [
      true,
      "makes a role by which S3 copies",
      call("iam:CreateRole", copier, { "iam:PermissionsBoundary": boundaryOf("copies") }),
    ],
    [
      false,
      "makes such a role without its boundary",
      call("iam:CreateRole", copier, { "iam:PermissionsBoundary": boundaryOf("africa") }),
    ],
    [true, "hands it to S3", call("iam:PassRole", copier, { "iam:PassedToService": "s3.amazonaws.com" })],
    [
      false,
      "hands it to a machine",
      call("iam:PassRole", copier, { "iam:PassedToService": "ec2.amazonaws.com" }),
    ],
    [
      false,
      "hands a region's role to S3",
      call("iam:PassRole", iam("role/azora-africa-node"), { "iam:PassedToService": "s3.amazonaws.com" }),
    ],
    ...(["data", "backups"] as const).map((purpose): [boolean, string, PolicyRequest] => [
      true,
      `sets up copies of ${purpose}`,
      call("s3:PutReplicationConfiguration", `arn:aws:s3:::azora-africa-${purpose}-${account}`),
    ]),
    ...(["audit", "subject-keys", "logs"] as const).map((purpose): [boolean, string, PolicyRequest] => [
      false,
      `sets up copies of ${purpose}`,
      call("s3:PutReplicationConfiguration", `arn:aws:s3:::azora-africa-${purpose}-${account}`),
    ]),
    [
      true,
      "alarms when copies lag",
      call("cloudwatch:PutMetricAlarm", `arn:aws:cloudwatch:af-south-1:${account}:alarm:azora-copies-data-x`),
    ],
    [
      false,
      "removes another alarm",
      call("cloudwatch:DeleteAlarms", `arn:aws:cloudwatch:af-south-1:${account}:alarm:azora-africa-x`),
    ],
    [
      false,
      "takes a role of the organisation that was not named",
      call("sts:AssumeRole", "arn:aws:iam::444455556666:role/azora-guard-rails"),
    ],
  ])("%s: it %s", (allowed, _what, request) => {
    expect(roles.may("azora-deployer-global", request)).toBe(allowed);
  });

  test("takes the organisation's role where there is one, and no other", async () => {
    const organizationRoleArn = "arn:aws:iam::444455556666:role/azora-guard-rails";
    const guarded = await DeliveryRoles.built({ organizationRoleArn });
    const takes = (role: string, arn: string): boolean => guarded.may(role, call("sts:AssumeRole", arn));
    expect(takes("azora-deployer-global", organizationRoleArn)).toBe(true);
    expect(takes("azora-deployer-global", iam("role/azora-admin"))).toBe(false);
    for (const role of ["azora-deployer-africa", "azora-preview", "azora-break-glass"])
      expect(takes(role, organizationRoleArn)).toBe(false);
  });
});

test("S3 may copy versions of ours between our buckets, and do nothing else, whatever its roles are given", () => {
  const bounds = (action: string, resource: string, context: Context = {}): boolean =>
    roles.bounds("copies", call(action, resource, context));
  const data = `arn:aws:s3:::azora-africa-data-${account}`;
  const throughS3 = { "kms:ViaService": "s3.af-south-1.amazonaws.com" };
  expect(bounds("s3:GetObjectVersionForReplication", `${data}/africa/1`)).toBe(true);
  expect(bounds("s3:ReplicateObject", `arn:aws:s3:::azora-europe-data-${account}/africa/1`)).toBe(true);
  expect(bounds("kms:Decrypt", ownKey, throughS3)).toBe(true);
  expect(bounds("kms:Decrypt", ownKey)).toBe(false);
  expect(bounds("s3:GetObject", `${data}/africa/1`)).toBe(false);
  expect(bounds("s3:DeleteObjectVersion", `${data}/africa/1`)).toBe(false);
  expect(bounds("s3:ReplicateObject", `arn:aws:s3:::azora-state-${account}/1`)).toBe(false);
  expect(bounds("s3:PutBucketPolicy", data)).toBe(false);
  // What a region's deployer could make of such a role would reach past its region.
  expect(
    roles.may(
      "azora-deployer-africa",
      call("iam:UpdateAssumeRolePolicy", iam("role/azora-copies-africa-data"), owned("global")),
    ),
  ).toBe(false);
});

test("a preview decrypts the state and changes nothing", () => {
  const may = (action: string, resource: string, context: Context): boolean =>
    roles.may("azora-preview", call(action, resource, context));
  expect(may("kms:Decrypt", stateKey, ofStateKey)).toBe(true);
  expect(may("kms:Encrypt", stateKey, ofStateKey)).toBe(false);
  expect(may("kms:Decrypt", stateKey, atHome)).toBe(false);
  expect(may("s3:PutObject", stateObject("stacks/azora/africa.json"), atHome)).toBe(false);
  // Whatever policies it is given.
  const bounds = (action: string, resource?: string, context?: Context): boolean =>
    roles.bounds("preview", call(action, resource, context));
  expect(bounds("ec2:DescribeVpcs")).toBe(true);
  expect(bounds("s3:GetObject", stateObject("stacks/azora/africa.json"), atHome)).toBe(true);
  expect(bounds("s3:PutObject", stateObject("stacks/azora/africa.json"), atHome)).toBe(false);
  expect(bounds("ec2:DeleteVpc")).toBe(false);
  expect(bounds("iam:CreateRole", iam("role/azora-africa-x"))).toBe(false);
  expect(bounds("sts:AssumeRole", iam("role/azora-deployer-africa"))).toBe(false);
  expect(bounds("secretsmanager:GetSecretValue")).toBe(false);
  expect(bounds("kms:Decrypt", "*", owned("africa"))).toBe(false);
});

describe("the break-glass role", () => {
  const inDelivery = { "iam:PermissionsBoundary": boundaryOf("asia") };
  test.each<[boolean, string, PolicyRequest]>([
    [true, "takes a deployer's role", call("sts:AssumeRole", iam("role/azora-deployer-asia"))],
    [false, "takes the administrator's", call("sts:AssumeRole", iam("role/azora-admin"))],
    [false, "takes a node's", call("sts:AssumeRole", iam("role/azora-asia-node"))],
    [true, "gives a deployer rights", call("iam:PutRolePolicy", iam("role/azora-deployer-asia"), inDelivery)],
    [true, "mends a deployer's trust", call("iam:UpdateAssumeRolePolicy", iam("role/azora-deployer-asia"))],
    [
      true,
      "mends the preview",
      call("iam:PutRolePolicy", iam("role/azora-preview"), {
        "iam:PermissionsBoundary": boundaryOf("preview"),
      }),
    ],
    [
      true,
      "mends GitHub's provider",
      call(
        "iam:AddClientIDToOpenIDConnectProvider",
        iam("oidc-provider/token.actions.githubusercontent.com"),
      ),
    ],
    [false, "gives itself rights", call("iam:PutRolePolicy", iam("role/azora-break-glass"), inDelivery)],
    [
      false,
      "gives rights to a role without a boundary",
      call("iam:PutRolePolicy", iam("role/azora-deployer-asia")),
    ],
    [
      false,
      "gives a deployer another boundary",
      call("iam:PutRolePermissionsBoundary", iam("role/azora-deployer-asia"), {
        "iam:PermissionsBoundary": boundaryOf("global"),
      }),
    ],
    [
      false,
      "takes a boundary off",
      call("iam:DeleteRolePermissionsBoundary", iam("role/azora-deployer-asia")),
    ],
    [false, "changes a boundary", call("iam:CreatePolicyVersion", boundaryOf("asia"))],
    [false, "makes a user", call("iam:CreateUser", iam("user/x"))],
  ])("%s: it %s", (allowed, _what, request) => {
    expect(roles.may("azora-break-glass", request)).toBe(allowed);
  });

  test.each([
    "cloudtrail:StopLogging",
    "events:DisableRule",
    "kms:ScheduleKeyDeletion",
    "logs:DeleteLogGroup",
    "s3:DeleteObjectVersion",
    "s3:PutLifecycleConfiguration",
    "sns:Unsubscribe",
  ])("never does %s, whatever policies it is given", (action) => {
    expect(roles.bounds("break-glass", call(action))).toBe(false);
  });
});

describe("no boundary lets a record be turned off, nor a key be lost, that guard rails keep", () => {
  const homes: Readonly<Record<string, string>> = {
    ...Object.fromEntries(allRegions().map(({ name, awsRegion }) => [name, awsRegion])),
    global: "eu-central-1",
    preview: "eu-central-1",
    "break-glass": "eu-central-1",
  };
  test.each([...recordsOff, ...recordSettings, ...keysLost])("%s", (pattern) => {
    for (const [holder, region] of Object.entries(homes)) {
      const context = { ...owned(holder), "aws:RequestedRegion": region };
      const request = call(pattern.replace("*", "Something"), "*", context);
      expect([holder, roles.bounds(holder, request)]).toEqual([holder, false]);
    }
  });

  test.each([...recordsLost, ...bucketSettings])("%s on a bucket of logs", (pattern) => {
    for (const [holder, region] of Object.entries(homes)) {
      const bucket = `arn:aws:s3:::azora-${holder}-logs-${account}`;
      const request = call(pattern.replace("*", "Something"), bucket, { "aws:RequestedRegion": region });
      expect([holder, roles.bounds(holder, request)]).toEqual([holder, false]);
    }
  });
});
