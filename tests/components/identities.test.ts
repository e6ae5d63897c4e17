import { stackNames } from "../../components/facts/regions";
import { DeliveryIdentities, type DeliveryIdentitiesArgs } from "../../components/identities";
import { decide, statementsIn, type PolicyRequest } from "../../policies/shared/policyEvaluator";
import { built, refusal, statementsOf, type Built } from "../support/built";
import { testContext } from "../support/testContext";

const account = "111122223333";
const person = `arn:aws:iam::${account}:user/azora-on-call`;
const boundaryArn = `arn:aws:iam::${account}:policy/boundaries/azora-boundary`;
const make = (changes: Partial<DeliveryIdentitiesArgs> = {}): DeliveryIdentities =>
  new DeliveryIdentities("id", {
    home: testContext("europe"),
    regions: ["africa", "europe", "asia", "americas"].map((name) => testContext(name)),
    repository: "azora/platform",
    breakGlassPrincipals: [person],
    owner: "platform@azora.example",
    ...changes,
  });

let identities: Built;
beforeAll(async () => {
  identities = await built(() => make());
});

const roleNamed = (name: string) => {
  const [role, ...others] = identities.inputsOf("aws:iam/role:Role").filter((inputs) => inputs.name === name);
  if (!role || others.length > 0) throw new Error(`not one role is named ${name}`);
  return role;
};
const policyText = (arn: unknown): string => {
  const [policy] = identities.ofType("aws:iam/policy:Policy").filter(({ outputs }) => outputs.arn === arn);
  if (!policy) throw new Error(`no policy ${String(arn)}`);
  return policy.inputs.policy as string;
};
const attachedTo = (role: string): string[] =>
  identities
    .inputsOf("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    .filter((inputs) => inputs.role === role)
    .map(({ policyArn }) => policyArn as string);
/** Whether a role may do something, beside what AWS' own policy lets it read. */
const may = (role: string, request: PolicyRequest): boolean => {
  const rights = attachedTo(role)
    .filter((arn) => !arn.startsWith("arn:aws:iam::aws:"))
    .flatMap((arn) => statementsIn(policyText(arn)));
  const { permissionsBoundary } = roleNamed(role);
  const bound =
    permissionsBoundary === undefined
      ? "allowed"
      : decide(statementsIn(policyText(permissionsBoundary)), request);
  return decide(rights, request) === "allowed" && bound === "allowed";
};
const iam = (resource: string): string => `arn:aws:iam::${account}:${resource}`;

describe("GitHub's jobs", () => {
  test("sign in by the provider that AWS asks for tokens of", () => {
    expect(identities.inputsOf("aws:iam/openIdConnectProvider:OpenIdConnectProvider")).toEqual([
      expect.objectContaining({
        url: "https://token.actions.githubusercontent.com",
        clientIdLists: ["sts.amazonaws.com"],
      }),
    ]);
  });

  test.each([
    ...stackNames().map((stack): [string, string[]] => [
      `azora-deployer-${stack}`,
      [`repo:azora/platform:environment:${stack}`],
    ]),
    [
      "azora-preview",
      ["repo:azora/platform:environment:preview-main", "repo:azora/platform:environment:preview-branch"],
    ],
  ] as [string, string[]][])("take %s in its environments of the repository only", (role, subjects) => {
    expect(statementsOf(roleNamed(role).assumeRolePolicy)).toEqual([
      {
        Sid: "JobsOfEnvironment",
        Effect: "Allow",
        Principal: { Federated: iam("oidc-provider/token.actions.githubusercontent.com") },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": subjects,
          },
        },
      },
    ]);
  });

  test("act for two hours to deploy, for one to preview, always within the boundary", () => {
    for (const stack of stackNames())
      expect(roleNamed(`azora-deployer-${stack}`)).toMatchObject({
        maxSessionDuration: 7200,
        permissionsBoundary: boundaryArn,
      });
    expect(roleNamed("azora-preview")).toMatchObject({
      maxSessionDuration: 3600,
      permissionsBoundary: boundaryArn,
    });
  });
});

