import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";

/** A step of a job of GitHub Actions. */
interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

export interface Job {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly "runs-on": string;
  readonly "timeout-minutes": number;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: {
    readonly "fail-fast"?: boolean;
    readonly "max-parallel"?: number;
    readonly matrix: Readonly<Record<string, unknown>>;
  };
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly file: string;
  readonly text: string;
  readonly name: string;
  readonly on: Readonly<Record<string, { readonly branches?: readonly string[] } | null>>;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = path.resolve(__dirname, "..", "..", ".github", "workflows");

/** The workflow templates of the project. */
export function workflows(): readonly Workflow[] {
  return readdirSync(folder).map((file) => {
    const text = readFileSync(path.join(folder, file), "utf8");
    return { ...(parse(text) as Omit<Workflow, "file" | "text">), file, text };
  });
}

/** Whether a job runs on a region's runner; whatever is no plain label of GitHub's own counts as one that does. */
export const onRunner = ({ "runs-on": label }: Job): boolean => !/^ubuntu-[\d.]+$/.test(label);
