/** What the relay does with what its two ends say; `psycopg` and `valkey` are stand-ins that note what they are asked. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const script = path.resolve(__dirname, "..", "..", "components", "cache", "scripts", "relay.py");
let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "outbox-relay-"));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

const psycopg = `
import json, os
class Error(Exception): pass
HOME = os.environ["STAND_IN"]
def note(*words):
    with open(f"{HOME}/calls", "a") as file: file.write(json.dumps(words) + "\\n")
def script(name):
    """The next answer of a list; none when it has ended."""
    path = f"{HOME}/{name}"
    answers = json.load(open(path))
    answer = answers.pop(0) if answers else None
    json.dump(answers, open(path, "w"))
    return answer
class Connection:
    def execute(self, statement, values):
        word = statement.split()[0]
        note(word, *values)
        answer = script(word)
        if answer == "fails": raise Error(f"{word} failed")
        self.rows = [tuple(row) for row in answer or []]
        return self
    def fetchall(self): return self.rows
    def close(self): note("database left")
def connect(**settings):
    note("database", settings["autocommit"])
    return Connection()
`;
const sentinel = `
from psycopg import note, script
from valkey.exceptions import ValkeyError
class Pool:
    def disconnect(self): note("cache left")
class Client:
    connection_pool = Pool()
    def pipeline(self, transaction): self.adds = []; return self
    def xadd(self, stream, fields, maxlen, approximate): self.adds.append([stream, fields, maxlen, approximate])
    def execute(self):
        note("XADD", *self.adds)
        if script("XADD") == "fails": raise ValkeyError("NOREPLICAS Not enough good replicas to write.")
class Sentinel:
    def __init__(self, hosts, sentinel_kwargs, **access):
        note("Sentinels", hosts, access["credential_provider"].said, access["ssl"], sentinel_kwargs == access)
    def master_for(self, name):
        note("primary of", name)
        return Client()
`;

/** Keeps each number by what it counts, in a file. */
const prometheus = `
import json, os, time
HOME = os.environ["STAND_IN"]
numbers = {}
class Metric:
    def __init__(self, name, documentation, labelnames): self.name, self.names = name, labelnames
    def labels(self, *values):
        assert len(values) == len(self.names), self.name
        child = Metric(self.name, "", [])
        child.key = " ".join([self.name, *values])
        numbers.setdefault(child.key, 0)
        return child
    def set(self, value):
        numbers[self.key] = value
        with open(f"{HOME}/numbers.partial", "w") as file: json.dump(numbers, file)
        os.replace(f"{HOME}/numbers.partial", f"{HOME}/numbers")
    def inc(self, amount=1): self.set(numbers[self.key] + amount)
    def set_to_current_time(self): self.set(time.time())
Counter = Gauge = Metric
def disable_created_metrics(): pass
def start_http_server(port): numbers["port"] = port
`;

type Row = readonly [string, string, string, number, string];
type Call = readonly unknown[];

