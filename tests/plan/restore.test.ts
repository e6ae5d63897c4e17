/** Every command of a restore names what the plan has, in the region that it is called in. */
import { parseArgs } from "node:util";
import { restoreRequest, type RestoreWords } from "../../components/database/restoreRequest";
import { restorePhases } from "../../components/database/restoreSteps";
import { databaseClusters } from "../../components/facts/databaseClusters";
import { allRegions } from "../../components/facts/regions";
import type { Plan, PlannedResource } from "../../preview/plan";
import { planAllStacks } from "../support/plan";

let plan: Plan;
beforeAll(async () => {
  plan = await planAllStacks();
});

const kinds: Readonly<Record<string, string>> = {
  cronjob: "kubernetes:batch/v1:CronJob",
  deployment: "kubernetes:apps/v1:Deployment",
  statefulset: "kubernetes:apps/v1:StatefulSet",
};
const planned = (region: string, type: string, namespace: string): readonly PlannedResource[] =>
  (plan.stacks[region]?.resources ?? []).filter(
    ({ type: each, resolved }) =>
      each === type && (resolved.metadata as unknown as { namespace?: string }).namespace === namespace,
  );
const named = (region: string, type: string, namespace: string, name: string): PlannedResource | undefined =>
  planned(region, type, namespace).find(
    ({ resolved }) => (resolved.metadata as unknown as { name: string }).name === name,
  );

/** Calls of kubectl in a command, as words; what is in quotes is one. */
function callsIn(command: string): readonly (readonly string[])[] {
  return [...command.matchAll(/kubectl --context [^|)]*/g)].map(([call]) =>
    [...call.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) => word),
  );
}

const now = new Date("2026-11-27T12:00:00Z");
const said = { reason: "it was lost by mistake", requester: "ada", approver: "joe" };
const cases = databaseClusters().flatMap(({ name, home, partner, kind }): readonly RestoreWords[] => [
  { ...said, cluster: name, to: "latest", target: partner, lost: home },
  { ...said, cluster: name, to: "2026-11-26T08:30:00Z", target: home },
  ...(kind === "core"
    ? [{ ...said, cluster: name, to: "2026-11-26T08:30:00Z", target: home, table: "app.orders" }]
    : []),
]);

test.each(cases)("$cluster to $to in $target", (words) => {
  const accountIds = Object.fromEntries(allRegions().map(({ name }) => [name, "111122223333"]));
  const commands = restorePhases(restoreRequest(words, now), { accountIds, domain: "azora.example" }).flatMap(
    ({ steps }) => steps.map(({ command }) => command),
  );
  const missing: string[] = [];
  let held = 0;
  for (const call of commands.flatMap(callsIn)) {
    const end = call.indexOf("--");
    const { values, positionals } = parseArgs({
      args: [...call.slice(1, end < 0 ? undefined : end)],
      allowPositionals: true,
      strict: false,
      options: {
        context: { type: "string" },
        namespace: { type: "string" },
        from: { type: "string" },
        container: { type: "string" },
      },
    });
    const region = String(values["context"]);
    const namespace = String(values["namespace"]);
    const objects = [
      ...positionals.slice(1),
      ...(typeof values["from"] === "string" ? [values["from"]] : []),
    ];
    for (const object of objects) {
      const [kind = "", name = ""] = object.split("/");
      const type = kinds[kind];
      if (type === undefined) continue;
      held++;
      if (!named(region, type, namespace, name)) missing.push(`${region} ${namespace} ${object}`);
    }
    if (positionals[0] === "exec") {
      held++;
      const pod = positionals[1] ?? "";
      const set = named(region, kinds["statefulset"] ?? "", namespace, pod.slice(0, pod.lastIndexOf("-")));
      const { template } = (set?.resolved.spec ?? {}) as unknown as {
        template?: { spec: { containers: readonly { name: string }[] } };
      };
      const containers = template?.spec.containers.map(({ name }) => name) ?? [];
      if (!containers.includes(String(values["container"]))) missing.push(`${region} ${namespace} ${pod}`);
    }
  }
  expect(missing).toEqual([]);
  expect(held).toBeGreaterThan(words.table === undefined ? 10 : 0);
});

test("a restore's commands bring back as many replicas as the plan has", () => {
  for (const { name, home, groups } of databaseClusters()) {
    const words = { ...said, cluster: name, to: "latest", target: home };
    const commands = restorePhases(restoreRequest(words, now), {
      accountIds: {},
      domain: "azora.example",
    }).flatMap(({ steps }) => steps);
    const last = new Map<string, number>();
    for (const { command } of commands) {
      const [, region = "", namespace = "", objects = "", replicas = ""] =
        /--context (\S+) --namespace (\S+) scale (.*) --replicas=(\d+)$/.exec(command) ?? [];
      for (const object of objects.split(" ").filter((each) => each !== ""))
        last.set(`${region} ${namespace} ${object}`, Number(replicas));
    }
    expect(last.size).toBeGreaterThan(groups.length);
    for (const [where, replicas] of last) {
      const [region = "", namespace = "", object = ""] = where.split(" ");
      const [kind = "", set = ""] = object.split("/");
      const { spec } = named(region, kinds[kind] ?? "", namespace, set)?.resolved ?? {};
      expect({ where, replicas: (spec as unknown as { replicas?: number } | undefined)?.replicas }).toEqual({
        where,
        replicas,
      });
    }
  }
});
