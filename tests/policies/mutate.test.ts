import type { Finding, ResourceRule, ResourceView } from "../../policies/framework/rule";
import { scoreRemovals } from "../../scripts/mutate/removals";
import { Ruleset } from "../../policies/framework/evaluate";
import { Reader } from "../../policies/framework/reader";
import { rule as replicationComplete } from "../../policies/compliance/rules/replicationComplete";
import { defectsOf, fixtureStack, scoreRule, type SubjectStack } from "../../scripts/mutate/score";
import { testDay } from "../support/cli";
import { unknown, type RuleCases } from "../support/rules";

const type = "aws:sqs/queue:Queue";

const refusal: Finding = { path: "sealed", found: "open", wanted: "sealed", fix: "seal it" };

function ruleThat(check: (queue: ResourceView) => readonly Finding[]): ResourceRule {
  return {
    id: "queues-sealed",
    title: "Queues are sealed",
    why: "Letters fall out of open ones.",
    severity: "high",
    level: "mandatory",
    controls: {},
    scope: "resource",
    types: [type],
    onUnknown: "fail",
    check,
  };
}

function defects(
  check: (queue: ResourceView) => readonly Finding[],
  more: Partial<RuleCases> = {},
): readonly string[] {
  const cases: RuleCases = {
    rule: ruleThat(check),
    fixtures: [{ type, props: { sealed: true, size: 3 } }],
    mutations: [
      { name: "an open queue", path: "sealed", to: false, finding: { path: "sealed" } },
      { name: "a queue of nobody knows what", path: "sealed", to: unknown, finding: { path: "sealed" } },
    ],
    ...more,
  };
  return defectsOf(scoreRule(cases, [fixtureStack(cases)], testDay));
}

test("a rule that bites has no defects", () => {
  expect(defects(({ props }) => (props.flag("sealed") === true ? [] : [refusal]))).toEqual([]);
});

test("a toothless rule is caught: no mutation makes it refuse", () => {
  const toothless = (queue: ResourceView): readonly Finding[] => {
    queue.props.at("sealed");
    return [];
  };
  expect(defects(toothless)).toEqual(
    expect.arrayContaining([
      "queues-sealed accepts the plan with: an open queue",
      "queues-sealed is mandatory, and nothing makes it refuse",
    ]),
  );
});

test("a rule that reads a field and makes nothing of it is caught, unless the table says why", () => {
  const careless = ({ props }: ResourceView): readonly Finding[] => {
    props.number("size");
    return props.flag("sealed") === true ? [] : [refusal];
  };
  expect(defects(careless)).toEqual([
    `queues-sealed reads ${type} size, and no change there makes it refuse`,
  ]);
  expect(defects(careless, { survivors: [{ path: "size", why: "for the message only" }] })).toEqual([]);
});

test("a rule that takes an unknown for a value is caught", () => {
  const credulous = ({ props }: ResourceView): readonly Finding[] => {
    try {
      return props.flag("sealed") === true ? [] : [refusal];
    } catch {
      return [];
    }
  };
  expect(defects(credulous)).toContain(`queues-sealed does not notice an unknown at ${type} sealed`);
});

test("a mutation that only fixtures can notice says why, and is caught once the plan notices it too", () => {
  const strict = ({ props }: ResourceView): readonly Finding[] =>
    props.flag("sealed") === true ? [] : [refusal];
  const why = { fixtureOnly: "no queue of the plan is large" };
  const grown = { name: "a large queue", path: "size", to: 9, finding: { path: "size" } };
  const open = { name: "an open queue", path: "sealed", to: false, finding: { path: "sealed" } };
  expect(defects(strict, { mutations: [open, grown] })).toEqual([
    "queues-sealed accepts the plan with: a large queue",
  ]);
  expect(defects(strict, { mutations: [open, { ...grown, ...why }] })).toEqual([]);
  expect(defects(strict, { mutations: [{ ...open, ...why }] })).toEqual([
    'queues-sealed accepts the plan with: an open queue (it is refused, and "fixtureOnly" says that it is not)',
  ]);
});

describe("what recovery rests on, taken out of a plan", () => {
  const subject = (
    of: string,
    name: string,
    inputs: Readonly<Record<string, unknown>>,
  ): SubjectStack["subjects"][number] => ({
    urn: `urn:pulumi:europe::azora::${of}::${name}`,
    type: of,
    name,
    protect: false,
    provider: undefined,
    propertyDependencies: {},
    inputs,
  });
  const vault = subject("aws:backup/vault:Vault", "own", { name: "azora-europe-backups" });
  const cluster = subject("aws:eks/cluster:Cluster", "cluster", {});
  const scored = (...subjects: SubjectStack["subjects"]): ReturnType<typeof scoreRemovals> =>
    scoreRemovals([{ stack: "europe", preview: false, subjects }], testDay);

  test("is missed where a cluster needs it", () => {
    expect(scored(cluster, vault)).toEqual({ removed: 1, survived: [] });
  });

  test("and that nobody misses it is told, by its name", () => {
    expect(scored(vault)).toEqual({ removed: 1, survived: ["aws:backup/vault:Vault own"] });
    // Two of one kind: one of them is none too many.
    const other = subject("aws:backup/plan:Plan", "second", { rules: [{}] });
    const first = subject("aws:backup/plan:Plan", "first", { rules: [{}] });
    expect(scored(cluster, first, other).survived).toHaveLength(2);
  });

  test("the only copy of objects is missed too, where regions are joined", () => {
    const type = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
    const copies = subject(type, "data", { bucket: "azora-africa-data-111122223333", rules: [] });
    const peering = subject("aws:ec2transitgateway/peeringAttachment:PeeringAttachment", "joined", {});
    expect(scored(peering).removed).toBe(0);
    const [refusal] = new Ruleset([replicationComplete], { asOf: testDay, preview: false }).judgeStack(
      "global",
      "",
      [{ ...peering, props: new Reader({}, "") }],
    ).verdicts;
    expect(refusal).toMatchObject({ policy: "replication-complete", state: "violated" });
    expect(scored(copies).survived).toHaveLength(1);
  });

  test("other resources are none of it", () => {
    expect(scored(cluster, subject("aws:sqs/queue:Queue", "jobs", {}))).toEqual({ removed: 0, survived: [] });
  });
});
