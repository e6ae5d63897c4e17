import { readFileSync } from "node:fs";
import path from "node:path";
import { stackBudget } from "../../components/facts/budgets";
import {
  deliveryNames,
  deployerRole,
  previewEnvironments,
  pulumiState,
  secretsProvider,
} from "../../components/facts/delivery";
import { databaseClusters } from "../../components/facts/databaseClusters";
import { copiedImages } from "../../components/facts/images";
import { namespaces } from "../../components/facts/namespaces";
import { vcpuOfSize } from "../../components/facts/nodes";
import { regionQuotas } from "../../components/facts/quotas";
import { allRegions, stackNames } from "../../components/facts/regions";
import { repositoriesOf, repositorySecret } from "../../components/facts/repositories";
import { runnerWorkflows } from "../../components/facts/runner";
import type { PlannedResource } from "../../preview/plan";
import { planAllStacks } from "../support/plan";
import { workflows } from "../support/workflows";

const page = readFileSync(path.resolve(__dirname, "..", "..", "docs", "deploy.md"), "utf8");
const loops = (variable: string): string[][] =>
  [...page.matchAll(new RegExp(`^for ${variable} in (.+); do$`, "gm"))].map(([, list = ""]) =>
    list.split(" "),
  );

describe("the lists of docs/deploy.md that a fifth region must join", () => {
  test("are, by AWS region, that of the quotas", () => {
    expect(loops("region")).toEqual([allRegions().map(({ awsRegion }) => awsRegion)]);
  });

  test("are, by stack, that of the environments", () => {
    const [row] = page.split("\n").filter((line) => line.startsWith("| environments "));
    const listed = [...(row?.split("|")[2] ?? "").matchAll(/`([\w-]+)`/g)].map(([, name]) => name);
    expect(listed).toEqual(stackNames());
  });
});

describe("what docs/deploy.md says of the pipelines", () => {
  test("names each workflow and each variable that they read, and no other", () => {
    const files = [...page.matchAll(/^\| `(\w+\.yml)`/gm)].map(([, file]) => file);
    expect(files.sort()).toEqual(
      workflows()
        .map(({ file }) => file)
        .sort(),
    );
    const read = new Set(
      workflows().flatMap(({ text }) => [...text.matchAll(/\bvars\.(\w+)/g)].map(([, name]) => name)),
    );
    const told = [...page.matchAll(/^\| variable of [^|]+\| `(\w+)`/gm)].map(([, name]) => name);
    expect(told.sort()).toEqual([...read].sort());
    for (const name of runnerWorkflows) expect(page).toContain(`\`${name}\``);
  });

  test("names the roles that the global stack makes, and the environments that may preview", () => {
    const roles = [...page.matchAll(/^\| `(azora-[\w<>-]+)`/gm)].map(([, role]) => role);
    expect(roles).toEqual([deliveryNames.preview, deployerRole("<stack>"), deliveryNames.breakGlass]);
    for (const environment of previewEnvironments)
      expect(page).toMatch(new RegExp(`^\\| environment +\\| \`${environment}\``, "m"));
  });
});

describe("the state that docs/deploy.md makes", () => {
  test("has a key with the tag and the alias by which roles may use it, in both its places", () => {
    expect(page).toContain(`\nOWNER=TagKey=${stackBudget.stackTag},TagValue=${pulumiState.keyOwner}\n`);
    const calls = page.match(/aws kms (create-key|replicate-key) .*/g) ?? [];
    expect(calls).toHaveLength(2);
    for (const call of calls) {
      expect(call).toContain(`--region ${pulumiState.awsRegion} `);
      expect(call).toContain('--tags "$OWNER"');
    }
    expect(page.match(/aws kms create-alias .*/g)).toHaveLength(2);
    for (const call of page.match(/aws kms create-alias .*/g) ?? [])
      expect(call).toContain(`--alias-name ${pulumiState.keyAlias} `);
  });

  test("encrypts each stack's secrets for that stack", () => {
    const inits = [...page.matchAll(/^pulumi stack init (\S+) --secrets-provider="(.+)"$/gm)];
    expect(inits.map(([, stack]) => stack)).toEqual(["global", "europe"]);
    for (const [, stack = "", provider] of inits) expect(provider).toBe(secretsProvider(stack));
  });
});

