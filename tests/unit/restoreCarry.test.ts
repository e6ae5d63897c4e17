/** How a restore is carried out: its commands on a stand-in for bash, and bash itself. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { RestorePhase } from "../../components/database/restoreCommands";
import { bash, carryOut, newestPoint, StepFailed, type Shell } from "../../scripts/restore/carry";

const phase = (...commands: readonly string[]): RestorePhase => ({
  title: commands.join(),
  steps: commands.map((command) => ({ command, repeated: false })),
  secondsMax: 5,
});

/** Answers by command; notes calls. */
function shellThat(answers: Readonly<Record<string, string | number>>): {
  readonly shell: Shell;
  readonly calls: { readonly command: string; readonly point: string; readonly input: string }[];
} {
  const calls: { command: string; point: string; input: string }[] = [];
  const shell: Shell = (command, { env, input }) => {
    calls.push({ command, point: env["POINT"] ?? "", input });
    const answer = answers[command] ?? "";
    return Promise.resolve(
      typeof answer === "number"
        ? { status: answer, printed: "", said: "it said why" }
        : { status: 0, printed: answer, said: "" },
    );
  };
  return { shell, calls };
}
const nothing = (): void => undefined;

test("phases follow each other, and what comes after one that failed is not begun", async () => {
  const { shell, calls } = shellThat({ b: 1 });
  const begun: number[] = [];
  const carried = carryOut([phase("a"), phase("b", "c"), phase("d")], shell, (_, index) => begun.push(index));
  await expect(carried).rejects.toThrow("b\nended with 1: it said why");
  expect(begun).toEqual([0, 1]);
  expect(calls.map(({ command }) => command)).not.toContain("d");
});

test("groups go to the newest restore point that all have; without one nothing is brought back", async () => {
  expect(
    newestPoint([
      ["p3", "p2", "p1"],
      ["p2", "p1"],
    ]),
  ).toBe("p2");
  expect(newestPoint([["p3"], ["p2"]])).toBeUndefined();
  const find: RestorePhase = { ...phase("g0", "g1"), yields: "point" };
  const { shell, calls } = shellThat({ g0: '["p3","p2"]\n', g1: 'a word\n["p2","p1"]\n' });
  await carryOut([find, phase("after")], shell, nothing);
  expect(calls.at(-1)).toMatchObject({ command: "after", point: "p2" });
  const apart = shellThat({ g0: '["p3"]', g1: '["p2"]' });
  await expect(carryOut([find, phase("after")], apart.shell, nothing)).rejects.toThrow(
    "no restore point is in the log of every group",
  );
  expect(apart.calls.map(({ command }) => command)).toEqual(["g0", "g1"]);
});

test("what came back is handed on, and kept with the record", async () => {
  const { shell, calls } = shellThat({ read: '{"rows":3}\nnoise\n' });
  const record: RestorePhase = {
    ...phase("record"),
    steps: [{ command: "record", repeated: false, input: '{"result":"$RESULT"}' }],
  };
  await expect(carryOut([{ ...phase("read"), yields: "result" }, record], shell, nothing)).resolves.toEqual([
    { rows: 3 },
  ]);
  expect(calls.at(-1)?.input).toBe('{"result":[{"rows":3}]}');
});

test("what is waited for is asked again, until it is there, has failed for good, or took too long", async () => {
  jest.useFakeTimers({ doNotFake: ["nextTick"] });
  try {
    const waiting = (statuses: readonly number[]): readonly [Shell, () => number] => {
      let call = 0;
      return [() => Promise.resolve({ status: statuses[call++] ?? 1, printed: "", said: "" }), () => call];
    };
    const until: RestorePhase = { title: "", secondsMax: 9, steps: [{ command: "x", repeated: true }] };
    const carried = async (shell: Shell): Promise<unknown> => {
      const done = carryOut([until], shell, nothing).catch((error: unknown) => error);
      for (let turn = 0; turn < 20; turn++) await jest.advanceTimersByTimeAsync(1000);
      return done;
    };
    const [soon, soonCalls] = waiting([1, 1, 0]);
    expect(await carried(soon)).toEqual([]);
    expect(soonCalls()).toBe(3);
    const [lost, lostCalls] = waiting([1, 2, 0]);
    expect(await carried(lost)).toBeInstanceOf(StepFailed);
    expect(lostCalls()).toBe(2);
    const [late] = waiting([]);
    expect(String(await carried(late))).toContain("for 9 s");
  } finally {
    jest.useRealTimers();
  }
});

test("a restore goes on without what may be impossible, and says so", async () => {
  const { shell, calls } = shellThat({ b: 1 });
  const said: string[] = [];
  const optional: RestorePhase = { ...phase("b"), isOptional: true };
  await carryOut([optional, phase("c")], shell, nothing, ({ message }) => said.push(message));
  expect(calls.map(({ command }) => command)).toEqual(["b", "c"]);
  expect(said).toEqual(["b\nended with 1: it said why"]);
});

test("bash runs a command with its variables and its input, and a pipe fails where any part of it does", async () => {
  const options = { env: { POINT: "p2" }, input: "read me", timeoutMs: 10_000 };
  expect(await bash('cat; echo " $POINT"; echo why >&2', options)).toEqual({
    status: 0,
    printed: "read me p2\n",
    said: "why\n",
  });
  expect(await bash("exit 3 | cat", options)).toMatchObject({ status: 3 });
  expect(await bash("true", { ...options, input: "x".repeat(1 << 20) })).toMatchObject({ status: 0 });
});

test("bash reads nobody's .bashrc, though its input is a socket and it may be the first shell of all", async () => {
  const home = mkdtempSync(path.join(tmpdir(), "azora-bash-"));
  try {
    writeFileSync(path.join(home, ".bashrc"), "export WHERE=elsewhere\n");
    const env = { HOME: home, SHLVL: "0", WHERE: "here" };
    expect(await bash('echo "$WHERE"', { env, input: "", timeoutMs: 5000 })).toMatchObject({
      printed: "here\n",
    });
  } finally {
    rmSync(home, { recursive: true });
  }
});
