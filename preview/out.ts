import {
  existsSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { UsageError } from "./options";

/** A path on the command line is relative to where the person typed it; npm itself changes to the project's folder. */
export function fromCaller(given: string): string {
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), given);
}

function refusal(given: string, why: string): UsageError {
  return new UsageError(`--out is "${given}", which ${why}; allowed: a folder that can be written`);
}

/** The folders of a path that do not exist, outermost first. */
function missingFolders(folder: string): string[] {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at); at = path.dirname(at)) missing.unshift(at);
  return missing;
}

/** Runs `act`, and says of what fails that the folder cannot be written. */
function writing(given: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    throw refusal(given, `cannot be written (${(error as Error).message.split(",")[0] ?? ""})`);
  }
}

/**
 * Refuses a folder that cannot be written, before anything is planned. Tries it out, and leaves nothing behind.
 * @param given as on the command line.
 * @param names of the files that will be written.
 */
export function checkOut(given: string, names: readonly string[]): void {
  const folder = fromCaller(given);
  const [first] = missingFolders(folder);
  const nearest = first === undefined ? folder : path.dirname(first);
  if (!statSync(nearest).isDirectory())
    throw refusal(given, first === undefined ? "is no folder" : `is below ${nearest}, which is no folder`);
  for (const name of names) {
    if (statSync(path.join(folder, name), { throwIfNoEntry: false })?.isDirectory())
      throw refusal(given, `holds a folder named ${name}`);
  }
  writing(given, () => {
    if (first === undefined) {
      const probe = path.join(folder, `.probe-${process.pid}`);
      writeFileSync(probe, "");
      unlinkSync(probe);
    } else {
      mkdirSync(first);
      rmdirSync(first);
    }
  });
}

/** Writes whole files only, beside their place first, then into it; what fails leaves nothing of itself. */
export function writeOut(given: string, files: Readonly<Record<string, string>>): void {
  const folder = fromCaller(given);
  const made: string[] = [];
  const partials = new Map<string, string>();
  writing(given, () => {
    try {
      // One by one: under /proc, Node 20 tries for ever to make a path of several.
      for (const missing of missingFolders(folder)) {
        mkdirSync(missing);
        made.unshift(missing);
      }
      for (const [name, text] of Object.entries(files)) {
        const partial = path.join(folder, `.${name}.${process.pid}.partial`);
        writeFileSync(partial, text);
        partials.set(name, partial);
      }
      for (const [name, partial] of partials) renameSync(partial, path.join(folder, name));
    } catch (error) {
      for (const partial of partials.values()) rmSync(partial, { force: true });
      for (const empty of made) rmdirSync(empty);
      throw error;
    }
  });
}
