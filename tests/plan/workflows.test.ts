import { spawnSync } from "node:child_process";
import { sessionSeconds, trustedEnvironments } from "../../components/facts/delivery";
import { allRegions, globalStackName } from "../../components/facts/regions";
import { runner, runnerWorkflows } from "../../components/facts/runner";
import type { Plan, PlannedResource } from "../../preview/plan";
import { planAllStacks } from "../support/plan";
import { onRunner, workflows, type Job } from "../support/workflows";

const all = workflows();
const jobs = all.flatMap((workflow) =>
  Object.entries(workflow.jobs).map(([id, job]) => ({ workflow, id: `${workflow.name}/${id}`, job })),
);
const named = (name: string): (typeof all)[number] => {
  const found = all.find((workflow) => workflow.name === name);
  if (!found) throw new Error(`no workflow is named ${name}`);
  return found;
};
const jobNamed = (id: string): Job => {
  const found = jobs.find((job) => job.id === id);
  if (!found) throw new Error(`there is no job ${id}`);
  return found.job;
};
const commandsOf = (job: Job): string[] => job.steps.flatMap(({ run }) => run ?? []);

describe("workflows that use a region's runner", () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = await planAllStacks();
  });
  const resource = (stack: string, type: string, name: string): PlannedResource => {
    const found = plan.stacks[stack]?.resources.find((one) => one.type === type && one.name.endsWith(name));
    if (!found) throw new Error(`${stack} has no ${type} ${name}`);
    return found;
  };
  const users = all.filter((workflow) => Object.values(workflow.jobs).some(onRunner));

  test("are those that facts list, and no other", () => {
    expect(users.map(({ name }) => name).sort()).toEqual([...runnerWorkflows].sort());
  });

  test("name the label that the region's stack gives, for every region", () => {
    const labels = jobs.filter(({ job }) => onRunner(job)).map(({ job }) => job["runs-on"]);
    expect(labels.length).toBeGreaterThanOrEqual(users.length);
    for (const { name } of allRegions()) {
      const { label } = plan.stacks[name]?.resolvedOutputs["runner"] as { label: string };
      expect(label).toContain(name);
      for (const template of labels) expect(template.replace("${{ matrix.stack }}", name)).toBe(label);
    }
  });

  test("are the ones whose jobs the webhook of every region takes", () => {
    for (const { name: region } of allRegions()) {
      const { inputs } = resource(region, "aws:codebuild/webhook:Webhook", "-webhook");
      const [group] = inputs.filterGroups as { filters: { type: string; pattern: string }[] }[];
      const pattern = group?.filters.find(({ type }) => type === "WORKFLOW_NAME")?.pattern ?? "";
      const taken = all.filter(({ name }) => new RegExp(pattern).test(name));
      expect(taken.map(({ name }) => name)).toEqual(users.map(({ name }) => name));
    }
  });

  test("start on a push to main or by hand only", () => {
    for (const { on } of users) {
      expect(["push", "workflow_dispatch"]).toEqual(expect.arrayContaining(Object.keys(on)));
      if ("push" in on) expect(on["push"]).toEqual({ branches: ["main"] });
    }
  });

  test("get no right from the runner: its role assumes none, in any region", () => {
    for (const { name } of allRegions()) {
      const { resolved } = resource(name, "aws:iam/rolePolicy:RolePolicy", "-runner-policy");
      expect(resolved.policy).toContain("ec2:CreateNetworkInterfacePermission");
      expect(resolved.policy).not.toContain("sts:");
    }
  });
});

describe("workflows that start on a pull request", () => {
  const open = all.filter(({ on }) =>
    Object.keys(on).some((event) => !["push", "workflow_dispatch"].includes(event)),
  );

  test("are there, name no CodeBuild label and get no identity that AWS trusts", () => {
    expect(open.map(({ name }) => name)).toEqual(["plan"]);
    for (const { text, permissions, jobs: own } of open) {
      expect(text).not.toMatch(/codebuild-/);
      for (const job of Object.values(own)) {
        expect(onRunner(job)).toBe(false);
        expect({ ...permissions, ...job.permissions }).not.toHaveProperty("id-token");
      }
    }
  });

  test("plan as of the commit's day, so that time alone turns no re-run red; a deployment plans as of today", () => {
    const starts = (name: string): string[] =>
      Object.values(named(name).jobs)
        .flatMap(commandsOf)
        .filter((command) => command.includes("npm start"));
    expect(starts("plan")).toEqual([expect.stringContaining('--as-of "$(git show -s --format=%cs HEAD)"')]);
    expect(starts("deploy")).toEqual([expect.not.stringContaining("--as-of")]);
  });
});

