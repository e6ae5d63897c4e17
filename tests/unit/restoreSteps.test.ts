/** In which order a restore does what, for what it is asked for: read from its commands. */
import type { RestorePhase } from "../../components/database/restoreCommands";
import { restoreRequest, type RestoreWords } from "../../components/database/restoreRequest";
import { restorePhases } from "../../components/database/restoreSteps";
import { databaseClusters } from "../../components/facts/databaseClusters";

const now = new Date("2026-11-27T12:00:00Z");
const accountIds = { africa: "111122223333", europe: "111122223333", americas: "444455556666" };
const phasesOf = (more: Partial<RestoreWords>): readonly RestorePhase[] =>
  restorePhases(
    restoreRequest(
      {
        cluster: "core",
        to: "latest",
        target: "africa",
        reason: "it was lost by mistake",
        requester: "ada",
        approver: "joe",
        ...more,
      },
      now,
    ),
    { accountIds, domain: "azora.example" },
  );
const commandsOf = (phases: readonly RestorePhase[]): readonly string[] =>
  phases.flatMap(({ steps }) => steps.map(({ command }) => command));
/** Places of the phases that have a command of a kind. */
const at = (phases: readonly RestorePhase[], pattern: RegExp): readonly number[] =>
  phases.flatMap(({ steps }, index) => (steps.some(({ command }) => pattern.test(command)) ? [index] : []));

const closing = /scale deployment\/\S+ --replicas=0$/;
const opening = /scale deployment\/\S+ --replicas=2$/;
const stopping = /scale statefulset.* --replicas=0$/;
const restoring = /--from=cronjob\/\S+-restore .*TARGET=/;
const unlocking = /etcdctl .* del --prefix/;
const starting = /scale statefulset.* --replicas=1$/;
const copying = /patronictl .* reinit/;
const looking = /archive-\d\.conf --stanza=\S+ info\)" \|\| exit 0; case/;
const recording = /^aws s3 cp - s3:\/\//;

test.each<[string, Partial<RestoreWords>]>([
  ["a point in time", { to: "2026-11-26T08:30:00Z" }],
  ["a point in time of a sharded cluster", { cluster: "people-africa", to: "2026-11-26T08:30:00Z" }],
  ["a lost region", { target: "europe", lost: "africa" }],
])("%s: nobody writes while it is brought back, and it is led before others copy it", (_, more) => {
  const phases = phasesOf(more);
  const one = (pattern: RegExp): number => at(phases, pattern)[0] ?? NaN;
  const order = [
    one(recording),
    one(closing),
    at(phases, stopping).at(-1) ?? NaN,
    one(restoring),
    one(unlocking),
    one(starting),
    one(copying),
    one(opening),
    at(phases, recording).at(-1) ?? NaN,
  ];
  expect(order).toEqual([...order].sort((a, b) => a - b));
  // Whether it may, and what it reads from, is looked at before it is said to have begun.
  expect(at(phases, /auth can-i patch deployments\.apps --subresource=scale/)).toEqual([0]);
  expect(at(phases, looking)).toEqual([1]);
  expect(at(phases, recording)).toEqual([2, phases.length - 1]);
});

test("members at home stop last: a standby that lost its leader would take the lead", () => {
  const phases = phasesOf({ to: "2026-11-26T08:30:00Z" });
  const stops = at(phases, stopping).map((index) => phases[index]?.steps.map(({ command }) => command));
  expect(stops[0]?.some((command) => command.includes("--context africa"))).toBe(false);
  expect(stops[1]?.map((command) => / --context (\S+)/.exec(command)?.[1])).toEqual(["africa"]);
});

test("every region that answers is closed, stopped, copied to and opened; a lost one is let be", () => {
  const contexts = (commands: readonly string[], pattern: RegExp): readonly string[] =>
    [
      ...new Set(
        commands.filter((each) => pattern.test(each)).map((each) => / --context (\S+)/.exec(each)?.[1] ?? ""),
      ),
    ].sort();
  const all = ["africa", "americas", "asia", "europe"];
  const whole = commandsOf(phasesOf({}));
  for (const pattern of [closing, stopping, opening]) expect(contexts(whole, pattern)).toEqual(all);
  const lost = commandsOf(phasesOf({ target: "europe", lost: "africa" }));
  for (const pattern of [closing, stopping, opening])
    expect(contexts(lost, pattern)).toEqual(all.filter((region) => region !== "africa"));
  expect(lost.filter((command) => command.includes("--context africa"))).toEqual([]);
  expect(lost.filter((command) => /reinit core africa/.test(command))).toEqual([]);
});

test("jobs run where the cluster is led from, read the repository that was chosen, and stop at the moment", () => {
  const [job = ""] = commandsOf(phasesOf({ to: "2026-11-26T08:30:00Z", repository: "2" })).filter((command) =>
    restoring.test(command),
  );
  expect(job).toContain(
    "kubectl --context africa --namespace postgres create job core-restore-20261127t120000z",
  );
  expect(job).toContain('REPOSITORY="2"');
  expect(job).toContain('TARGET="2026-11-26T08:30:00Z"');
});

