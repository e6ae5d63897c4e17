import { spawnSync } from "node:child_process";
import path from "node:path";

const folder = path.resolve(__dirname, "..", "..", "drills", "world");

/** Runs a few lines of Python with a switch of three regions: 10 ms from a to b, 30 from a to c, 50 otherwise. */
function inSwitch(script: string): unknown {
  const before = `
import sys, json
sys.dont_write_bytecode = True
sys.path.insert(0, ${JSON.stringify(folder)})
from switch import Lines, Routes, QUEUED_BYTES_MAX
names = ["a", "b", "c"]
delays = {f"{x} {y}": 50 for x in names for y in names if x != y} | {"a b": 10, "a c": 30}
draws = []
lines = Lines(names, delays, lambda: draws.pop(0))
def arrived(now):
    return [f"{target} {packet.decode()}" for target, packet in lines.due(now)]
def refused(command):
    try:
        lines.command(command)
    except (ValueError, KeyError) as error:
        return str(error)
`;
  const ended = spawnSync("python3", ["-c", `${before}${script}`], { encoding: "utf8" });
  if (ended.status !== 0) throw new Error(ended.stderr);
  return JSON.parse(ended.stdout);
}

const hasPython = spawnSync("python3", ["--version"]).status === 0;
if (!hasPython) process.stdout.write("skipped: python3 is missing, so the drills' switch was not tested\n");
const check = hasPython ? test : test.skip;

check("a packet arrives after its way's delay and not before", () => {
  expect(
    inSwitch(`
lines.send(1.0, "a", "b", b"x")
print(json.dumps([lines.next_due(), arrived(1.0099), arrived(1.01), arrived(9), lines.next_due()]))`),
  ).toEqual([1.01, [], ["b x"], [], null]);
});

check("packets of several ways arrive in the order of their due times", () => {
  expect(
    inSwitch(`
lines.send(1.000, "a", "c", b"1")
lines.send(1.001, "a", "b", b"2")
lines.send(1.025, "a", "b", b"3")
print(json.dumps([arrived(1.02), arrived(1.1)]))`),
  ).toEqual([["b 2"], ["c 1", "b 3"]]);
});

check("jitter adds to the delay and never changes the order of a way", () => {
  expect(
    inSwitch(`
lines.command({"do": "impair", "ways": ["a b"], "jitterMs": 20, "lossPercent": 0})
draws += [0.5, 0.0]
lines.send(1.0, "a", "b", b"1")
lines.send(1.001, "a", "b", b"2")
print(json.dumps([arrived(1.0199), arrived(1.0201)]))`),
  ).toEqual([[], ["b 1", "b 2"]]);
});

check("loss takes as many as drawn, of the ways named only", () => {
  expect(
    inSwitch(`
lines.command({"do": "impair", "ways": ["a b"], "jitterMs": 0, "lossPercent": 5})
draws += [0.049, 0.051]
for word in (b"1", b"2"):
    lines.send(1.0, "a", "b", word)
lines.send(1.0, "a", "c", b"3")
print(json.dumps([arrived(2), lines.command({"do": "stats"})["ways"]["a b"]]))`),
  ).toEqual([["b 2", "c 3"], { sent: 2, delivered: 1, lost: 1, cut: 0, overrun: 0 }]);
});

check("a cut drops both ways of a region, also what is under way, and heals", () => {
  expect(
    inSwitch(`
lines.send(1.0, "a", "b", b"under way")
lines.command({"do": "cut", "region": "a"})
lines.send(1.1, "a", "b", b"out")
lines.send(1.1, "c", "a", b"in")
lines.send(1.1, "c", "b", b"other")
lines.command({"do": "heal"})
lines.send(1.2, "a", "b", b"after")
print(json.dumps(arrived(2)))`),
  ).toEqual(["b other", "b after"]);
});

check("taking back one cut leaves another", () => {
  expect(
    inSwitch(`
lines.command({"do": "cut", "region": "a"})
lines.command({"do": "cut", "region": "b"})
lines.command({"do": "heal", "region": "b"})
lines.send(1.0, "a", "c", b"1")
lines.send(1.0, "b", "c", b"2")
print(json.dumps(arrived(2)))`),
  ).toEqual(["c 2"]);
});

