/** What drills take from the plan as it is printed. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import path from "node:path";
import type { Plan } from "../../preview/plan";
import type { PodSpec } from "../world";

const root = path.resolve(__dirname, "..", "..");

/** The plan as `npm start -- --json` prints it. */
export function printedPlan(asOf: string): Plan {
  const text = execFileSync("npm", ["start", "--silent", "--", "--json", "--as-of", asOf], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 30,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return JSON.parse(text) as Plan;
}

/** What pods are told, in one word; certificates are made anew each time and are left out. */
export function settingsDigest(pods: readonly PodSpec[]): string {
  const told = pods.map(({ files, ...rest }) => ({
    ...rest,
    files: files.filter(({ path: name }) => !/\/(tls|authorities)\//.test(name)),
  }));
  return createHash("sha256").update(JSON.stringify(told)).digest("hex");
}