test("every role of delivery holds AWS' policy that reads, and policies of its own; no boundary is attached", () => {
  const roles = identities.inputsOf("aws:iam/role:Role").map(({ name }) => name as string);
  expect(roles).toHaveLength(7);
  for (const role of roles) {
    const [read, ...own] = attachedTo(role).sort(
      (a, b) => Number(b.includes("::aws:")) - Number(a.includes("::aws:")),
    );
    expect(read).toBe("arn:aws:iam::aws:policy/ReadOnlyAccess");
    expect(own.length).toBeGreaterThan(0);
    for (const arn of own) expect(arn).toContain(`policy/delivery/${role}-rights-`);
  }
});

test("no policy is longer than IAM takes", () => {
  for (const { policy } of identities.inputsOf("aws:iam/policy:Policy"))
    expect((policy as string).length).toBeLessThanOrEqual(6144);
});

const here = { "aws:RequestedRegion": "af-south-1" };
const ec2 = (resource: string): string => `arn:aws:ec2:af-south-1:${account}:${resource}`;

describe("a region's deployer", () => {
  test.each<[string, PolicyRequest]>([
    [
      "makes what carries its tag",
      {
        action: "ec2:CreateVpc",
        resource: ec2("vpc/*"),
        context: { ...here, "aws:RequestTag/region": "africa" },
      },
    ],
    [
      "makes a subnet in its own network",
      {
        action: "ec2:CreateSubnet",
        resource: ec2("vpc/vpc-1"),
        context: { ...here, "aws:ResourceTag/region": "africa" },
      },
    ],
    [
      "runs its cluster",
      {
        action: "eks:UpdateClusterConfig",
        resource: `arn:aws:eks:af-south-1:${account}:cluster/azora-africa-cluster`,
        context: here,
      },
    ],
    [
      "sets up its buckets",
      { action: "s3:PutBucketPolicy", resource: "arn:aws:s3:::azora-africa-logs-1", context: here },
    ],
    [
      "writes its state",
      {
        action: "s3:PutObject",
        resource: `arn:aws:s3:::azora-state-${account}/.pulumi/stacks/azora/africa.json.bak`,
        context: { "aws:RequestedRegion": "eu-central-1" },
      },
    ],
    [
      "locks its state",
      {
        action: "s3:PutObject",
        resource: `arn:aws:s3:::azora-state-${account}/.pulumi/locks/organization/azora/africa/1.json`,
        context: { "aws:RequestedRegion": "eu-central-1" },
      },
    ],
    [
      "decrypts its secrets",
      {
        action: "kms:Decrypt",
        resource: `arn:aws:kms:eu-central-1:${account}:key/mrk-1`,
        context: { "aws:RequestedRegion": "eu-central-1", "kms:ResourceAliases": ["alias/azora-state"] },
      },
    ],
    [
      "makes roles within the boundary",
      {
        action: "iam:CreateRole",
        resource: iam("role/azora-africa-node"),
        context: { "aws:RequestedRegion": "us-east-1", "iam:PermissionsBoundary": boundaryArn },
      },
    ],
    [
      "hands a role to what runs it",
      {
        action: "iam:PassRole",
        resource: iam("role/azora-africa-node"),
        context: { "aws:RequestedRegion": "us-east-1", "iam:PassedToService": "ec2.amazonaws.com" },
      },
    ],
    [
      "has AWS make the role of a service",
      {
        action: "iam:CreateServiceLinkedRole",
        resource: iam("role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS"),
        context: { "aws:RequestedRegion": "us-east-1", "iam:AWSServiceName": "eks.amazonaws.com" },
      },
    ],
  ])("%s", (_what, request) => {
    expect(may("azora-deployer-africa", request)).toBe(true);
  });

  test.each<[string, PolicyRequest]>([
    [
      "makes what carries another's tag",
      {
        action: "ec2:CreateVpc",
        resource: ec2("vpc/*"),
        context: { ...here, "aws:RequestTag/region": "europe" },
      },
    ],
    ["makes what carries none", { action: "ec2:CreateVpc", resource: ec2("vpc/*"), context: here }],
    [
      "takes another's over by tagging it",
      {
        action: "ec2:CreateTags",
        resource: ec2("vpc/vpc-2"),
        context: { ...here, "aws:RequestTag/region": "africa", "aws:ResourceTag/region": "europe" },
      },
    ],
    [
      "changes another's",
      {
        action: "ec2:DeleteSubnet",
        resource: ec2("subnet/s"),
        context: { ...here, "aws:ResourceTag/region": "europe" },
      },
    ],
    [
      "runs another's cluster",
      {
        action: "eks:UpdateClusterConfig",
        resource: `arn:aws:eks:eu-central-1:${account}:cluster/azora-europe-cluster`,
        context: { "aws:RequestedRegion": "eu-central-1" },
      },
    ],
    [
      "works in a region of nobody's",
      {
        action: "ec2:CreateVpc",
        resource: "*",
        context: { "aws:RequestedRegion": "us-west-2", "aws:RequestTag/region": "africa" },
      },
    ],
    [
      "writes another's state",
      {
        action: "s3:PutObject",
        resource: `arn:aws:s3:::azora-state-${account}/.pulumi/stacks/azora/europe.json`,
        context: { "aws:RequestedRegion": "eu-central-1" },
      },
    ],
    [
      "decrypts by another key",
      {
        action: "kms:Decrypt",
        resource: `arn:aws:kms:af-south-1:${account}:key/mrk-2`,
        context: { ...here, "kms:ResourceAliases": ["alias/azora/africa/personal"] },
      },
    ],
    [
      "makes a role without the boundary",
      {
        action: "iam:CreateRole",
        resource: iam("role/azora-africa-node"),
        context: { "aws:RequestedRegion": "us-east-1" },
      },
    ],
    [
      "makes a role with another",
      {
        action: "iam:CreateRole",
        resource: iam("role/azora-africa-node"),
        context: { "iam:PermissionsBoundary": iam("policy/other") },
      },
    ],
    [
      "gives rights to a role without it",
      { action: "iam:PutRolePolicy", resource: iam("role/azora-africa-node"), context: {} },
    ],
    [
      "takes the boundary off",
      { action: "iam:DeleteRolePermissionsBoundary", resource: iam("role/azora-africa-node") },
    ],
    [
      "takes over the administrator's role",
      { action: "iam:UpdateAssumeRolePolicy", resource: iam("role/azora-admin") },
    ],
    ["gives a person's user rights", { action: "iam:AttachUserPolicy", resource: iam("user/ada") }],
    ["takes a second factor away", { action: "iam:DeactivateMFADevice", resource: iam("user/ada") }],
    [
      "lets another provider sign in",
      { action: "iam:CreateSAMLProvider", resource: iam("saml-provider/other") },
    ],
    [
      "marks the key of state and secrets as its own",
      {
        action: "kms:TagResource",
        resource: `arn:aws:kms:eu-central-1:${account}:key/mrk-1`,
        context: { ...here, "aws:RequestTag/region": "africa", "kms:ResourceAliases": ["alias/azora-state"] },
      },
    ],
    ["changes the boundary", { action: "iam:CreatePolicyVersion", resource: boundaryArn }],
    [
      "changes its own trust",
      { action: "iam:UpdateAssumeRolePolicy", resource: iam("role/azora-deployer-africa") },
    ],
    [
      "changes GitHub's",
      {
        action: "iam:AddClientIDToOpenIDConnectProvider",
        resource: iam("oidc-provider/token.actions.githubusercontent.com"),
      },
    ],
    [
      "hands a role to a service that runs none",
      {
        action: "iam:PassRole",
        resource: iam("role/azora-africa-node"),
        context: { "iam:PassedToService": "lambda.amazonaws.com" },
      },
    ],
    ["makes a user", { action: "iam:CreateUser", resource: iam("user/azora-africa-x") }],
    ["makes a key that does not end", { action: "iam:CreateAccessKey", resource: iam("user/x") }],
    [
      "turns flow logs off",
      {
        action: "ec2:DeleteFlowLogs",
        resource: ec2("vpc-flow-log/fl-1"),
        context: { ...here, "aws:ResourceTag/region": "africa" },
      },
    ],
    [
      "deletes a log group",
      {
        action: "logs:DeleteLogGroup",
        resource: `arn:aws:logs:af-south-1:${account}:log-group:/aws/eks/azora-africa-cluster/cluster`,
        context: here,
      },
    ],
    [
      "loses a version of a log",
      {
        action: "s3:DeleteObjectVersion",
        resource: `arn:aws:s3:::azora-africa-logs-${account}/a`,
        context: here,
      },
    ],
  ])("never %s", (_what, request) => {
    expect(may("azora-deployer-africa", request)).toBe(false);
  });
});

