import path from "node:path";
import { allRegions, globalStackName, regionNamed, type Region } from "../../components/facts/regions";
import { makePlan, PlanError, type Plan, type PlannedResource } from "../../preview/plan";
import { projectName, readStackFile } from "../../preview/stackFiles";
import { testDay } from "../support/cli";
import { fictitiousRegion, fictitiousStackFile } from "../support/fictitious";
import { planAllStacks } from "../support/plan";

const root = path.resolve(__dirname, "..", "..");
const project = projectName(root);
const fifth = fictitiousRegion(0);
const europe = regionNamed("europe");

/** Plans the real regions and one more, as `npm start` would if facts held it. */
function planWith(added: Region): Promise<Plan> {
  const model = readStackFile(root, project, "europe");
  const files = [
    ...allRegions().map(({ name }) => readStackFile(root, project, name)),
    fictitiousStackFile(added, model),
    readStackFile(root, project, globalStackName),
  ].map((file) => ({ ...file, config: { ...file.config, [`${project}:asOf`]: testDay } }));
  return makePlan({
    asOf: testDay,
    project,
    stackFiles: files,
    extraRegions: [added],
    selected: files.map(({ stack }) => stack),
  });
}

/** What is planned, without what differs by facts (names, block) or by a choice in the stack file (the deployer's name). */
function shape(plan: Plan, region: Region, others: readonly Region[]): string[] {
  const neutral = (text: string): string =>
    text
      .replaceAll(/azora-deployer-[a-z]+/g, "azora-deployer")
      .replaceAll(region.cidr.replaceAll(/[./]/g, "-"), "BLOCK")
      .replaceAll(region.awsRegion, "AWS-REGION")
      .replaceAll(region.name, "REGION")
      // Each region has a route to every other, named after it.
      .replaceAll(new RegExp(others.map(({ name }) => name).join("|"), "g"), "OTHER");
  return (plan.stacks[region.name]?.resources ?? [])
    .map(({ urn, protect, inputs }) => `${neutral(urn)} ${protect} ${Object.keys(inputs).sort().join()}`)
    .sort();
}

const resourcesOf = (plan: Plan, stack: string, type: string): readonly PlannedResource[] =>
  (plan.stacks[stack]?.resources ?? []).filter((resource) => resource.type === type);

let plan: Plan;
let real: Plan;
beforeAll(async () => {
  plan = await planWith(fifth);
  real = await planAllStacks();
}, 120_000);

describe("a fifth region, which is one entry in facts and a stack file", () => {
  test("is planned, and the platform without it is not changed by the trial", () => {
    expect(Object.keys(plan.stacks)).toEqual([
      ...allRegions().map(({ name }) => name),
      fifth.name,
      globalStackName,
    ]);
    expect(allRegions().map(({ name }) => name)).not.toContain(fifth.name);
    expect(Object.keys(real.stacks)).not.toContain(fifth.name);
  });

  test("has a stack of the same shape as europe's", () => {
    const all = [...allRegions(), fifth];
    const without = (region: Region): Region[] => all.filter(({ name }) => name !== region.name);
    // Copies of others' data and votes on others' leaders stand where partners and failover orders say, not in each region; an
    // air-gapped vault stands where AWS offers one; core is restored, and its backups are tried, where it may be led from.
    const forOthers =
      /::REGION-(data-(people|keys|lock)-OTHER|data-core-(restore|trials)|backup-volumes-(copies|air-gapped))/;
    const own = (region: Region): string[] =>
      shape(plan, region, without(region)).filter((line) => !forOthers.test(line));
    expect(own(europe).length).toBeGreaterThan(300);
    expect(own(fifth)).toEqual(own(europe));
  });

  test("is built in its own place, with its own block, and nothing of its model's", () => {
    const stack = plan.stacks[fifth.name];
    const providers = resourcesOf(plan, fifth.name, "pulumi:providers:aws");
    expect(providers.map(({ inputs }) => inputs.region)).toEqual([fifth.awsRegion]);
    expect(resourcesOf(plan, fifth.name, "aws:ec2/vpc:Vpc").map(({ inputs }) => inputs.cidrBlock)).toEqual([
      fifth.cidr,
    ]);
    expect(stack?.resolvedOutputs.region).toMatchObject({ name: fifth.name, awsRegion: fifth.awsRegion });
    const tagged = JSON.stringify(stack?.resources.map(({ inputs }) => inputs.tags ?? null));
    expect(tagged).toContain(`"region":"${fifth.name}"`);
    expect(tagged).not.toContain('"region":"europe"');
  });

  test.each(allRegions().map(({ name }) => name))("gets a route from %s that it had not before", (name) => {
    const routes = (of: Plan): unknown[] =>
      [
        ...resourcesOf(of, name, "aws:ec2/route:Route"),
        ...resourcesOf(of, name, "aws:ec2transitgateway/route:Route"),
      ].map(({ inputs }) => inputs.destinationCidrBlock);
    expect(routes(real)).not.toContain(fifth.cidr);
    expect(routes(plan)).toContain(fifth.cidr);
  });

  test("has routes to all others", () => {
    const destinations = resourcesOf(plan, fifth.name, "aws:ec2/route:Route").map(
      ({ inputs }) => inputs.destinationCidrBlock,
    );
    expect(destinations).toEqual(expect.arrayContaining(allRegions().map(({ cidr }) => cidr)));
  });

  test("is joined by the global stack: names both ways, and images", () => {
    const joined = plan.stacks[globalStackName]?.resolvedOutputs.zoneAssociations as string[];
    for (const { name } of allRegions()) {
      expect(joined).toContain(`${fifth.name}-in-${name}`);
      expect(joined).toContain(`${name}-in-${fifth.name}`);
    }
    expect(resourcesOf(plan, globalStackName, "aws:route53/zoneAssociation:ZoneAssociation")).toHaveLength(
      20,
    );
    expect(resourcesOf(real, globalStackName, "aws:route53/zoneAssociation:ZoneAssociation")).toHaveLength(
      12,
    );
    const [replication] = resourcesOf(
      plan,
      globalStackName,
      "aws:ecr/replicationConfiguration:ReplicationConfiguration",
    );
    expect(JSON.stringify(replication?.resolved)).toContain(`"region":"${fifth.awsRegion}"`);
  });
});

describe("a fifth region that cannot be", () => {
  const refusalOf = async (region: Region): Promise<PlanError> => {
    const error: unknown = await planWith(region).catch((thrown: unknown) => thrown);
    if (!(error instanceof PlanError)) throw new Error("not refused");
    return error;
  };

  test.each([
    ["the same block as another's", "10.32.0.0/16"],
    ["a block inside another's", "10.32.128.0/17"],
    ["a block around another's", "10.32.0.0/13"],
  ])("with %s is refused, naming both", async (_, cidr) => {
    const { faults } = await refusalOf({ ...fifth, cidr });
    const clashing = faults.filter(({ reason }) => reason.includes("overlaps"));
    expect(clashing.map(({ stack }) => stack)).toContain(fifth.name);
    for (const { stack, reason, configuration } of clashing) {
      expect(reason).toContain(cidr);
      expect(reason).toContain("10.32.0.0/16");
      expect(`${stack} ${reason}`).toContain("europe");
      expect(`${stack} ${reason}`).toContain(fifth.name);
      expect(configuration).toBe(true);
    }
  });

  test("is refused under a name that is taken", async () => {
    await expect(planWith({ ...fifth, name: "asia" })).rejects.toThrow('region "asia" exists already');
  });
});