test("all groups of a sharded cluster go to the newest restore point that each of them has", () => {
  const [, cluster] = databaseClusters();
  const phases = phasesOf({ cluster: cluster?.name ?? "", to: "2026-11-26T08:30:00Z" });
  const found = phases.findIndex(({ yields }) => yields === "point");
  const brought = phases.findIndex(({ steps }) =>
    steps.every(({ command }) => command.includes('TARGET="$POINT"')),
  );
  expect(found).toBeGreaterThan(0);
  expect(brought).toBeGreaterThan(found);
  const groups = cluster?.groups.length ?? 0;
  expect([phases[found]?.steps.length, phases[brought]?.steps.length]).toEqual([groups, groups]);
  const locks = commandsOf(phases).filter((command) => unlocking.test(command));
  expect(locks.map((command) => /\/azora\/\S*?(?=\$key)/.exec(command)?.[0])).toEqual(
    cluster?.groups.map((group) => `/azora/${cluster.name}/${group}/`),
  );
});

test.each([
  ["keys-africa", "people-africa", "people-africa-g0"],
  ["people-africa", "keys-africa", "keys-africa"],
])(
  "whoever was erased since is erased in %s too, as %s says, before anybody is let in",
  (name, other, set) => {
    const phases = phasesOf({ cluster: name, to: "2026-11-26T08:30:00Z" });
    const told = at(phases, /COPY azora\.erasures TO STDOUT/);
    const [open = NaN] = at(phases, opening);
    const [inStep = NaN] = at(phases, /sync_state = 'sync'/);
    expect(told).toHaveLength(2);
    for (const index of told) {
      // A durable transaction waits for a copy.
      expect(index).toBeGreaterThan(inStep);
      expect(index).toBeLessThan(open);
      expect(phases[index]?.isOptional).toBeUndefined();
    }
    const [first = ""] = phases[told[0] ?? 0]?.steps.map(({ command }) => command) ?? [];
    const [asks = "", erases = ""] = first.split(" | ");
    expect(asks).toContain(`--context africa --namespace postgres exec --stdin ${set}-0 `);
    expect(asks).toContain(`host=${set}-0.${set}.africa.internal.azora.example,`);
    expect(erases).toContain("INSERT INTO azora.erasures");
    expect(phases[told[0] ?? 0]?.title).toBe(`Erase in ${name} whom ${other} has erased`);
    expect(phases[told[1] ?? 0]?.title).toBe(`Erase in ${other} whom ${name} has erased`);
  },
);

test("with the other cluster lost as well nobody is asked; core has nobody to erase", () => {
  const erasing = /azora\.erasures/;
  expect(at(phasesOf({ cluster: "keys-africa", ledger: "own" }), erasing)).toEqual([]);
  expect(at(phasesOf({}), erasing)).toEqual([]);
});

test("the cluster opens when the first copy follows, and does not wait for other regions'", () => {
  const phases = phasesOf({});
  const [copied = NaN, others = NaN] = at(phases, copying);
  const [open = NaN] = at(phases, opening);
  expect(copied).toBeLessThan(open);
  expect(open).toBeLessThan(others);
  const copies = phases[copied]?.steps.map(({ command }) => / reinit core (\S+) /.exec(command)?.[1]);
  expect(copies).toEqual(["africa-1"]);
  // One that follows in step, by its own name: a copy under way streams as well.
  const [follows] = phases[copied + 1]?.steps ?? [];
  expect(follows?.command).toContain("application_name IN ('africa-1') AND sync_state = 'sync'");
});

test("the leader hands its log over before it is stopped; where a repository is lost nobody could take it", () => {
  const handing = /pg_switch_wal/;
  const phases = phasesOf({ to: "2026-11-26T08:30:00Z" });
  const [hands = NaN] = at(phases, handing);
  expect(hands).toBeGreaterThan(at(phases, closing)[0] ?? NaN);
  expect(hands).toBeLessThan(at(phases, stopping)[0] ?? NaN);
  // Members that are broken do not keep it from being restored.
  expect([phases[hands]?.isOptional, phases[hands + 1]?.isOptional]).toEqual([true, true]);
  expect(at(phasesOf({ target: "europe", lost: "africa" }), handing)).toEqual([]);
});

test("what comes after the cluster is open is marked, and begins with a backup of what is there now", () => {
  const phases = phasesOf({});
  const [open = NaN] = at(phases, opening);
  expect(phases.map(({ isOpen }) => isOpen ?? false)).toEqual(phases.map((_, index) => index > open));
  expect(phases[open + 1]?.steps.map(({ command }) => /--from=cronjob\/(\S+)/.exec(command)?.[1])).toEqual([
    "core-backup-1",
    "core-backup-2",
  ]);
});

test("the lock is asked where it answers", () => {
  const at = (lost: string): string | undefined =>
    commandsOf(phasesOf({ lost })).find((command) => unlocking.test(command));
  expect(at("")).toContain("--context europe ");
  expect(at("europe")).toContain("--context asia ");
});

test("a corrupt table comes back beside the one in use, and nothing else is touched", () => {
  const phases = phasesOf({ table: "app.orders", to: "2026-11-26T08:30:00Z" });
  const commands = commandsOf(phases);
  expect(commands.some((command) => /scale|etcdctl|reinit/.test(command))).toBe(false);
  expect(commands.find((command) => command.includes("--from=cronjob/core-restore-table"))).toContain(
    'TABLE="app.orders"',
  );
  // What it reads from is looked at before it is said to have begun.
  expect(at(phases, looking)).toEqual([0]);
  expect(at(phases, recording)).toEqual([1, phases.length - 1]);
});

test("the record goes to the bucket for audits of the region that leads", () => {
  const commands = commandsOf(phasesOf({ cluster: "people-europe", target: "americas" }));
  expect(commands.find((command) => recording.test(command))).toBe(
    "aws s3 cp - s3://azora-americas-audit-444455556666/americas/restores/people-europe/20261127t120000z-begun.json",
  );
});