describe("the deployer of what joins the regions", () => {
  const key = `arn:aws:kms:af-south-1:${account}:key/mrk-1`;
  test.each<[boolean, string, PolicyRequest]>([
    [
      true,
      "peers gateways",
      {
        action: "ec2:CreateTransitGatewayPeeringAttachment",
        resource: ec2("transit-gateway/tgw-1"),
        context: { ...here, "aws:ResourceTag/region": "africa" },
      },
    ],
    [
      true,
      "copies a region's key",
      { action: "kms:ReplicateKey", resource: key, context: { ...here, "aws:ResourceTag/region": "africa" } },
    ],
    [
      true,
      "joins a zone to a network",
      {
        action: "route53:AssociateVPCWithHostedZone",
        resource: "arn:aws:route53:::hostedzone/Z1",
        context: { "aws:RequestedRegion": "us-east-1" },
      },
    ],
    [false, "copies the state's key", { action: "kms:ReplicateKey", resource: key, context: here }],
    [
      false,
      "changes a region's network",
      {
        action: "ec2:DeleteSubnet",
        resource: ec2("subnet/s"),
        context: { ...here, "aws:ResourceTag/region": "africa" },
      },
    ],
    [
      false,
      "turns the alarm off",
      {
        action: "events:DisableRule",
        resource: `arn:aws:events:af-south-1:${account}:rule/azora-global-break-glass`,
        context: here,
      },
    ],
    [
      false,
      "changes a deployer",
      {
        action: "iam:PutRolePolicy",
        resource: iam("role/azora-deployer-global"),
        context: { "iam:PermissionsBoundary": boundaryArn },
      },
    ],
  ])("%s: it %s", (allowed, _what, request) => {
    expect(may("azora-deployer-global", request)).toBe(allowed);
  });
});

