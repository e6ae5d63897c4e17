/** Commands in docs/runbooks name what the plan has, and times what the drills measured. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { paths } from "../../components/database/paths";
import { pairLost } from "../../components/facts/consistency";
import { databaseClusters, groupName } from "../../components/facts/databaseClusters";
import { pulumiState } from "../../components/facts/delivery";
import { repositoryPrefix } from "../../components/facts/objects";
import { allRegions } from "../../components/facts/regions";
import type { FailoverResult } from "../../drills/failover/result";
import type { Plan, PlannedResource } from "../../preview/plan";
import { placesIn } from "../../scripts/restore/places";
import { run } from "../../scripts/restore/run";
import { committedResults } from "../support/drillResults";
import { planAllStacks } from "../support/plan";

const root = path.resolve(__dirname, "..", "..");
const home = path.join(root, "docs", "runbooks");
const pages = readdirSync(home).map((file) => ({ file, text: readFileSync(path.join(home, file), "utf8") }));
const commands = pages.flatMap(({ file, text }) =>
  [...text.matchAll(/^```bash\n([\s\S]*?)^```$/gm)].flatMap(([, block = ""]) =>
    block
      .trim()
      .split("\n")
      .map((line) => ({ file, line })),
  ),
);
const drills = readFileSync(path.join(root, "drills", "failover", "cluster.ts"), "utf8").concat(
  readFileSync(path.join(root, "drills", "failover", "scenarios.ts"), "utf8"),
);

const deploy = readFileSync(path.join(root, "docs", "deploy.md"), "utf8");
/** Folders of repositories in a bucket. */
const repositoryPaths = (): readonly string[] =>
  databaseClusters().flatMap((cluster) =>
    cluster.groups.map((group) => `/${repositoryPrefix}${groupName(cluster, group)}/`),
  );

let plan: Plan;
beforeAll(async () => {
  plan = await planAllStacks();
});

const planned = (region: string, type: string): readonly PlannedResource[] =>
  (plan.stacks[region]?.resources ?? []).filter((resource) => resource.type === type);
const metadata = ({ resolved }: PlannedResource) =>
  resolved.metadata as unknown as { readonly name: string; readonly namespace: string };

/** The set that a pod is of, by the pod's name. */
function setOf(region: string, namespace: string, pod: string): PlannedResource | undefined {
  return planned(region, "kubernetes:apps/v1:StatefulSet").find((resource) => {
    const { replicas } = resource.resolved.spec as unknown as { readonly replicas: number };
    const { name, namespace: where } = metadata(resource);
    return (
      where === namespace &&
      Array.from({ length: replicas }, (_, ordinal) => `${name}-${ordinal}`).includes(pod)
    );
  });
}

/** Keys of every map of configuration in a namespace. */
function filesIn(region: string, namespace: string): readonly string[] {
  return planned(region, "kubernetes:core/v1:ConfigMap")
    .filter((resource) => metadata(resource).namespace === namespace)
    .flatMap(({ resolved }) => Object.keys((resolved.data ?? {}) as object));
}

interface Exec {
  readonly region: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string | undefined;
  readonly inside: readonly string[];
}

/** A command that runs in a pod, whatever is piped into it. */
function execOf(line: string): Exec {
  const [outside = "", inside = ""] = line.replace(/^printf '[^']*' \| /, "").split(" -- ");
  const { values, positionals } = parseArgs({
    args: outside.split(" "),
    allowPositionals: true,
    options: {
      context: { type: "string" },
      namespace: { type: "string" },
      container: { type: "string" },
      stdin: { type: "boolean" },
    },
  });
  expect(positionals.slice(0, 2)).toEqual(["kubectl", "exec"]);
  return {
    region: values.context ?? "",
    namespace: values.namespace ?? "",
    pod: positionals[2] ?? "",
    container: values.container,
    inside: inside.split(" "),
  };
}

const started = /^kubectl --context (\S+) --namespace (\S+) create job \S+ --from=cronjob\/(\S+)$/;
const jobs = commands.filter(({ line }) => started.test(line));
const restores = commands.filter(({ line }) => line.startsWith("npm run restore "));
const secrets = commands.filter(({ line }) => / get secret /.test(line));
const execs = commands.filter(({ line }) => line.includes("kubectl") && / exec /.test(line));
const tools = commands.filter(({ line }) => /^(aws|pulumi) /.test(line) && !line.startsWith("aws eks"));

/**
 * Calls of two tools, with the options that each takes of them: "AWS CLI Command Reference" and "Pulumi CLI" (read 2026-11). What they
 * name is held against the plan.
 */