/** Runs the relay until the stand-ins have answered all, and a moment longer. */
async function relay(answers: {
  readonly SELECT: readonly (readonly Row[] | "fails")[];
  readonly XADD?: readonly ("fails" | "added")[];
  readonly DELETE?: readonly ("fails" | null)[];
}): Promise<{
  readonly calls: readonly Call[];
  readonly said: string;
  readonly status: number | null;
  /** What it told of itself last, by name and labels. */
  readonly numbers: Readonly<Record<string, number>>;
}> {
  const modules = {
    "psycopg.py": psycopg,
    "prometheus_client.py": prometheus,
    "valkey/__init__.py": "",
    "valkey/backoff.py": "class NoBackoff: pass\n",
    "valkey/credentials.py":
      "class UsernamePasswordCredentialProvider:\n    def __init__(self, *said): self.said = said\n",
    "valkey/exceptions.py": "class ValkeyError(Exception): pass\n",
    "valkey/retry.py": "class Retry:\n    def __init__(self, *_): pass\n",
    "valkey/sentinel.py": sentinel,
  };
  mkdirSync(path.join(home, "valkey"));
  for (const [name, text] of Object.entries(modules)) writeFileSync(path.join(home, name), text);
  for (const name of ["SELECT", "XADD", "DELETE"] as const)
    writeFileSync(path.join(home, name), JSON.stringify(answers[name] ?? []));
  writeFileSync(path.join(home, "sentinels"), "one.example\ntwo.example\n");
  writeFileSync(path.join(home, "word"), "the word\n");
  const child = spawn("python3", [script], {
    env: {
      PATH: process.env.PATH,
      PYTHONPATH: home,
      PYTHONDONTWRITEBYTECODE: "1",
      STAND_IN: home,
      SENTINELS: path.join(home, "sentinels"),
      SENTINEL_PORT: "26379",
      CACHE_NAME: "cache",
      CACHE_USER: "relay",
      CACHE_PASSWORD_FILE: path.join(home, "word"),
      PGSSLROOTCERT: "authorities",
      PGSSLCERT: "certificate",
      PGSSLKEY: "key",
      STREAM: "invalidations",
      STREAM_LENGTH: "1000",
      KEY_PREFIX: "query-results:",
      BATCH: "50",
      POLL_SECONDS: "0.01",
      ALIVE_FILE: path.join(home, "alive"),
      CLUSTER: "people-asia",
      METRICS_PORT: "9464",
    },
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const done = (): boolean => {
    try {
      return (
        readFileSync(path.join(home, "SELECT"), "utf8") === "[]" &&
        readFileSync(path.join(home, "alive"), "utf8") === ""
      );
    } catch {
      return false;
    }
  };
  for (let waited = 0; waited < 10_000 && !done(); waited += 50)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await new Promise((resolve) => setTimeout(resolve, 100));
  child.kill("SIGTERM");
  const status = await ended;
  const calls = readFileSync(path.join(home, "calls"), "utf8").trim().split("\n");
  const numbers = JSON.parse(readFileSync(path.join(home, "numbers"), "utf8")) as Record<string, number>;
  return { calls: calls.map((line) => JSON.parse(line) as Call), said, status, numbers };
}

const word = ([first]: Call): unknown => first;
const row = (tenant: string, change: string, topic = "persons", bucket = 7, age = "0.25"): Row => [
  tenant,
  change,
  topic,
  bucket,
  age,
];
const entry = (key: string): unknown => ["invalidations", { key: `query-results:${key}` }, 1000, true];

test("rows are added to the stream before they are taken away, each topic and bucket once", async () => {
  const rows = [row("t1", "c1"), row("t2", "c2"), row("t1", "c3", "accounts", 0)];
  const { calls, said, status } = await relay({ SELECT: [rows] });
  expect(calls.slice(0, 6)).toEqual([
    ["database", true],
    ["SELECT", 50],
    [
      "Sentinels",
      [
        ["one.example", 26379],
        ["two.example", 26379],
      ],
      ["relay", "the word"],
      true,
      true,
    ],
    ["primary of", "cache"],
    ["XADD", entry("accounts:0"), entry("persons:7")],
    ["DELETE", expect.arrayContaining(["t1", "t2"]), ["c1", "c2", "c3"]],
  ]);
  expect(calls.slice(6).map(word)).toContain("SELECT");
  expect(calls.slice(-2).map(word)).toEqual(["database left", "cache left"]);
  expect({ said, status }).toEqual({ said: "", status: 0 });
});

test("an entry that is refused leaves its row, which is sent again by new connections", async () => {
  const { calls, said } = await relay({
    SELECT: [[row("t1", "c1")], [row("t1", "c1")]],
    XADD: ["fails", "added"],
  });
  expect(calls.map(word).slice(0, 13)).toEqual([
    ...["database", "SELECT", "Sentinels", "primary of", "XADD", "database left", "cache left"],
    ...["database", "SELECT", "Sentinels", "primary of", "XADD", "DELETE"],
  ]);
  expect(said).toBe("ValkeyError: NOREPLICAS Not enough good replicas to write.\ncarries again\n");
});

test("a row that could not be taken away is sent once more", async () => {
  const { calls, said } = await relay({
    SELECT: [[row("t1", "c1")], [row("t1", "c1")]],
    DELETE: ["fails", null],
  });
  expect(calls.map(word).filter((each) => each === "XADD" || each === "DELETE")).toEqual([
    ...["XADD", "DELETE"],
    ...["XADD", "DELETE"],
  ]);
  expect(said).toBe("Error: DELETE failed\ncarries again\n");
});

test("a fault that lasts is told once, and an empty outbox asks nothing of the cache", async () => {
  const { calls, said } = await relay({ SELECT: ["fails", "fails", []] });
  expect(calls.map(word)).not.toContain("Sentinels");
  expect(said).toBe("Error: SELECT failed\ncarries again\n");
});

test("it tells how long the oldest row has waited, what it carried, and which end failed", async () => {
  const late = [row("t1", "c1", "persons", 7, "12.5"), row("t1", "c2", "persons", 8, "3.5")];
  const { numbers } = await relay({
    SELECT: ["fails", late, late],
    XADD: ["fails", "added"],
  });
  expect(numbers).toMatchObject({
    port: 9464,
    "azora_outbox_carried_total people-asia": 2,
    "azora_outbox_faults_total people-asia database": 1,
    "azora_outbox_faults_total people-asia cache": 1,
    // Nothing is left.
    "azora_outbox_age_seconds people-asia": 0,
  });
  expect(
    Date.now() / 1000 - (numbers["azora_outbox_looked_timestamp_seconds people-asia"] ?? 0),
  ).toBeLessThan(60);
});

test("the age is the oldest row's, while it is there", async () => {
  const late = [row("t1", "c1", "persons", 7, "12.5"), row("t1", "c2", "persons", 8, "3.5")];
  const { numbers } = await relay({ SELECT: [late], XADD: ["fails"] });
  expect(numbers["azora_outbox_age_seconds people-asia"]).toBe(12.5);
});
