import { addRegion, regionNamed, stackNames } from "../../components/facts/regions";
import type { DeliveryIdentitiesArgs } from "../../components/identities";
import { RegionContext } from "../../components/shared";
import { refusal, statementsOf, type Built } from "../support/built";
import { account, boundaryOf, DeliveryRoles, iam, makeIdentities, person } from "../support/deliveryRoles";
import { fictitiousRegion } from "../support/fictitious";

let roles: DeliveryRoles;
let identities: Built;
beforeAll(async () => {
  roles = await DeliveryRoles.built();
  identities = roles.made;
});

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
    const [jobs, ...others] = statementsOf(roles.role(role).assumeRolePolicy);
    expect(others).toEqual(
      role === "azora-preview"
        ? []
        : [
            {
              Sid: "PeopleInNeed",
              Effect: "Allow",
              Principal: { AWS: iam("role/azora-break-glass") },
              Action: "sts:AssumeRole",
            },
          ],
    );
    expect([jobs]).toEqual([
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

  test("act for two hours to deploy, for one to preview, always within the boundary of their own", () => {
    for (const stack of stackNames())
      expect(roles.role(`azora-deployer-${stack}`)).toMatchObject({
        maxSessionDuration: 7200,
        permissionsBoundary: boundaryOf(stack),
      });
    expect(roles.role("azora-preview")).toMatchObject({
      maxSessionDuration: 3600,
      permissionsBoundary: boundaryOf("preview"),
    });
  });
});

test("every role of delivery holds AWS' policy that reads, and policies of its own; no boundary is attached", () => {
  const names = identities.inputsOf("aws:iam/role:Role").map(({ name }) => name as string);
  expect(names).toHaveLength(7);
  for (const role of names) {
    const [read, ...own] = roles
      .attachedTo(role)
      .sort((a, b) => Number(b.includes("::aws:")) - Number(a.includes("::aws:")));
    expect(read).toBe("arn:aws:iam::aws:policy/ReadOnlyAccess");
    expect(own.length).toBeGreaterThan(0);
    for (const arn of own) expect(arn).toContain(`policy/delivery/${role}-rights-`);
  }
});

const sizes = ({ made }: DeliveryRoles): void => {
  for (const { policy } of made.inputsOf("aws:iam/policy:Policy"))
    expect((policy as string).length).toBeLessThanOrEqual(6144);
  for (const { name, assumeRolePolicy } of made.inputsOf("aws:iam/role:Role")) {
    expect((assumeRolePolicy as string).length).toBeLessThanOrEqual(2048);
    const attached = made
      .inputsOf("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
      .filter(({ role }) => role === name);
    expect(attached.length).toBeLessThanOrEqual(10);
  }
};

test("no policy and no trust is longer than IAM takes, and no role has more of them", () => {
  sizes(roles);
});

test.each([4, 16, 64])("nor with %i regions", async (count) => {
  const removers = Array.from({ length: count - 4 }, (_, index) => addRegion(fictitiousRegion(index)));
  try {
    const many = await DeliveryRoles.built({
      organizationRoleArn: "arn:aws:iam::444455556666:role/azora-guard-rails",
    });
    expect(many.made.inputsOf("aws:iam/role:Role")).toHaveLength(count + 3);
    sizes(many);
  } finally {
    for (const remove of removers) remove();
  }
});

describe("the break-glass role", () => {
  test("is taken by named people, with a second factor of the last quarter of an hour, for an hour, where the alarm hears it", () => {
    const role = roles.role("azora-break-glass");
    expect(role).toMatchObject({ maxSessionDuration: 3600, permissionsBoundary: boundaryOf("break-glass") });
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
    const ofRegion = (type: string) => identities.inputsOf(type).filter((inputs) => inputs.region === region);
    const patterns: Readonly<Record<string, unknown>> = Object.fromEntries(
      ofRegion("aws:cloudwatch/eventRule:EventRule").map(({ name, eventPattern }): [string, unknown] => [
        name as string,
        JSON.parse(eventPattern as string) as unknown,
      ]),
    );
    const role = iam("role/azora-break-glass");
    expect(patterns).toEqual({
      "azora-global-break-glass": {
        source: ["aws.sts"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: ["sts.amazonaws.com"],
          eventName: ["AssumeRole"],
          // CloudTrail leaves the parameters out of some calls that were refused.
          $or: [{ requestParameters: { roleArn: [role] } }, { errorMessage: [{ wildcard: `*${role}*` }] }],
        },
      },
      "azora-global-short-logs": {
        source: ["aws.logs"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: ["logs.amazonaws.com"],
          eventName: ["PutRetentionPolicy"],
          requestParameters: { retentionInDays: [{ numeric: ["<", 30] }] },
        },
      },
    });
    const targets = ofRegion("aws:cloudwatch/eventTarget:EventTarget");
    expect(targets.map(({ rule }) => rule).sort()).toEqual(Object.keys(patterns).sort());
    for (const { arn } of targets) expect(arn).toBe(topicArn);
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
        ArnEquals: {
          "aws:SourceArn": ["break-glass", "short-logs"].map(
            (rule) => `arn:aws:events:${region}:${account}:rule/azora-global-${rule}`,
          ),
        },
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
  await expect(refusal(() => makeIdentities(changes))).resolves.toBe(message);
});

test("a domain with which a boundary would be too long is refused before anything is created", async () => {
  const home = new RegionContext({
    region: regionNamed("europe"),
    environment: "production",
    accountId: account,
    domain: `${["a", "b", "c", "d"].map((letter) => letter.repeat(61)).join(".")}.example`,
    owner: "platform@azora.example",
    team: "platform",
    costCenter: "cc-100",
  });
  await expect(refusal(() => makeIdentities({ home }))).resolves.toMatch(
    /^azora-boundary-africa, in characters is 6\d\d\d; allowed: 6144 or fewer \(IAM's limit of a managed policy\)$/,
  );
});

test("people whose ARNs make the trust too long are refused before anything is created", async () => {
  // 40 ARNs of 41 characters, with quotes and commas: 1759 of the 2048, beside what stands around them.
  const people = Array.from({ length: 40 }, (_, index) => iam(`user/on-call-${index + 10}`));
  await expect(refusal(() => makeIdentities({ breakGlassPrincipals: people }))).resolves.toMatch(
    /^trust of azora-break-glass, in characters is 2\d\d\d; allowed: 2048 or fewer \(IAM's limit of a role's trust\)$/,
  );
});