describe("jobs that sign in to AWS", () => {
  const identified = jobs.filter(({ job }) => job.permissions?.["id-token"] === "write");

  test("are in a protected environment, and all of those on a runner are among them", () => {
    expect(Object.fromEntries(identified.map(({ id, job }) => [id, job.environment]))).toEqual({
      "deploy/region": "${{ matrix.stack }}",
      "deploy/global": globalStackName,
      "preview/region": "${{ github.ref == 'refs/heads/main' && 'preview-main' || 'preview-branch' }}",
      "preview/global": "${{ github.ref == 'refs/heads/main' && 'preview-main' || 'preview-branch' }}",
    });
    const others = jobs.filter((job) => !identified.includes(job));
    expect(others.filter(({ job }) => onRunner(job) || job.environment !== undefined)).toEqual([]);
  });

  test("keep their credentials for as long as they may run", () => {
    for (const { job } of identified) {
      const [signIn] = job.steps.filter(({ uses }) => uses?.startsWith("aws-actions/") === true);
      // The action's own default is an hour.
      const seconds = Number(signIn?.with?.["role-duration-seconds"] ?? 3600);
      expect(seconds).toBeGreaterThanOrEqual(job["timeout-minutes"] * 60);
    }
    expect(jobNamed("deploy/region")["timeout-minutes"]).toBe(runner.jobTimeoutMinutes);
  });

  test("take a role of the global stack, each in just the environments that the role trusts", async () => {
    const { global } = (await planAllStacks()).stacks;
    const trusted = (global?.resources ?? [])
      .filter(({ type }) => type === "aws:iam/role:Role")
      .flatMap(({ resolved }) => [
        ...(resolved.assumeRolePolicy as string).matchAll(/"repo:azora\/platform:environment:([\w-]+)"/g),
      ])
      .map(([, environment]) => environment);
    const fixed = identified.flatMap(({ job }) => [
      ...String(job.environment).matchAll(/'(preview-[\w-]+)'/g),
    ]);
    const previews = [...new Set(fixed.map(([, environment]) => environment))];
    expect(previews).toHaveLength(2);
    expect(trusted.sort()).toEqual(
      [...previews, ...allRegions().map(({ name }) => name), globalStackName].sort(),
    );
    expect(trusted.sort()).toEqual([...trustedEnvironments()].sort());
  });

  test("may act as a deployer for as long as the job may take, and no longer", () => {
    expect(sessionSeconds.deployer).toBe(runner.jobTimeoutMinutes * 60);
  });
});

describe("a deployment", () => {
  const { concurrency } = named("deploy");
  const region = jobNamed("deploy/region");

  test("is never beside another, nor one region's beside another's, and stops at the first that fails", () => {
    expect(concurrency).toEqual({ group: "deploy", "cancel-in-progress": false });
    expect(region.strategy).toMatchObject({ "max-parallel": 1, "fail-fast": true });
  });

  test("reaches global only where it is meant, and where no region failed", () => {
    const global = jobNamed("deploy/global");
    expect(global.needs).toEqual(["plan", "region"]);
    expect(global.if?.split("&&").map((part) => part.trim())).toEqual([
      "!cancelled()",
      "needs.plan.result == 'success'",
      "needs.plan.outputs.global == 'true'",
      "(needs.region.result == 'success' || needs.region.result == 'skipped')",
    ]);
  });
});

describe("the command that deploys", () => {
  const [script = ""] = Object.values(named("deploy").jobs)
    .flatMap(commandsOf)
    .filter((command) => command.includes("pulumi up"));
  /** The command's arguments, for a stack; `pulumi` only prints them. */
  const argumentsFor = (stack: string): readonly string[] => {
    const { stdout, status } = spawnSync(
      "bash",
      ["-e", "-c", `pulumi() { printf '%s\n' "$@"; }\n${script}`],
      {
        encoding: "utf8",
        env: { ...process.env, STACK: stack },
      },
    );
    expect(status).toBe(0);
    return stdout.trim().split("\n");
  };

  test("asks the edge which pools are in before it writes any, and regions nothing", () => {
    expect(argumentsFor(globalStackName)).toContain("--refresh");
    for (const { name } of allRegions()) expect(argumentsFor(name)).not.toContain("--refresh");
    for (const stack of [globalStackName, "europe"])
      expect(argumentsFor(stack).slice(0, 3)).toEqual(["up", "--stack", stack]);
  });
});

describe("the stacks that pipelines take", () => {
  test("come from facts, so that a fifth region needs no change of a workflow", () => {
    for (const [id, { strategy, if: condition }] of jobs.map(({ id, job }) => [id, job] as const)) {
      if (!strategy) continue;
      const [source = ""] = /needs\.\w+\.outputs\.regions/.exec(String(strategy.matrix["stack"])) ?? [];
      expect([id, strategy.matrix["stack"]]).toEqual([id, `\${{ fromJSON(${source}) }}`]);
      // A matrix of nothing is an error to GitHub.
      expect(condition).toBe(`${source} != '[]'`);
    }
    const words = JSON.stringify(all.map((workflow) => workflow.jobs));
    for (const { name, awsRegion } of allRegions()) {
      expect(words).not.toMatch(new RegExp(`\\b(${name}|${awsRegion})\\b`));
    }
  });

  test("are read by the script from what the person chose, never from the text of a command", () => {
    for (const name of runnerWorkflows) {
      const [script] = Object.values(named(name).jobs)
        .flatMap(commandsOf)
        .filter((command) => command.includes("pipelineStacks"));
      expect(script).toBe('node scripts/run.mjs scripts/pipelineStacks.ts "$STACKS" >> "$GITHUB_OUTPUT"');
    }
    for (const command of jobs.flatMap(({ job }) => commandsOf(job))) expect(command).not.toContain("${{");
  });
});