describe("the quotas that docs/deploy.md asks for", () => {
  const asked = Object.fromEntries(
    [...page.matchAll(/"(L-[0-9A-F]{8}) (\d+)"/g)].map(([, code = "", value]) => [code, Number(value)]),
  );

  test("are those of facts", () => {
    expect(asked).toEqual(
      Object.fromEntries(Object.values(regionQuotas).map(({ code, value }) => [code, value])),
    );
  });

  test("hold all that the stacks may start", async () => {
    const { stacks } = await planAllStacks();
    for (const { name } of allRegions()) {
      const resources = stacks[name]?.resources ?? [];
      const ofType = (type: string): readonly PlannedResource[] =>
        resources.filter((resource) => resource.type === type);
      const vcpuMax = (pool: string): number =>
        ofType("kubernetes:karpenter.sh/v1:NodePool")
          .map(
            ({ resolved }) =>
              resolved as unknown as { metadata: { name: string }; spec: { limits: { cpu: string } } },
          )
          .filter(({ metadata }) => metadata.name === pool)
          .reduce((sum, { spec }) => sum + Number(spec.limits.cpu), 0);
      const systemVcpu = ofType("aws:eks/nodeGroup:NodeGroup")
        .map(
          ({ resolved }) =>
            resolved as unknown as { instanceTypes: string[]; scalingConfig: { maxSize: number } },
        )
        .reduce(
          (sum, { instanceTypes, scalingConfig }) =>
            sum +
            scalingConfig.maxSize *
              Math.max(...instanceTypes.map((type) => vcpuOfSize(type.split(".")[1] ?? "") ?? NaN)),
          0,
        );
      const { onDemandVcpu, spotVcpu, elasticIps } = regionQuotas;
      expect(systemVcpu).toBeGreaterThan(5);
      expect(vcpuMax("on-demand")).toBeGreaterThan(0);
      expect(vcpuMax("spot")).toBeGreaterThan(0);
      expect(systemVcpu + vcpuMax("on-demand") + vcpuMax("edge")).toBeLessThanOrEqual(onDemandVcpu.value);
      expect(vcpuMax("spot")).toBeLessThanOrEqual(spotVcpu.value);
      expect(ofType("aws:ec2/eip:Eip").length).toBeLessThanOrEqual(elasticIps.value);
      expect(ofType("aws:ec2/eip:Eip").length).toBeGreaterThan(5);
    }
  });
});

test("every image that is copied into a region's registry has its command in docs/deploy.md", () => {
  const commands = page.replaceAll(/ \\\n +/g, " ");
  for (const { repository, tag, home } of Object.values(copiedImages))
    expect(commands).toContain(
      `docker buildx imagetools create -t "$REGISTRY/${repository}:${tag}" ${home}:${tag}\n`,
    );
});

test("every cluster's passphrase is given to each region of its members", () => {
  const [, table = ""] = /^done <<'END'\n(.*?)\nEND$/ms.exec(page) ?? [];
  expect(table.split("\n")).toEqual(
    databaseClusters().map(({ name, members }) =>
      [name, ...new Set(members.map(({ region }) => region))].join(" "),
    ),
  );
  const commands = page.replaceAll(/ \\\n +/g, " ");
  // The first two regions have the repositories, each of which is tried where it is.
  for (const cluster of databaseClusters())
    expect(repositoriesOf(cluster, cluster.name).map(({ region }) => region)).toEqual([
      cluster.home,
      cluster.partner,
    ]);
  // Backups of objects lie in the same bucket as the repositories, under the same key.
  for (const { name } of [namespaces.postgres, namespaces.postgresTrial])
    expect(commands).toContain(
      `kubectl --context "$region" --namespace ${name} label secret "$cluster-repository" velero.io/exclude-from-backup=true\n`,
    );
  for (const { name } of [namespaces.postgres, namespaces.postgresTrial])
    expect(commands).toContain(
      `kubectl --context "$region" --namespace ${name} create secret generic "$cluster-repository" --from-file=passphrase="$cluster.passphrase"\n`,
    );
  expect(databaseClusters().map(repositorySecret)).toEqual(
    databaseClusters().map(({ name }) => `${name}-repository`),
  );
});
