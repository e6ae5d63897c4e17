/** What rehearsals do with what clusters and AWS say; both are a function that answers by the words of a command. */
import { ageHoursMax, dueDays, evacuationTimes, rehearsals } from "../../components/facts/rehearsals";
import { groupsKeptIn } from "../../components/facts/repositories";
import { groupsAtHome } from "../../scripts/recovery/evacuate";
import { run } from "../../scripts/recovery/run";
import type { Shell } from "../../scripts/restore/carry";

const start = Date.parse("2026-11-27T02:00:00Z");
const hourMs = 3_600_000;

type Answer = string | { readonly status: number; readonly said?: string };
/** The first line whose words are all in a command answers it. */
type Answers = readonly (readonly [words: string, answer: Answer | ((command: string) => Answer)])[];

interface Call {
  readonly command: string;
  readonly input: string;
}

let now: number;
let calls: Call[];
let answers: Answers;

/** A cluster whose leaders change when they are told to, each a second later. */
class Leaders {
  private readonly led = new Map<string, { leader: string; from: number }>();
  readonly switched: string[] = [];
  stuck = false;
  unwell = false;

  private list(scope: string): string {
    const { leader, from } = this.led.get(scope) ?? { leader: "africa-0", from: 0 };
    const names = ["africa-0", "africa-1", "europe-0", "europe-1"];
    const settled = now >= from;
    return JSON.stringify(
      names.map((Member) => ({
        Member,
        Role:
          Member === leader && settled
            ? "Leader"
            : /-0$/.test(Member) && Member !== leader
              ? "Sync Standby"
              : "Replica",
        State: Member === leader ? "running" : this.unwell ? "starting" : "streaming",
      })),
    );
  }

  answer = (command: string): Answer => {
    const scope = /patronictl -c \S+ (?:list|switchover) (\S+(?: --group \d+)?)/.exec(command)?.[1] ?? "";
    if (command.includes(" list ")) return this.list(scope);
    const [, leader = "", candidate = ""] = /--leader (\S+) --candidate (\S+) --force/.exec(command) ?? [];
    this.switched.push(`${scope}: ${leader} to ${candidate}`);
    if (!this.stuck) this.led.set(scope, { leader: candidate, from: now + 1500 });
    return "";
  };
}

const shell: Shell = (command, { input }) => {
  calls.push({ command, input });
  const [, answer] = answers.find(([words]) =>
    words.split(" … ").every((part) => command.includes(part)),
  ) ?? ["", { status: 99, said: "nobody expected it" }];
  const said = typeof answer === "function" ? answer(command) : answer;
  const outcome =
    typeof said === "string" ? { status: 0, printed: said, said: "" } : { printed: "", said: "", ...said };
  return Promise.resolve(outcome);
};

async function told(
  ...argv: readonly string[]
): Promise<{ status: number; printed: string; complained: string }> {
  let printed = "";
  let complained = "";
  const status = await run(argv, {
    places: () => ({ accountIds: { africa: "111122223333" }, domain: "azora.example" }),
    clock: {
      now: () => now,
      pause: (ms) => {
        now += ms;
        return Promise.resolve();
      },
    },
    write: (text) => (printed += text),
    complain: (text) => (complained += text),
    shell,
  });
  return { status, printed, complained };
}

/** What was written down last. */
const written = (): { readonly address: string; readonly record: Record<string, unknown> } => {
  const call = calls.findLast(({ command }) => command.startsWith("aws s3 cp - "));
  return {
    address: call?.command.split(" ").at(-1) ?? "",
    record: JSON.parse(call?.input ?? "null") as Record<string, unknown>,
  };
};
const numbers = (): readonly { MetricName: string; Value: number; Dimensions: readonly object[] }[] =>
  calls
    .filter(({ command }) => command.includes("put-metric-data"))
    .flatMap(({ input }) => JSON.parse(input) as []);

const aws: Answers = [
  ["list-objects-v2", "null\n"],
  ["aws s3 cp - ", ""],
  ["put-metric-data", ""],
];

beforeEach(() => {
  now = start;
  calls = [];
});