const toolCalls: Readonly<Record<string, readonly string[]>> = {
  "aws ec2 describe-instances": ["region", "filters", "query"],
  "aws ec2 stop-instances": ["region", "instance-ids"],
  "aws iam put-role-policy": ["role-name", "policy-name", "policy-document"],
  "aws kms cancel-key-deletion": ["region", "key-id"],
  "aws kms describe-key": ["region", "key-id"],
  "aws kms enable-key": ["region", "key-id"],
  "aws s3 rm": ["recursive"],
  "aws s3api list-object-versions": ["region", "bucket", "prefix"],
  "pulumi login": [],
  "pulumi preview": ["stack"],
  "pulumi refresh": ["stack", "preview-only"],
  "pulumi stack": ["project"],
};

test("every command is of a kind that is held against the plan", () => {
  expect(execs.length).toBeGreaterThan(8);
  for (const { line } of commands)
    expect(line).toMatch(
      /^(aws|pulumi|kubectl .* (exec|get secret|create job)|npm run restore --|printf 'y\\nn\\n' \| kubectl) /,
    );
});

test.each(tools)("$file: $line", ({ line }) => {
  const words = [...line.matchAll(/(?:[^\s"]|"[^"]*")+/g)].map(([word]) => word.replaceAll('"', ""));
  const call = Object.keys(toolCalls).find((known) => line.startsWith(`${known} `)) ?? "none";
  const options = words.filter((word) => word.startsWith("--")).map((word) => word.slice(2));
  expect({ call, options: options.filter((option) => !toolCalls[call]?.includes(option)) }).toEqual({
    call: expect.not.stringMatching(/^none$/) as string,
    options: [],
  });
  const value = (option: string): string => words[words.indexOf(`--${option}`) + 1] ?? "";
  const everywhere = Object.values(plan.stacks).flatMap(({ resources }) => resources);
  const namesOf = (type: string, field: string): readonly unknown[] =>
    everywhere.filter((resource) => resource.type === type).map(({ resolved }) => resolved[field]);
  // Of these calls only the first takes an alias ("KMS API Reference").
  if (call === "aws kms describe-key")
    expect(namesOf("aws:kms/alias:Alias", "name")).toContain(value("key-id"));
  else if (options.includes("key-id"))
    expect(value("key-id")).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  if (options.includes("role-name"))
    expect(namesOf("aws:iam/role:Role", "name")).toContain(value("role-name"));
  if (options.includes("stack")) expect(Object.keys(plan.stacks)).toContain(value("stack"));
  if (options.includes("region"))
    expect(allRegions().map(({ awsRegion }) => awsRegion)).toContain(value("region"));
  for (const [, bucket = "", path_ = ""] of line.matchAll(/s3:\/\/([a-z0-9-]+)(\/\S*)?/g))
    if (bucket.startsWith(pulumiState.bucketPrefix)) expect(deploy).toContain(bucket);
    else {
      expect(namesOf("aws:s3/bucket:Bucket", "bucket")).toContain(bucket);
      expect(repositoryPaths()).toContain(path_);
    }
  if (options.includes("prefix"))
    expect(value("prefix")).toBe(`.pulumi/stacks/${pulumiState.project}/africa.json`);
});

test.each(secrets)("$file: $line", ({ line }) => {
  const [, region = "", namespace, name] =
    /--context (\S+) --namespace (\S+) get secret (\S+)/.exec(line) ?? [];
  const mounted = planned(region, "kubernetes:apps/v1:StatefulSet")
    .filter((resource) => metadata(resource).namespace === namespace)
    .map(({ resolved }) => JSON.stringify(resolved.spec));
  expect(mounted.some((spec) => spec.includes(`"${name ?? ""}"`))).toBe(true);
});

test("contexts are those of the regions' clusters", () => {
  const written = commands.map(({ line }) => line).filter((line) => line.startsWith("aws eks"));
  expect(written).toEqual(
    allRegions().map(({ name, awsRegion }) => {
      const [cluster] = planned(name, "aws:eks/cluster:Cluster");
      return `aws eks update-kubeconfig --region ${awsRegion} --name ${(cluster?.resolved as { readonly name?: string } | undefined)?.name ?? ""} --alias ${name}`;
    }),
  );
});

test.each(execs)("$file: $line", ({ line }) => {
  const { region, namespace, pod, container, inside } = execOf(line);
  const set = setOf(region, namespace, pod);
  expect({ region, namespace, pod, planned: set !== undefined }).toEqual({
    region,
    namespace,
    pod,
    planned: true,
  });
  if (container !== undefined) {
    const { template } = set?.resolved.spec as unknown as {
      readonly template: { readonly spec: { readonly containers: readonly { readonly name: string }[] } };
    };
    expect(template.spec.containers.map(({ name }) => name)).toContain(container);
  }
  const mounted = JSON.stringify(set?.resolved.spec);
  for (const file of inside.filter((word) => word.startsWith("/etc/azora/")))
    // Of a secret the plan has the folder, and no file.
    if (path.dirname(file) === paths.passphrase)
      expect(mounted).toContain(`"mountPath":"${paths.passphrase}"`);
    else expect(filesIn(region, namespace)).toContain(path.basename(file));
});

test.each(jobs)("$file: $line", ({ line }) => {
  const [, region = "", namespace, name] = started.exec(line) ?? [];
  const found = planned(region, "kubernetes:batch/v1:CronJob").map(metadata);
  expect(found).toContainEqual(expect.objectContaining({ namespace, name }));
});

test.each(restores)("$file: $line", async ({ line }) => {
  const args = [...line.matchAll(/--[a-z-]+(?: (?:"[^"]*"|[^-\s]\S*))?/g)].flatMap(([option]) => {
    const [name = "", value] = option.split(/ (.*)/s);
    return value === undefined ? [name] : [name, value.replaceAll('"', "")];
  });
  const [, to = ""] = /--to (\S+)/.exec(line) ?? [];
  let complaint = "";
  const status = await run(args, {
    places: () => placesIn(root),
    user: "ada",
    // A day after the moment that the page takes for an example.
    now: to === "latest" ? new Date() : new Date(Date.parse(to) + 86_400_000),
    write: () => undefined,
    complain: (text) => (complaint += text),
    shell: () => Promise.reject(new Error("a runbook's example is a dry run")),
  });
  expect({ status, complaint }).toEqual({ status: 0, complaint: "" });
});

test("patronictl is told what the drills tell it, of members that the cluster has", () => {
  const core = databaseClusters().find(({ name }) => name === "core");
  const members = core?.members.map(({ name }) => name) ?? [];
  const told = execs.map(({ line }) => execOf(line)).filter(({ inside }) => inside[0] === "patronictl");
  expect(told.length).toBeGreaterThan(5);
  for (const { pod, inside } of told) {
    const [, flag, file, verb = "", ...rest] = inside;
    expect([flag, file]).toEqual(["-c", `/etc/azora/patroni/${pod}.yaml`]);
    expect(drills).toContain(`["${verb}"`);
    for (const word of rest.filter((each) => !each.startsWith("--") && each !== core?.name))
      expect(members).toContain(word);
  }
});

test("links lead to pages and headings that exist", () => {
  const anchors = (text: string): string[] =>
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
      title
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, "")
        .replaceAll(" ", "-"),
    );
  for (const { file, text } of pages)
    for (const [, target = ""] of text.matchAll(/\]\(([^)]+)\)/g)) {
      const [page = "", anchor] = target.split("#");
      const linked = readFileSync(page === "" ? path.join(home, file) : path.join(home, page), "utf8");
      if (anchor !== undefined) expect(anchors(linked)).toContain(anchor);
    }
});

