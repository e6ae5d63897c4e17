import { backupRole } from "../../components/facts/backupVaults";
import { boundaryArn, deployerRole, otherHolders } from "../../components/facts/delivery";
import { allRegions } from "../../components/facts/regions";
import { decide, statementsIn, type EvaluatedStatement } from "../../policies/shared/policyEvaluator";
import type { Plan, PlannedResource } from "../../preview/plan";
import { packageOf } from "../../preview/summary";
import { organization, start, StackFiles, testDay } from "../support/cli";
import { allResources, planAllStacks } from "../support/plan";

const account = "111122223333";
let plan: Plan;
beforeAll(async () => {
  plan = await planAllStacks();
});
const ofType = (stack: string, type: string): readonly PlannedResource[] =>
  (plan.stacks[stack]?.resources ?? []).filter((resource) => resource.type === type);
/** The policies of a deployer. */
const rightsOf = (stack: string): readonly EvaluatedStatement[] =>
  ofType("global", "aws:iam/policy:Policy")
    .filter(({ resolved }) => (resolved.name as string).startsWith(`${deployerRole(stack)}-rights-`))
    .flatMap(({ resolved }) => statementsIn(resolved.policy as string));

const boundaryOf = (stack: string): readonly EvaluatedStatement[] =>
  ofType("global", "aws:iam/policy:Policy")
    .filter(({ resolved }) => resolved.name === `azora-boundary-${stack}`)
    .flatMap(({ resolved }) => statementsIn(resolved.policy as string));

/** Types whose ARNs a region's stack decides by a name, and a call that makes one. */
const named: Readonly<Record<string, readonly [string, (name: string, region: string) => string]>> = {
  "aws:cloudwatch/eventRule:EventRule": [
    "events:PutRule",
    (name, region) => `arn:aws:events:${region}:${account}:rule/${name}`,
  ],
  "aws:cloudwatch/logGroup:LogGroup": [
    "logs:CreateLogGroup",
    (name, region) => `arn:aws:logs:${region}:${account}:log-group:${name}`,
  ],
  "aws:codebuild/project:Project": [
    "codebuild:CreateProject",
    (name, region) => `arn:aws:codebuild:${region}:${account}:project/${name}`,
  ],
  "aws:eks/cluster:Cluster": [
    "eks:CreateCluster",
    (name, region) => `arn:aws:eks:${region}:${account}:cluster/${name}`,
  ],
  "aws:iam/role:Role": ["iam:CreateRole", (name) => `arn:aws:iam::${account}:role/${name}`],
  "aws:kms/alias:Alias": ["kms:CreateAlias", (name, region) => `arn:aws:kms:${region}:${account}:${name}`],
  "aws:s3/bucket:Bucket": ["s3:CreateBucket", (name) => `arn:aws:s3:::${name}`],
  "aws:sqs/queue:Queue": ["sqs:CreateQueue", (name, region) => `arn:aws:sqs:${region}:${account}:${name}`],
  "aws:sns/topic:Topic": ["sns:CreateTopic", (name, region) => `arn:aws:sns:${region}:${account}:${name}`],
  "aws:budgets/budget:Budget": [
    "budgets:ModifyBudget",
    (name) => `arn:aws:budgets::${account}:budget/${name}`,
  ],
};

