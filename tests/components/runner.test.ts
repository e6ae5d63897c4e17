import { Runner, type RunnerArgs } from "../../components/runner";
import { built, refusal, statementsOf, type Built } from "../support/built";
import { testContext } from "../support/testContext";

const connectionArn = "arn:aws:codeconnections:eu-central-1:111122223333:connection/abc";
const secretArn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:github-AbCdEf";

const make = (changes: Partial<RunnerArgs> = {}): Runner =>
  new Runner("ci", {
    context: testContext("europe"),
    vpcId: "vpc-1",
    subnetIds: ["subnet-a", "subnet-b"],
    keyArn: "arn:aws:kms:eu-central-1:111122223333:key/internal",
    logsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/operational",
    repositoryUrl: "https://github.com/azora/platform",
    connectionArn,
    actorAccountIds: ["1234"],
    workflowNames: ["platform", "nightly"],
    ...changes,
  });

describe("the CI runner", () => {
  let runner: Built;
  beforeAll(async () => {
    runner = await built(() => make());
  });
  const statement = (room: Built, sid: string): Record<string, unknown> | undefined =>
    statementsOf(room.named("ci-policy").inputs.policy).find(({ Sid }) => Sid === sid);

  test("cannot be reached: its security group has no ingress rule, and HTTPS is its only way out", () => {
    expect(runner.ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")).toEqual([]);
    expect(runner.named("ci-security-group").inputs).not.toHaveProperty("ingress");
    expect(runner.inputsOf("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")).toEqual([
      expect.objectContaining({ ipProtocol: "tcp", fromPort: 443, toPort: 443 }),
    ]);
  });

  test("runs in the VPC, unprivileged, with a container of its own for every job", () => {
    expect(runner.named("ci-project").inputs).toMatchObject({
      name: "azora-europe-runner",
      environment: { type: "LINUX_CONTAINER", privilegedMode: false },
      vpcConfig: {
        vpcId: "vpc-1",
        subnets: ["subnet-a", "subnet-b"],
        securityGroupIds: [runner.id("ci-security-group")],
      },
      artifacts: { type: "NO_ARTIFACTS" },
      source: { type: "GITHUB", auth: { type: "CODECONNECTIONS", resource: connectionArn } },
    });
  });

  test("starts for queued jobs of trusted accounts and of the named workflows, never for a fork by itself", () => {
    expect(runner.named("ci-webhook").inputs).toMatchObject({
      filterGroups: [
        {
          filters: [
            { type: "EVENT", pattern: "WORKFLOW_JOB_QUEUED" },
            { type: "ACTOR_ACCOUNT_ID", pattern: "^(?:1234)$" },
            { type: "WORKFLOW_NAME", pattern: "^(?:platform|nightly)$" },
          ],
        },
      ],
      pullRequestBuildPolicy: { requiresCommentApproval: "ALL_PULL_REQUESTS" },
    });
  });

  test("may be assumed by CodeBuild of this account only", () => {
    expect(statementsOf(runner.named("ci-role").inputs.assumeRolePolicy)).toEqual([
      expect.objectContaining({
        Principal: { Service: "codebuild.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      }),
    ]);
  });

  test("may assume no role, whoever wrote the job: its rights are to run and to sign in to GitHub", () => {
    const actions = statementsOf(runner.named("ci-policy").inputs.policy).flatMap(({ Action }) => Action);
    const services = new Set(actions.map((action) => String(action).split(":")[0]));
    expect([...services].sort()).toEqual(["codeconnections", "ec2", "kms", "logs"]);
    // Nothing else gives it rights: no second policy, no managed one.
    expect(runner.ofType("aws:iam/rolePolicy:RolePolicy")).toHaveLength(1);
    expect(runner.ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")).toEqual([]);
    expect(runner.named("ci-role").inputs).not.toHaveProperty("managedPolicyArns");
    expect(runner.named("ci-role").inputs).not.toHaveProperty("inlinePolicies");
  });

  test("may write its own logs, and hand interfaces in its subnets to CodeBuild", () => {
    expect(String(statement(runner, "Logs")?.["Resource"])).toMatch(
      /log-group:\/aws\/codebuild\/azora-europe-runner:\*$/,
    );
    expect(statement(runner, "NetworkInterfacesForCodeBuild")?.["Condition"]).toEqual({
      StringEquals: { "ec2:AuthorizedService": "codebuild.amazonaws.com" },
      ArnEquals: {
        "ec2:Subnet": [
          "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-a",
          "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-b",
        ],
      },
    });
    expect(statement(runner, "Connection")?.["Resource"]).toBe(connectionArn);
  });

  test("may do nothing on every resource but look at the network, and uses no wildcard action", () => {
    for (const { Sid, Action, Resource } of statementsOf(runner.named("ci-policy").inputs.policy)) {
      if (Resource === "*") expect(Sid).toBe("NetworkLookup");
      expect(JSON.stringify(Action)).not.toContain("*");
    }
  });

  test("may use the key that its project is encrypted with, and no other", () => {
    const { encryptionKey } = runner.named("ci-project").inputs;
    expect(encryptionKey).toBe("arn:aws:kms:eu-central-1:111122223333:key/internal");
    const { Action, Resource } = statement(runner, "ProjectKey") ?? {};
    expect(Resource).toBe(encryptionKey);
    expect(Action).toEqual(expect.arrayContaining(["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]));
  });

  test("leaves the number of jobs at a time to the account's quota, above which CodeBuild refuses the project", () => {
    expect(runner.named("ci-project").inputs).not.toHaveProperty("concurrentBuildLimit");
  });

  test("keeps its logs encrypted and undeleted for thirty days", () => {
    expect(runner.named("ci-logs").inputs).toMatchObject({
      name: "/aws/codebuild/azora-europe-runner",
      retentionInDays: 30,
      kmsKeyId: "arn:aws:kms:eu-central-1:111122223333:key/operational",
      deletionProtectionEnabled: true,
    });
    expect(runner.named("ci-logs").protect).toBe(true);
  });

  test("tells jobs what to write after runs-on", () => {
    expect(runner.ofType("azora:runner:Runner")[0]?.outputs.label).toBe(
      "codebuild-azora-europe-runner-${{ github.run_id }}-${{ github.run_attempt }}",
    );
  });

  test("can sign in with a stored token where there are no connections, and reads that secret only", async () => {
    const room = await built(() => make({ connectionArn: secretArn }));
    expect(room.named("ci-project").inputs.source).toMatchObject({
      auth: { type: "SECRETS_MANAGER", resource: secretArn },
    });
    expect(statement(room, "Token")).toMatchObject({
      Action: "secretsmanager:GetSecretValue",
      Resource: secretArn,
    });
    expect(statement(room, "Connection")).toBeUndefined();
  });
});

test.each<[Partial<RunnerArgs>, string]>([
  [
    { repositoryUrl: "git@github.com:azora/platform.git" },
    'Runner.repositoryUrl is "git@github.com:azora/platform.git"; allowed: https://github.com/<owner>/<name>',
  ],
  [{ actorAccountIds: [] }, "Runner.actorAccountIds is []; allowed: one or more numeric GitHub account ids"],
  [
    { connectionArn: "arn:aws:iam::111122223333:role/x" },
    'Runner.connectionArn is "arn:aws:iam::111122223333:role/x"; allowed: ARN of a CodeConnections connection, or of a Secrets Manager secret with a GitHub token',
  ],
])("%j is refused before anything is created", async (changes, message) => {
  await expect(refusal(() => make(changes))).resolves.toBe(message);
});