describe("the test", () => {
  const groups = groupsKeptIn("africa");
  const fine: Answers = [
    ["create job", "created"],
    ["get job/", "Complete"],
    ["logs job/", '{"restoreSeconds": 61.5, "rowsMissing": 0}\n'],
    ...aws,
  ];

  test("restores every group that the region keeps, writes down what came of it, and tells how long each took", async () => {
    answers = fine;
    const { status, printed } = await told("test", "--region", "africa");
    expect(status).toBe(0);
    const made = calls.filter(({ command }) => command.includes("create job"));
    expect(made.map(({ command }) => / --from=cronjob\/(\S+)-trial/.exec(command)?.[1])).toEqual(groups);
    const { address, record } = written();
    expect(address).toBe(
      "s3://azora-africa-audit-111122223333/africa/recovery/test/20261127T020000Z-held.json",
    );
    expect(record).toMatchObject({ kind: "test", region: "africa", outcome: "held" });
    expect(record["results"]).toHaveLength(groups.length);
    expect(numbers()).toHaveLength(groups.length);
    expect(numbers()[0]).toMatchObject({ MetricName: "RestoreSeconds", Value: 61.5 });
    expect(printed).toContain("held; written down as s3://");
  });

  test("goes on after a group that fails, names what was wrong, and does not hold", async () => {
    answers = [
      [
        `get job/${groups[0] ?? ""}-test`,
        { status: 2, said: "of the log\ntry-backup: the newest row is 900 s old; allowed: 300\n" },
      ],
      ...fine,
    ];
    const { status } = await told("test", "--region", "africa");
    expect(status).toBe(1);
    const { address, record } = written();
    expect(address).toMatch(/-failed\.json$/);
    expect(record["results"]).toEqual([
      { group: groups[0], held: false, result: "try-backup: the newest row is 900 s old; allowed: 300" },
      ...groups.slice(1).map((group) => expect.objectContaining({ group, held: true }) as unknown),
    ]);
  });
});

describe("what is due", () => {
  const day = 24 * hourMs;
  const key = (kind: string, days: number, result: string): string => {
    const at = new Date(start - days * day).toISOString().slice(0, 19).replaceAll(/[-:]/g, "");
    return `africa/recovery/${kind}/${at}Z-${result}.json`;
  };
  const kinds = ["test", "evacuation"] as const;

  test.each(kinds)("%s: not while the newest is younger, and no object that is none counts", async (kind) => {
    answers = [
      [
        "list-objects-v2",
        JSON.stringify([key(kind, dueDays(kind) - 1, "held"), `africa/recovery/${kind}/readme`]),
      ],
    ];
    const { status, printed } = await told(kind, "--region", "africa", "--if-due");
    expect({ status, calls: calls.length }).toEqual({ status: 0, calls: 1 });
    expect(printed).toContain("not due");
    expect(calls[0]?.command).toContain(`--prefix africa/recovery/${kind}/`);
  });

  test("a test that failed is repeated; an evacuation that failed waits for a person", async () => {
    const leaders = new Leaders();
    answers = [
      ["patronictl", leaders.answer],
      ["list-objects-v2 … /test/", JSON.stringify([key("test", 40, "held"), key("test", 1, "failed")])],
      ["list-objects-v2", JSON.stringify([key("evacuation", 100, "held"), key("evacuation", 1, "failed")])],
      ["create job", { status: 1, said: "forbidden" }],
      ...aws,
    ];
    expect((await told("test", "--region", "africa", "--if-due")).status).toBe(1);
    expect(written().address).toContain("recovery/test/");
    const { status, printed } = await told("evacuation", "--region", "africa", "--if-due");
    expect({ status, switched: leaders.switched }).toEqual({ status: 0, switched: [] });
    expect(printed).toContain("failed, and waits for a person");
  });

  test("one of which nobody wrote the end counts as one that failed, and one that was not begun with as none", async () => {
    const begun = key("evacuation", 1, "begun");
    answers = [["list-objects-v2", JSON.stringify([begun])]];
    expect((await told("evacuation", "--region", "africa", "--if-due")).printed).toContain(
      "waits for a person",
    );
    calls = [];
    const leaders = new Leaders();
    answers = [
      ["list-objects-v2", JSON.stringify([begun, key("evacuation", 1, "refused")])],
      ["patronictl", leaders.answer],
      ["azora.heartbeats", "t\n"],
      ...aws,
    ];
    expect((await told("evacuation", "--region", "africa", "--if-due")).status).toBe(0);
    expect(leaders.switched.length).toBeGreaterThan(0);
  });

  test("what nobody can list is not taken for due", async () => {
    answers = [["list-objects-v2", { status: 254, said: "AccessDenied" }]];
    const { status, complained } = await told("test", "--region", "africa", "--if-due");
    expect({ status, calls: calls.length }).toEqual({ status: 1, calls: 1 });
    expect(complained).toContain("AccessDenied");
  });

  test.each(kinds)("%s: the interval holds, with the day on which it is looked", (kind) => {
    expect(dueDays(kind) + 1).toBeLessThanOrEqual(rehearsals[kind].intervalDays);
  });
});