test("a preview decrypts the state and changes nothing", () => {
  const resource = `arn:aws:kms:eu-central-1:${account}:key/mrk-1`;
  const context = { "aws:RequestedRegion": "eu-central-1", "kms:ResourceAliases": ["alias/azora-state"] };
  expect(may("azora-preview", { action: "kms:Decrypt", resource, context })).toBe(true);
  expect(may("azora-preview", { action: "kms:Encrypt", resource, context })).toBe(false);
  expect(
    may("azora-preview", {
      action: "kms:Decrypt",
      resource,
      context: { "aws:RequestedRegion": "eu-central-1" },
    }),
  ).toBe(false);
  expect(
    may("azora-preview", {
      action: "s3:PutObject",
      resource: `arn:aws:s3:::azora-state-${account}/x`,
      context,
    }),
  ).toBe(false);
});

describe("the break-glass role", () => {
  test("is taken by named people, with a second factor of the last quarter of an hour, for an hour, where the alarm hears it", () => {
    const role = roleNamed("azora-break-glass");
    expect(role.maxSessionDuration).toBe(3600);
    expect(statementsOf(role.assumeRolePolicy)).toEqual([
      {
        Sid: "NamedPeopleWithMfa",
        Effect: "Allow",
        Principal: { AWS: [person] },
        Action: "sts:AssumeRole",
        Condition: {
          Bool: { "aws:MultiFactorAuthPresent": "true" },
          NumericLessThan: { "aws:MultiFactorAuthAge": "900" },
          StringEquals: {
            "aws:RequestedRegion": ["af-south-1", "eu-central-1", "ap-southeast-1", "sa-east-1"],
          },
        },
      },
    ]);
  });

  test("mends deployers and what they make, and not itself", () => {
    const put = (role: string): PolicyRequest => ({
      action: "iam:PutRolePolicy",
      resource: iam(`role/${role}`),
    });
    expect(may("azora-break-glass", put("azora-deployer-asia"))).toBe(true);
    expect(may("azora-break-glass", put("azora-asia-node"))).toBe(true);
    expect(may("azora-break-glass", put("azora-break-glass"))).toBe(false);
    expect(may("azora-break-glass", put("somebody-else"))).toBe(false);
    expect(may("azora-break-glass", { action: "iam:CreateUser", resource: iam("user/x") })).toBe(false);
  });

  test.each(["af-south-1", "eu-central-1", "ap-southeast-1", "sa-east-1"])("is told of in %s", (region) => {
    const inRegion = (type: string) => {
      const [one, ...others] = identities.inputsOf(type).filter((inputs) => inputs.region === region);
      if (!one || others.length > 0) throw new Error(`not one ${type} in ${region}`);
      return one;
    };
    const topicArn = `arn:aws:sns:eu-central-1:${account}:azora-global-break-glass`.replace(
      "eu-central-1",
      region,
    );
    const rule = inRegion("aws:cloudwatch/eventRule:EventRule");
    expect(JSON.parse(rule.eventPattern as string)).toEqual({
      source: ["aws.sts"],
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: {
        eventSource: ["sts.amazonaws.com"],
        eventName: ["AssumeRole"],
        requestParameters: { roleArn: [iam("role/azora-break-glass")] },
      },
    });
    expect(inRegion("aws:cloudwatch/eventTarget:EventTarget")).toMatchObject({
      rule: "azora-global-break-glass",
      arn: topicArn,
    });
    expect(inRegion("aws:sns/topicSubscription:TopicSubscription")).toMatchObject({
      topic: topicArn,
      protocol: "email",
      endpoint: "platform@azora.example",
    });
    const key = identities.ofType("aws:kms/key:Key").find(({ inputs }) => inputs.region === region);
    expect(inRegion("aws:sns/topic:Topic").kmsMasterKeyId).toBe(key?.outputs.arn);
    expect(key).toMatchObject({
      protect: true,
      inputs: { enableKeyRotation: true, deletionWindowInDays: 30 },
    });
    expect(statementsOf(key?.inputs.policy)[1]).toMatchObject({
      Principal: { Service: "events.amazonaws.com" },
      Action: ["kms:GenerateDataKey", "kms:Decrypt"],
    });
    expect(statementsOf(inRegion("aws:sns/topicPolicy:TopicPolicy").policy)[0]).toMatchObject({
      Principal: { Service: "events.amazonaws.com" },
      Action: "sns:Publish",
      Condition: {
        ArnEquals: { "aws:SourceArn": `arn:aws:events:${region}:${account}:rule/azora-global-break-glass` },
      },
    });
  });
});

test("what tells and what delivers is the joining stack's by its tag, so that no region's deployer keeps it", () => {
  const tagged = identities.resources.filter(({ inputs, custom }) => custom && inputs.tags !== undefined);
  expect(tagged.length).toBeGreaterThan(25);
  for (const { inputs } of tagged) expect(inputs.tags).toMatchObject({ region: "global" });
});

test.each<[Partial<DeliveryIdentitiesArgs>, string]>([
  [{ repository: "platform" }, 'DeliveryIdentities.repository is "platform"; allowed: <owner>/<name>'],
  [{ repository: "azora/*" }, 'DeliveryIdentities.repository is "azora/*"; allowed: <owner>/<name>'],
  ...[
    "arn:aws:iam::999988887777:user/a",
    `arn:aws:iam::${account}:root`,
    "*",
    `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/x`,
  ].map((principal): [Partial<DeliveryIdentitiesArgs>, string] => [
    { breakGlassPrincipals: [person, principal] },
    `DeliveryIdentities.breakGlassPrincipals is "${principal}"; allowed: users or roles of account ${account} by their ARN`,
  ]),
])("%j is refused before anything is created", async (changes, message) => {
  await expect(refusal(() => make(changes))).resolves.toBe(message);
});
