/** What a restore is asked for, and what is refused before anything is begun. */
import {
  lossOf,
  recordOf,
  restoreRequest,
  utc,
  type RestoreWords,
} from "../../components/database/restoreRequest";
import { repositoryKinds } from "../../components/facts/repositories";

const now = new Date("2026-11-27T12:00:00Z");
const words: RestoreWords = {
  cluster: "people-europe",
  to: "2026-11-26T08:30:00Z",
  target: "europe",
  reason: "orders were overwritten",
  requester: "ada",
  approver: "joe",
};
const asked = (more: Partial<RestoreWords> = {}) => restoreRequest({ ...words, ...more }, now);

test("what is right is taken as it is said", () => {
  const request = asked();
  expect(request.cluster.name).toBe("people-europe");
  expect(request.moment?.toISOString()).toBe("2026-11-26T08:30:00.000Z");
  expect({ target: request.target, lost: request.lost, region: request.repository.region }).toEqual({
    target: "europe",
    lost: [],
    region: "europe",
  });
});

test("a time may stand in any zone, and a restore may have no moment", () => {
  expect(asked({ to: "2026-11-26T09:30:00+01:00" }).moment).toEqual(asked().moment);
  expect(asked({ to: "latest" }).moment).toBeUndefined();
});

test("the repository is the target's own, else the first whose region answers, else the one that is named", () => {
  expect(asked({ target: "americas" }).repository.region).toBe("americas");
  expect(asked({ target: "americas", repository: "1" }).repository.region).toBe("europe");
  const core = { cluster: "core", target: "africa" };
  expect(asked({ ...core, lost: "europe" }).repository).toMatchObject({ number: 1, region: "africa" });
});

const first = utc(new Date(now.getTime() - repositoryKinds.people.retentionDays * 86_400_000));
test.each<[string, Partial<RestoreWords>, string]>([
  [
    "an unknown cluster",
    { cluster: "people" },
    'restore.cluster is "people"; allowed: core, people-africa, people-europe, people-asia, people-americas, keys-africa, keys-europe, keys-asia, keys-americas',
  ],
  [
    "a time without zone",
    { to: "2026-11-26T08:30:00" },
    'restore.to is "2026-11-26T08:30:00"; allowed: latest, or a time with its zone, such as 2026-11-27T12:00:00Z',
  ],
  [
    "a day that is none",
    { to: "2026-02-31T25:00:00Z" },
    'restore.to is "2026-02-31T25:00:00Z"; allowed: latest',
  ],
  ["no time", { to: "" }, 'restore.to is ""; allowed: latest'],
  [
    "a time before the window",
    { to: "2026-10-28T11:59:59Z" },
    `restore.to is "2026-10-28T11:59:59Z"; allowed: latest, or from ${first}, 30 days ago, to 2026-11-27T12:00:00Z`,
  ],
  ["a time to come", { to: "2026-11-27T12:00:01Z" }, "to 2026-11-27T12:00:00Z"],
  [
    "a target that the law does not let lead",
    { target: "asia" },
    'restore.target is "asia"; allowed: europe, americas: where people-europe may be led from',
  ],
  ["a target that is lost", { lost: "europe" }, 'restore.target is "europe"; allowed: americas'],
  [
    "a lost region that is none",
    { lost: "mars" },
    'restore.lost is "mars"; allowed: africa, europe, asia, americas',
  ],
  ["no reason", { reason: "x" }, 'restore.reason is "x"; allowed: some words that an auditor understands'],
  ["nobody who starts it", { requester: "" }, 'restore.requester is ""; allowed: who starts it'],
  ["no approver", { approver: "" }, 'restore.approver is ""; allowed: somebody else than ada, who starts it'],
  [
    "an approver who starts it",
    { approver: "ada" },
    'restore.approver is "ada"; allowed: somebody else than ada',
  ],
  [
    "a repository that is none",
    { repository: "3" },
    'restore.repository is "3"; allowed: 1 (europe), 2 (americas)',
  ],
  [
    "a repository whose region is lost",
    { repository: "2", lost: "americas" },
    'restore.repository is "2"; allowed: 1 (europe)',
  ],
  [
    "one table of people's data",
    { table: "app.orders" },
    'restore.table is "app.orders"; allowed: no table alone of people-europe, which would bring back whom nobody may know any more: restore all of it, or a table of core',
  ],
  [
    "a key's time after which an erasure may rely on it being gone",
    { cluster: "keys-europe", to: "2026-11-18T11:59:59Z" },
    `allowed: latest, or from 2026-11-18T12:00:00Z, ${repositoryKinds.keys.retentionDays} days ago, to`,
  ],
  [
    "a ledger that is no word of ours",
    { ledger: "none" },
    'restore.ledger is "none"; allowed: own, where keys-europe is lost as well; nothing, where it answers',
  ],
  [
    "a ledger of a cluster that has none",
    { cluster: "core", target: "africa", ledger: "own" },
    'restore.ledger is "own"; allowed: nothing: core holds no personal data',
  ],
  [
    "a table without its schema",
    { cluster: "core", target: "africa", table: 'orders"; DROP' },
    "allowed: schema and name, such as app.orders",
  ],
])("%s is refused, and told what is allowed", (_, more, message) => {
  expect(() => asked(more)).toThrow(message);
});

test("what is lost is said: all after a moment, or what the log had not handed over yet", () => {
  expect(lossOf(asked())).toBe(
    "all that was written after 2026-11-26T08:30:00Z, 27.5 hours, and up to 60 s before, to the restore point that all groups have",
  );
  expect(lossOf(asked({ to: "latest" }))).toMatch(
    /^what was written in the last 165 s at most \(60 archive_timeout \+ 45 push \+ 60 restore points\)/,
  );
  expect(lossOf(asked({ cluster: "core", target: "africa" }))).not.toContain("restore point");
});

test("the record says who, why and what, and at the end what came back", () => {
  expect(recordOf(asked({ lost: "africa" }), "begun")).toEqual({
    what: "restore begun",
    cluster: "people-europe",
    to: "2026-11-26T08:30:00Z",
    target: "europe",
    repository: { number: 1, region: "europe" },
    ledger: "keys-europe",
    lost: ["africa"],
    reason: "orders were overwritten",
    requester: "ada",
    approver: "joe",
    begunAt: "2026-11-27T12:00:00Z",
  });
  expect(recordOf(asked({ ledger: "own" }), "begun")).toHaveProperty("ledger", "own");
  expect(recordOf(asked({ cluster: "core", target: "africa" }), "begun")).not.toHaveProperty("ledger");
  expect(recordOf(asked(), "ended")).toHaveProperty("result");
});

test("what nobody can tell of is said to be lost", () => {
  expect(lossOf(asked())).not.toContain("erasures");
  expect(lossOf(asked({ ledger: "own" }))).toContain("unless keys-europe tells of them");
});