describe("the evacuation", () => {
  const rows = ["azora.heartbeats", "t\n"] as const;
  const groups = groupsAtHome("africa");

  test("hands each group's lead to the partner, waits, and takes it back", async () => {
    const leaders = new Leaders();
    answers = [["patronictl", leaders.answer], rows, ...aws];
    const { status } = await told("evacuation", "--region", "africa");
    expect(status).toBe(0);
    const scopes = groups.map(({ cluster, number }) =>
      cluster.groups.length > 1 ? `${cluster.name} --group ${number}` : cluster.name,
    );
    expect(leaders.switched).toEqual(
      scopes.flatMap((scope) => [`${scope}: africa-0 to europe-0`, `${scope}: europe-0 to africa-0`]),
    );
    const { record } = written();
    expect(record).toMatchObject({ kind: "evacuation", outcome: "held" });
    expect(record["results"]).toContainEqual({
      group: "core",
      held: true,
      awaySeconds: 2,
      backSeconds: 2,
      touched: true,
    });
    expect(now - start).toBeGreaterThan(60_000 * evacuationTimes.awayMinutes * groups.length);
    expect(numbers()).toHaveLength(2 * groups.length);
  });

  test("asks for a row that was written since, of whom has rows: the coordinators", async () => {
    answers = [["patronictl", new Leaders().answer], rows, ...aws];
    await told("evacuation", "--region", "africa");
    const asked = calls.filter(({ command }) => command.includes("azora.heartbeats"));
    const coordinators = groups.filter(({ number }) => number === 0).length;
    expect(asked).toHaveLength(2 * coordinators);
    // Since the other one was seen to lead: a row of the leader before proves nothing.
    expect(asked[0]?.command).toContain(`to_timestamp(${start / 1000 + 2})`);
    expect(asked[0]?.command).toContain("--dbname=azora");
  });

  test("stops at the first group that does not come back, and says where it stands", async () => {
    const leaders = new Leaders();
    leaders.stuck = true;
    answers = [["patronictl", leaders.answer], rows, ...aws];
    const { status } = await told("evacuation", "--region", "africa");
    expect(status).toBe(1);
    expect(leaders.switched).toHaveLength(1);
    const { address, record } = written();
    expect(address).toMatch(/-failed\.json$/);
    const [result, ...more] = record["results"] as readonly Record<string, unknown>[];
    expect(more).toEqual([]);
    expect(result).toMatchObject({ held: false, awaySeconds: null, backSeconds: null });
    expect(result?.["said"]).toBe(
      `europe-0 leads: not after ${evacuationTimes.switchSeconds} s; it is led from africa`,
    );
  });

  test("begins with nothing that is not well", async () => {
    const leaders = new Leaders();
    leaders.unwell = true;
    answers = [["patronictl", leaders.answer], rows, ...aws];
    expect((await told("evacuation", "--region", "africa")).status).toBe(1);
    expect(leaders.switched).toEqual([]);
    // So that tomorrow's look begins anew.
    expect(written().address).toMatch(/-refused\.json$/);
  });

  test("does nothing where nobody can write it down", async () => {
    const leaders = new Leaders();
    answers = [["patronictl", leaders.answer], rows, ["aws s3 cp - ", { status: 1, said: "AccessDenied" }]];
    const { status, complained } = await told("evacuation", "--region", "africa");
    expect({ status, switched: leaders.switched }).toEqual({ status: 1, switched: [] });
    expect(complained).toContain("AccessDenied");
  });

  test("is written down as begun before any lead is taken away", async () => {
    const leaders = new Leaders();
    answers = [["patronictl", leaders.answer], rows, ...aws];
    await told("evacuation", "--region", "africa");
    const commands = calls.map(({ command }) => command);
    const begun = commands.findIndex((command) => command.endsWith("-begun.json"));
    expect(begun).toBeGreaterThanOrEqual(0);
    expect(begun).toBeLessThan(commands.findIndex((command) => command.includes("switchover")));
  });

  test("does not hold where no row is written afterwards", async () => {
    answers = [["patronictl", new Leaders().answer], ["azora.heartbeats", "f\n"], ...aws];
    expect((await told("evacuation", "--region", "africa")).status).toBe(1);
    const [result] = written().record["results"] as readonly Record<string, unknown>[];
    // It was handed back all the same, where no row came either.
    const late = `a row is written since: not after ${evacuationTimes.rowSeconds} s`;
    expect(result?.["said"]).toBe(`${late}; it is NOT led from africa again: ${late}`);
  });
});

