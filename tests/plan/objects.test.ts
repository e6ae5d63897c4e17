import { mayMove } from "../../components/facts/jurisdictions";
import { allRegions, regionNamed } from "../../components/facts/regions";
import type { PlannedResource } from "../../preview/plan";
import { planAllStacks } from "../support/plan";

interface Rule {
  readonly id: string;
  readonly filter: { readonly prefix: string };
  readonly destination: { readonly bucket: string; readonly account?: string };
}

const account = "111122223333";
const nameOf = (region: string, purpose: string): string => `azora-${region}-${purpose}-${account}`;
let resources: Readonly<Record<string, readonly PlannedResource[]>>;
beforeAll(async () => {
  const { stacks } = await planAllStacks();
  resources = Object.fromEntries(Object.entries(stacks).map(([name, stack]) => [name, stack.resources]));
});

const ofType = (stack: string, type: string): readonly PlannedResource[] =>
  (resources[stack] ?? []).filter((resource) => resource.type === type);

/** `<source> <prefix> <target>` of every planned rule. */
const planned = (purpose: string): string[] =>
  ofType("global", "aws:s3/bucketReplicationConfig:BucketReplicationConfig")
    .filter(({ resolved }) => allRegions().some(({ name }) => nameOf(name, purpose) === resolved.bucket))
    .flatMap(({ resolved }) =>
      (resolved.rules as unknown as readonly Rule[]).map(
        ({ filter, destination }) =>
          `${resolved.bucket as string} ${filter.prefix} ${destination.bucket.replace("arn:aws:s3:::", "")}`,
      ),
    )
    .sort();

test("every planned copy of data is one that the law allows there and back, and none is missing", () => {
  const wanted = allRegions().flatMap(({ name: home, jurisdiction, partner }) => {
    const away = regionNamed(partner).jurisdiction;
    const edge = (from: string, to: string): string =>
      `${nameOf(from, "data")} ${home}/ ${nameOf(to, "data")}`;
    return [
      ...(mayMove("personal", jurisdiction, away) ? [edge(home, partner)] : []),
      ...(mayMove("personal", away, jurisdiction) ? [edge(partner, home)] : []),
    ];
  });
  expect(planned("data")).toEqual(wanted.sort());
});

test("every planned copy of backups is one that the law allows, and none is missing", () => {
  const wanted = allRegions().flatMap((home) =>
    allRegions()
      .filter(
        ({ name, jurisdiction }) =>
          name !== home.name && mayMove("personal", home.jurisdiction, jurisdiction),
      )
      .map(({ name }) => `${nameOf(home.name, "backups")} ${home.name}/ ${nameOf(name, "backups")}`),
  );
  expect(planned("backups")).toEqual(wanted.sort());
});

test("audit records leave their account and not their place; keys' backups are not copied", () => {
  expect(planned("audit")).toHaveLength(allRegions().length);
  for (const rule of planned("audit")) expect(rule).toMatch(/ azora-archive-[a-z]+-777788889999$/);
  expect(planned("subject-keys")).toEqual([]);
});

test("what is copied from and to exists in the stacks of the regions", () => {
  const made = allRegions().flatMap(({ name }) =>
    ofType(name, "aws:s3/bucket:Bucket").map(({ resolved }) => resolved.bucket),
  );
  for (const rule of ["data", "backups"].flatMap(planned)) {
    const [from, , to] = rule.split(" ");
    expect(made).toContain(from);
    expect(made).toContain(to);
  }
});

test("each rule has its three alarms, and each goes to a topic of its own region", () => {
  const rules = ["data", "backups", "audit"].flatMap(planned);
  const alarms = ofType("global", "aws:cloudwatch/metricAlarm:MetricAlarm");
  expect(alarms).toHaveLength(3 * rules.length);
  for (const { resolved } of alarms)
    expect((resolved.alarmActions as string[])[0]?.split(":")[3]).toBe(resolved.region);
});
