import { parseOptions, UsageError } from "../../preview/options";

const known = ["africa", "europe", "global"];
const read = (...argv: string[]): ReturnType<typeof parseOptions> => parseOptions(argv, known);

describe("the command line", () => {
  test("without options means all stacks, for a person", () => {
    expect(read()).toEqual({ stacks: known, json: false, packs: false, release: false, help: false });
  });

  test("with every option", () => {
    expect(
      read(
        "--json",
        "--packs",
        "--release",
        "--out",
        "dir",
        "--diff",
        "old.json",
        "--as-of",
        "2024-02-29",
        "--stack",
        "africa",
      ),
    ).toEqual({
      stacks: ["africa"],
      json: true,
      packs: true,
      release: true,
      help: false,
      out: "dir",
      diff: "old.json",
      asOf: "2024-02-29",
    });
  });

  test.each([
    [["--stack", "europe", "africa"]],
    [["--stack", "europe", "--stack", "africa"]],
    [["--stack=europe", "--stack=africa"]],
    [["--stack", "africa", "europe", "africa"]],
  ])("selects stacks, in the order in which they are planned: %j", (argv) => {
    expect(read(...argv).stacks).toEqual(["africa", "europe"]);
  });

  test("takes names until the next option", () => {
    expect(read("--stack", "africa", "--json").stacks).toEqual(["africa"]);
    expect(() => read("--stack", "africa", "--json", "europe")).toThrow('argument "europe" is unknown');
  });

  test.each([["--help"], ["-h"]])("shows help with %s", (option) => {
    expect(read(option).help).toBe(true);
  });

  test.each<[string[], string]>([
    [["--stack", "atlantis"], '--stack is "atlantis"; allowed: africa, europe, global'],
    [["--stack", "africa", "Europe"], '--stack is "Europe"; allowed: africa, europe, global'],
    [["--stack="], '--stack is ""; allowed: africa, europe, global'],
    [["europe"], 'argument "europe" is unknown; see npm start -- --help'],
    [["--as-of", "2026-02-30"], '--as-of is "2026-02-30"; allowed: a date as YYYY-MM-DD'],
    [["--as-of", "2025-02-29"], '--as-of is "2025-02-29"; allowed: a date as YYYY-MM-DD'],
    [["--as-of", "2026-1-1"], '--as-of is "2026-1-1"; allowed: a date as YYYY-MM-DD'],
    [["--as-of", "2026-11-24T00:00:00Z"], '--as-of is "2026-11-24T00:00:00Z"; allowed: a date as YYYY-MM-DD'],
    [["--as-of", ""], '--as-of is ""; allowed: a date as YYYY-MM-DD'],
  ])("is refused: %j", (argv, message) => {
    expect(() => read(...argv)).toThrow(new UsageError(message));
  });

  test.each([["--frobnicate"], ["--out"], ["--diff"], ["--as-of"], ["--stack"], ["--json=yes"], ["-x"]])(
    "%s, in one line that names it and where to look",
    (option) => {
      let message = "";
      try {
        read(option);
      } catch (error) {
        if (error instanceof UsageError) ({ message } = error);
      }
      expect(message).toContain(option.split("=")[0]);
      expect(message).toMatch(/; see npm start -- --help$/);
      expect(message).not.toContain("\n");
    },
  );
});
