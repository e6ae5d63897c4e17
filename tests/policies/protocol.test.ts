import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Packs } from "../../preview/packs";
import { PackProcess } from "../../preview/packs/process";
import type { RecordedResource } from "../../preview/engine/monitor";
import { Gates } from "../../preview/gates";
import { loadPack, packNames } from "../../policies/framework/load";
import { caseTables } from "../support/caseTables";
import { testDay } from "../support/cli";
import { ownRuns } from "../support/planViews";
import { mutate, recordedFixtures, type Fixture, type RuleCases } from "../support/rules";

const packs = packNames.map((pack) => loadPack(pack));

const gates = new Gates(packs, testDay, true);

/** A stack of its own, judged in-process as in a preview. */
function judged(stack: string, resources: readonly RecordedResource[]) {
  return { stack, resources, outputs: {}, gates: gates.judge(stack, resources) };
}

let processes: Packs;
beforeAll(() => {
  processes = new Packs();
});
afterAll(() => processes.stop());

/** What the packs say otherwise than the rules in-process. */
async function differences(stacks: readonly ReturnType<typeof judged>[], preview = true): Promise<string[]> {
  const modes = [{ preview, runs: stacks }];
  const faults = await processes.compare({
    project: "azora",
    asOf: testDay,
    waivers: [],
    waiverMistakes: [],
    modes,
  });
  return faults.map(({ stack, reason }) => `${stack}: ${reason}`);
}

test("both packs say of the project's own plan what their rules say in-process", async () => {
  const { preview, resolved } = ownRuns();
  expect(await differences(preview)).toEqual([]);
  expect(await differences(resolved, false)).toEqual([]);
}, 120_000);

/** A table's fixtures and every mutation of one: together for a resource rule, each in a stack of its own for a stack rule. */
function variants({ rule, fixtures, mutations }: RuleCases): readonly (readonly Fixture[])[] {
  if (rule.scope === "stack") return [fixtures, ...mutations.map((mutation) => mutate(fixtures, mutation))];
  const changed = mutations.flatMap((mutation, at) =>
    mutate(fixtures, mutation)
      .slice(mutation.resource ?? 0)
      .slice(0, 1)
      .map((fixture) => ({ ...fixture, name: `${fixture.name ?? "fixture"}-${at}` })),
  );
  return [[...fixtures, ...changed]];
}

test("both packs say of every mutation what their rules say in-process", async () => {
  const stacks = caseTables().flatMap(([file, cases]) =>
    variants(cases).map((fixtures, index) => judged(`${file}-${index}`, recordedFixtures(fixtures))),
  );
  expect(stacks.filter(({ gates }) => gates.verdicts.length > 0).length).toBeGreaterThan(100);
  expect(await differences(stacks)).toEqual([]);
}, 1_200_000);

test("a configuration that switches a rule off is refused", async () => {
  const pack = await PackProcess.start("compliance");
  const off = new proto.PolicyConfig();
  off.setEnforcementlevel(proto.EnforcementLevel.DISABLED);
  off.setProperties(Struct.fromJavaScript({}));
  const request = new proto.ConfigureAnalyzerRequest();
  request.getPolicyconfigMap().set("eks-private-endpoint", off);
  const configured = pack.call((client, done) => client.configure(request, done));
  await expect(configured).rejects.toThrow('enforcementLevel is "disabled"; allowed: advisory | mandatory');
  pack.stop();
});

test("a difference is noticed, on either side", async () => {
  const [table] = caseTables();
  const [, { fixtures, mutations }] = table ?? ["", { fixtures: [], mutations: [] }];
  const [mutation] = mutations;
  if (!mutation) throw new Error("the first table holds no mutation");
  const honest = judged("compared", recordedFixtures(mutate(fixtures, mutation)));
  const silent = { ...honest, gates: { verdicts: [], decided: 0 } };
  const compliant = judged("compared", recordedFixtures(fixtures));
  expect((await differences([silent])).join("\n")).toContain("only the pack says: ");
  expect((await differences([{ ...compliant, gates: honest.gates }])).join("\n")).toContain(
    "only the rules in-process say: ",
  );
});