describe("the watch", () => {
  const ended = (name: string, hours: number, type = "Complete"): object => ({
    metadata: { name },
    status: {
      startTime: new Date(start - hours * hourMs - 90_000).toISOString(),
      completionTime: new Date(start - hours * hourMs).toISOString(),
      conditions: [{ type, status: "True" }],
    },
  });
  const items = (list: readonly object[]): string => JSON.stringify({ items: list });
  const backups = groupsAtHome("africa").flatMap(({ cluster, number }) => {
    const group = cluster.groups.length > 1 ? `${cluster.name}-g${number}` : cluster.name;
    return [1, 2].map((repository) => ended(`${group}-backup-${repository}-29384`, 0.5));
  });
  const trials = groupsKeptIn("africa").map((group) => ended(`${group}-trial-29384`, 20));
  function objectsBackup(storageLocation: string, phase: string, hours: number): object {
    const completionTimestamp = new Date(start - hours * hourMs).toISOString();
    return { spec: { storageLocation }, status: { phase, completionTimestamp } };
  }
  const objects = [
    objectsBackup("home", "Failed", 0),
    objectsBackup("home", "Completed", 0.1),
    objectsBackup("partner", "Completed", 0.2),
    // Of a region that was lost, whose place was read here.
    objectsBackup("asia", "Completed", 0),
  ];
  const past = JSON.stringify(["africa/recovery/test/20261120T020000Z-held.json"]);
  const fine: Answers = [
    ["--namespace postgres get jobs", items(backups)],
    ["--namespace postgres-trial get jobs", items(trials)],
    ["get backups.velero.io", items(objects)],
    ["list-objects-v2", past],
    ["put-metric-data", ""],
  ];
  const age = (kind: string): number | undefined =>
    numbers().find(({ Dimensions }) => JSON.stringify(Dimensions).includes(`"${kind}"`))?.Value;

  test("tells the age of the newest success of each kind, of the group that is worst", async () => {
    answers = fine;
    const { status, printed } = await told("watch", "--region", "africa");
    expect(status).toBe(0);
    expect(age("backup")).toBeCloseTo(0.5);
    expect(age("objects")).toBeCloseTo(0.2);
    expect(age("trial")).toBeCloseTo(20);
    expect(age("test")).toBe(7 * 24);
    expect(printed).toContain("trial: 20.0 h old");
    expect(printed).not.toContain("late");
  });

  test("one repository without a backup is as bad as none at all", async () => {
    answers = [["--namespace postgres get jobs", items(backups.slice(1))], ...fine];
    const { printed } = await told("watch", "--region", "africa");
    expect(age("backup")).toBeGreaterThan(1000 * ageHoursMax.backup);
    expect(printed).toContain("backup: never (core-backup-1), late");
  });

  test("one place without objects is as bad as none", async () => {
    answers = [["get backups.velero.io", items(objects.slice(0, 2))], ...fine];
    expect((await told("watch", "--region", "africa")).printed).toContain("objects: never (partner), late");
  });

  test.each<[string, readonly string[], boolean]>([
    ["failed", ["20261120T020000Z-held", "20261126T020000Z-begun", "20261126T020000Z-failed"], true],
    ["without an end for a day", ["20261120T020000Z-held", "20261125T020000Z-begun"], true],
    ["under way", ["20261120T020000Z-held", "20261127T010000Z-begun"], false],
    ["not begun with", ["20261120T020000Z-held", "20261126T020000Z-refused"], false],
    ["held after one that failed", ["20261119T020000Z-failed", "20261120T020000Z-held"], false],
  ])("an evacuation %s is told at once: %s", async (_, names, isTold) => {
    answers = [
      ["/evacuation/", JSON.stringify(names.map((name) => `africa/recovery/evacuation/${name}.json`))],
      ...fine,
    ];
    await told("watch", "--region", "africa");
    expect((age("evacuation") ?? 0) > 1000 * 24).toBe(isTold);
  });

  test("a job that failed, and one of another group whose name begins alike, are no success", async () => {
    const others = trials.map((trial, index) =>
      index === 0 ? ended("core-trial-29384", 1, "Failed") : trial,
    );
    answers = [
      ["--namespace postgres-trial get jobs", items([...others, ended("core-trials-1", 1)])],
      ...fine,
    ];
    const { printed } = await told("watch", "--region", "africa");
    expect(printed).toContain("trial: never (core), late");
  });

  test("how long a trial took is told once, by the watch after it", async () => {
    const fresh = trials.map((trial, index) => (index === 0 ? ended("core-trial-29385", 0.5) : trial));
    answers = [["--namespace postgres-trial get jobs", items(fresh)], ...fine];
    await told("watch", "--region", "africa");
    const seconds = numbers().filter(({ MetricName }) => MetricName === "RestoreSeconds");
    expect(seconds).toEqual([expect.objectContaining({ Value: 90 })]);
  });

  test("of what nobody can say nothing is told, and the rest is", async () => {
    answers = [["get backups.velero.io", { status: 1, said: "forbidden" }], ...fine];
    const { status, complained } = await told("watch", "--region", "africa");
    expect(status).toBe(1);
    expect(complained).toContain("forbidden");
    expect(age("objects")).toBeUndefined();
    expect(age("trial")).toBeCloseTo(20);
  });
});

test.each<[readonly string[], string]>([
  [["drill", "--region", "africa"], 'recovery.command is "drill"; allowed: test, evacuation, watch'],
  [[], 'recovery.command is ""; allowed: test, evacuation, watch'],
  [["test", "--region", "mars"], 'recovery.region is "mars"; allowed: africa, europe, asia, americas'],
  [["test"], 'recovery.region is ""; allowed: africa, europe, asia, americas'],
  [["test", "--region", "europe"], 'azora:accountId of europe is ""; allowed: 12 digits'],
  [["watch", "--region", "africa", "--if-due"], "recovery.if-due is true; allowed: nothing with watch"],
  [["test", "--region", "africa", "--force"], "Unknown option '--force'"],
])("%j is refused, and nothing is begun", async (argv, said) => {
  answers = [];
  const { status, complained } = await told(...argv);
  expect({ status, calls }).toEqual({ status: 2, calls: [] });
  expect(complained).toContain(said);
});

test.each(["test", "evacuation", "watch"])("a dry run of %s prints, and does nothing", async (command) => {
  answers = [];
  const { status, printed } = await told(command, "--region", "africa", "--dry-run");
  expect({ status, calls }).toEqual({ status: 0, calls: [] });
  expect(printed).not.toBe("");
});