/** What runs of either drill have, as far as a runbook speaks of it. */
interface Timed {
  readonly runs: readonly Pick<
    FailoverResult["runs"][number],
    "scenario" | "decisionSeconds" | "recoverySeconds"
  >[];
}

describe("times are the newest whole drill's", () => {
  const textOf = (file: string): string =>
    pages.find((page) => page.file === file)?.text.replaceAll(/\s+/g, " ") ?? "";
  const range = (drill: string, scenario: string, field: "decisionSeconds" | "recoverySeconds"): string => {
    const values = (committedResults<Timed>(drill).at(-1)?.result.runs ?? [])
      .filter((run) => run.scenario === scenario)
      .map((run) => Number(run[field]))
      .sort((a, b) => a - b);
    return `${(values[0] ?? NaN).toFixed(1)} ${values.length === 2 ? "and" : "to"} ${(values.at(-1) ?? NaN).toFixed(1)} s`;
  };

  test.each([
    ["another member of `core` leads", "failover", "home region cut", "decisionSeconds"],
    ["durable writes are back, home lost", "failover", "home region cut", "recoverySeconds"],
    ["durable writes are back, the partner lost", "failover", "partner region cut", "recoverySeconds"],
    ["writes to the cache are back, home lost", "cache", "home region cut", "recoverySeconds"],
    ["Durable writes stop for", "failover", "led away and back on purpose", "recoverySeconds"],
    [
      "in the region that leads it; writes stop for",
      "cache",
      "led to another member on purpose",
      "recoverySeconds",
    ],
  ] as const)("%s", (words, drill, scenario, field) => {
    const text = textOf("region-lost.md");
    const at = text.indexOf(words);
    expect(at).toBeGreaterThan(0);
    expect(text.slice(at, at + 70)).toContain(range(drill, scenario, field));
  });

  test("and so is what is lost with two regions", () => {
    expect(textOf("two-regions-lost.md")).toContain(
      `Of ${pairLost.ofRows} durable rows it was ${pairLost.durableRows} in the worst`,
    );
  });
});
