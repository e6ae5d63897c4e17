/** Programs that stand in for real ones where a script is tested: each notes how it was called. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A program that notes how it was called, and then does what the rest says; it fails with 3 where a file `NAME.down` is beside it. */
export function standInProgram(home: string, name: string, ...rest: readonly string[]): void {
  const lines = [
    "#!/bin/bash",
    `echo "${name} $*" >>"${home}/calls"`,
    `[[ -e ${home}/${name}.down ]] && exit 3`,
    ...rest,
    "exit 0",
  ];
  writeFileSync(path.join(home, name), `${lines.join("\n")}\n`, { mode: 0o755 });
}

/** What pgBackRest does where it is not told to be quiet: it warns among what it prints, which then is no JSON. */
export const warning = [
  '[[ "$*" == *--log-level-console=error* ]] || echo "WARN: repo1: something"',
] as const;

/** How the programs of a folder were called, in order. */
export function callsIn(home: string): readonly string[] {
  const file = path.join(home, "calls");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
}