check("a one-way cut drops one direction", () => {
  expect(
    inSwitch(`
lines.command({"do": "cutWay", "way": "a b"})
lines.send(1.0, "a", "b", b"1")
lines.send(1.0, "b", "a", b"2")
print(json.dumps(arrived(2)))`),
  ).toEqual(["a 2"]);
});

check("a split drops what goes between groups, and replaces an earlier one", () => {
  expect(
    inSwitch(`
lines.command({"do": "split", "groups": [["a"], ["b", "c"]]})
lines.command({"do": "split", "groups": [["a", "b"], ["c"]]})
lines.send(1.0, "a", "b", b"1")
lines.send(1.0, "b", "c", b"2")
print(json.dumps(arrived(2)))`),
  ).toEqual(["b 1"]);
});

check("a way's queue is bounded; others are not held up by it", () => {
  expect(
    inSwitch(`
half = bytes(QUEUED_BYTES_MAX // 2)
for _ in range(3):
    lines.send(1.0, "a", "b", half)
lines.send(1.0, "a", "c", b"1")
print(json.dumps([len(lines.due(2)), lines.ways["a b"].counts["overrun"], lines.ways["a b"].queued_bytes]))`),
  ).toEqual([3, 1, 0]);
});

check("a way with a rate carries so much and no more; others, and 0, are as before", () => {
  // 8 Mbit/s are a kilobyte a millisecond.
  expect(
    inSwitch(`
lines.command({"do": "rate", "ways": ["a b"], "mbitPerSecond": 8})
for packet in (b"1" * 1000, b"2" * 1000):
    lines.send(1.0, "a", "b", packet)
lines.send(1.0, "a", "c", b"3" * 1000)
due = [len(lines.due(1.0109)), len(lines.due(1.0111)), len(lines.due(1.0121)), len(lines.due(1.0301))]
lines.command({"do": "rate", "ways": ["a b"], "mbitPerSecond": 0})
lines.send(2.0, "a", "b", b"4" * 1000)
print(json.dumps([*due, len(lines.due(2.0101))]))`),
  ).toEqual([0, 1, 1, 1, 1]);
});

check("wrong commands are refused with what is allowed, and change nothing", () => {
  expect(
    inSwitch(`
print(json.dumps([
  refused({"do": "dance"}),
  refused({"do": "cut", "region": "d"}),
  refused({"do": "cutWay", "way": "a a"}),
  refused({"do": "split", "groups": [["a"], ["b"]]}),
  refused({"do": "impair", "ways": ["a b"], "jitterMs": 0, "lossPercent": 101}),
  refused({"do": "delays", "delayMs": {"a b": -1}}),
  refused({"do": "rate", "ways": ["a b"], "mbitPerSecond": -1}),
  sorted(lines.closed),
]))`),
  ).toEqual([
    "do is 'dance'; allowed: open (once), delays, impair, rate, cut, cutWay, split, heal, stats",
    "region 'd' is unknown; there are a, b, c",
    "way 'a a' is unknown; there are a b, a c, b a, b c, c a, c b",
    "groups are [['a'], ['b']]; allowed: every region once, of a, b, c",
    "lossPercent is 101; allowed: 0 to 100",
    "delayMs of 'a b' is -1; allowed: 0 to 10000",
    "mbitPerSecond is -1; allowed: 0 to 100000",
    [],
  ]);
});

check("an address leads to its region's network, anything else nowhere", () => {
  expect(
    inSwitch(`
routes = Routes({"a": "10.1.0.0/16", "b": "10.2.0.0/16"})
def to(*address):
    return bytes([0x45]) + bytes(15) + bytes(address)
print(json.dumps([routes.of(to(10, 2, 0, 9)), routes.of(to(10, 3, 0, 1)), routes.of(bytes([0x60]) + bytes(40)), routes.of(b"E")]))`),
  ).toEqual(["b", null, null, null]);
});