describe("what a region's stack makes", () => {
  test.each(Object.entries(named))(
    "may be made by its deployer and no other region's: %s",
    (type, [action, arn]) => {
      for (const { name: stack, awsRegion } of allRegions()) {
        const made = ofType(stack, type);
        expect(made.length).toBeGreaterThan(0);
        for (const { resolved } of made) {
          const resource = arn((resolved.name ?? resolved.bucket) as string, awsRegion);
          const request = {
            action,
            resource,
            context: {
              "aws:RequestedRegion": awsRegion,
              "iam:PermissionsBoundary": boundaryArn(account, stack),
            },
          };
          expect([resource, decide(rightsOf(stack), request)]).toEqual([resource, "allowed"]);
          expect([resource, decide(boundaryOf(stack), request)]).toEqual([resource, "allowed"]);
          for (const { name: other } of allRegions().filter(({ name }) => name !== stack)) {
            expect([other, decide(rightsOf(other), request)]).toEqual([other, "not-allowed"]);
            expect([other, decide(boundaryOf(other), request)]).not.toEqual([other, "allowed"]);
          }
        }
      }
    },
  );

  test("has roles within the boundary only, and so may be made; AWS Backup's, which copies elsewhere, within its own", () => {
    const roles = allResources(plan).filter(
      ({ stack, resource }) => stack !== "global" && resource.type === "aws:iam/role:Role",
    );
    expect(roles.length).toBeGreaterThan(30);
    for (const { stack, resource } of roles)
      expect([resource.name, resource.resolved.permissionsBoundary]).toEqual([
        resource.name,
        boundaryArn(account, resource.resolved.name === backupRole(stack) ? otherHolders.vaults : stack),
      ]);
    expect(roles.filter(({ stack, resource }) => resource.resolved.name === backupRole(stack))).toHaveLength(
      allRegions().length,
    );
  });

  test("has roles whose own policies its boundary lets through", () => {
    let judged = 0;
    for (const { name: stack, awsRegion } of allRegions())
      for (const { resolved } of ofType(stack, "aws:iam/rolePolicy:RolePolicy"))
        for (const { Effect, Action = [] } of statementsIn(resolved.policy as string)) {
          expect(Effect).toBe("Allow");
          for (const pattern of [Action].flat()) {
            // Read as a call of the region, on what is the stack's own by name and tag.
            const action = pattern.replace("*", "From");
            const [service] = action.split(":");
            const resource =
              service === "iam"
                ? `arn:aws:iam::${account}:role/azora-${stack}-x`
                : `arn:aws:${service ?? ""}:${awsRegion}:${account}:x/azora-${stack}-x`;
            const context = {
              "aws:RequestedRegion": awsRegion,
              "aws:ResourceTag/region": stack,
              "route53:ChangeResourceRecordSetsNormalizedRecordNames": [`a.${stack}.internal.azora.example`],
            };
            judged++;
            expect([stack, action, decide(boundaryOf(stack), { action, resource, context })]).toEqual([
              stack,
              action,
              "allowed",
            ]);
          }
        }
    expect(judged).toBeGreaterThan(100);
  });

  test("has roles of which no policy is longer than IAM takes", () => {
    const lengths = new Map<string, number>();
    for (const { stack, resource } of allResources(plan)) {
      const { role, policy, assumeRolePolicy } = resource.resolved as Readonly<
        Record<string, string | undefined>
      >;
      if (resource.type === "aws:iam/role:Role") expect(assumeRolePolicy?.length).toBeLessThanOrEqual(2048);
      if (resource.type === "aws:iam/policy:Policy") expect(policy?.length).toBeLessThanOrEqual(6144);
      if (resource.type !== "aws:iam/rolePolicy:RolePolicy" || policy === undefined) continue;
      const key = `${stack} ${role ?? ""}`;
      lengths.set(key, (lengths.get(key) ?? 0) + policy.length);
    }
    expect(lengths.size).toBeGreaterThan(20);
    for (const [role, length] of lengths) expect([role, length <= 10_240]).toEqual([role, true]);
  });

  test("carries the stack's tag, by which its deployer is let", () => {
    let tagged = 0;
    for (const { stack, resource } of allResources(plan)) {
      const tags = resource.resolved.tags as Readonly<Record<string, string>> | undefined;
      if (stack === "global" || !resource.type.startsWith("aws:") || tags === undefined) continue;
      tagged++;
      expect([resource.urn, tags["region"]]).toEqual([resource.urn, stack]);
    }
    expect(tagged).toBeGreaterThan(400);
  });

  test("names deployers in its stack file that the global stack makes", () => {
    const made = ofType("global", "aws:iam/role:Role").map(
      ({ resolved }) => `arn:aws:iam::${account}:role/${resolved.name as string}`,
    );
    for (const { name } of allRegions()) {
      const entries = ofType(name, "aws:eks/accessEntry:AccessEntry").map(
        ({ resolved }) => resolved.principalArn as string,
      );
      expect(entries.filter((arn) => made.includes(arn))).toEqual([
        `arn:aws:iam::${account}:role/${deployerRole(name)}`,
      ]);
    }
  });
});

describe("an account of an organisation", () => {
  const role = organization.roleArn;
  let guarded: Plan;
  beforeAll(() => {
    const files = new StackFiles();
    files.setOrganization();
    const { stdout, stderr } = start(["--as-of", testDay, "--json"], files.home);
    files.remove();
    if (stdout === "") throw new Error(stderr);
    guarded = JSON.parse(stdout) as Plan;
  });

  test("has guard rails, set by the management account's role, and passes every gate", () => {
    const made = guarded.stacks["global"]?.resources ?? [];
    expect(made.filter(({ type }) => type === "aws:organizations/policy:Policy")).toHaveLength(4);
    expect(
      made.filter(({ type }) => type === "aws:organizations/policyAttachment:PolicyAttachment"),
    ).toHaveLength(4);
    const provider = made.find(
      ({ type, name }) => type === "pulumi:providers:aws" && name === "aws-organization",
    );
    expect(JSON.parse(provider?.resolved.allowedAccountIds as string)).toEqual(["444455556666"]);
    expect(JSON.parse(provider?.resolved.assumeRoles as string)).toEqual([
      { roleArn: role, sessionName: "azora-global" },
    ]);
    expect(guarded.summary.findings).toMatchObject({ violated: 0, undecided: 0 });
  });

  test("lets nobody take that role but the deployer of global, within its boundary", () => {
    const takers = (guarded.stacks["global"]?.resources ?? [])
      .filter(
        ({ type, resolved }) =>
          type === "aws:iam/policy:Policy" && (resolved.policy as string).includes(role),
      )
      .map(({ resolved }) => (resolved.name as string).replace(/-rights-\d+$/, ""));
    expect(takers.sort()).toEqual(["azora-boundary-global", "azora-deployer-global"]);
    expect(
      allResources(plan).filter(({ resource }) => resource.type.startsWith("aws:organizations/")),
    ).toEqual([]);
  });
});

describe("the global stack in phase identities", () => {
  let early: Plan;
  beforeAll(() => {
    const files = new StackFiles();
    files.set("global", "azora:phase", "identities");
    const { stdout, stderr } = start(["--as-of", testDay, "--json"], files.home);
    files.remove();
    if (stdout === "") throw new Error(stderr);
    early = JSON.parse(stdout) as Plan;
  });

  test("passes the gates: nothing of what is not there yet is missed", () => {
    expect(early.summary.findings).toMatchObject({ violated: 0, undecided: 0 });
  });

  test("has all that delivers, as the complete stack has it, and needs no region and no edge", () => {
    const delivers = (one: Plan): string[] =>
      (one.stacks["global"]?.resources ?? [])
        .map(({ urn }) => urn)
        .filter((urn) => urn.includes(":identities:"))
        .sort();
    expect(delivers(early).length).toBeGreaterThan(70);
    expect(delivers(early)).toEqual(delivers(plan));
    for (const { type } of early.stacks["global"]?.resources ?? []) {
      expect(packageOf(type)).not.toBe("cloudflare");
      expect(type).not.toMatch(/^pulumi:(pulumi:StackReference|providers:cloudflare)$/);
    }
  });

  test("says in its outputs what is not there yet", () => {
    expect(early.stacks["global"]?.outputs).toMatchObject({
      hosts: null,
      peerings: null,
      zoneAssociations: null,
    });
  });
});
