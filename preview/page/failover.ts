import { recovery } from "../../components/facts/promises";
import { chainsOf, chainSeconds, isBroken, isStale, largestStep, type Chain } from "../failover";
import type { Plan } from "../plan";
import { greatestLoss, isTooMuch, largestTerm, lossSeconds } from "../recovery";
import { isOldRestore, isTooLong, longestTerm, restoreSeconds, slowestRestore } from "../restoreTimes";
import { wrap, type Paint } from "./text";

const inWords = (seconds: number): string => (Number.isNaN(seconds) ? "unknown" : String(seconds));

/** What the drill says beside the sum. */
function drilled(chain: Chain): string {
  const { measured } = chain;
  if (measured === undefined) return "never drilled";
  const { seconds, date, ageDays } = measured;
  const old = isStale(chain) ? `, ${ageDays} days ago; allowed: ${recovery.drillResultDaysMax}` : "";
  return `drilled ${inWords(seconds)}, ${date}${old}`;
}

/** A chain in one text. @example "database: 26.2 of 30 s: detect 20, …; longest: detect (ttl); drilled 25.6, 2026-11-27" */
function chainText(chain: Chain): string {
  const steps = chain.steps.map(({ name, seconds }) => `${name} ${inWords(seconds)}`);
  const longest = largestStep(chain);
  return `${chain.what}: ${inWords(chainSeconds(chain))} of ${chain.limitSeconds} s: ${steps.join(", ")}; longest: ${longest?.name ?? ""} (${longest?.from ?? ""}); ${drilled(chain)}`;
}

/** What the database that is worst off may lack after a restore. @example "people-africa restored lacks 135 of 300 s: …" */
function lossLines(plan: Plan, paint: Paint, width: number): string[] {
  const loss = greatestLoss(plan);
  if (loss === undefined) return [];
  const terms = loss.terms.map(({ name, seconds }) => `${name} ${inWords(seconds)}`);
  const broken = isTooMuch(loss);
  const text = `${broken ? "broken promise, " : ""}${loss.cluster} restored lacks ${inWords(lossSeconds(loss))} of ${loss.limitSeconds} s: ${terms.join(", ")}; largest: ${largestTerm(loss)?.name ?? ""}`;
  return wrap(text, width - 2, "  ").map((line) => `  ${broken ? paint("red", line) : line}`);
}

/** How long the restore takes that takes longest. @example "people-africa restored in 640 of 900 s at 40 of 55 GiB: restore 330, …" */
function restoreLines(plan: Plan, paint: Paint, width: number): string[] {
  const time = slowestRestore(plan);
  if (time === undefined) return [];
  const terms = time.terms.map(({ name, seconds }) => `${name} ${inWords(seconds)}`);
  const broken = isTooLong(time);
  // The page has no line to spare: when it was drilled is said where that is too long ago.
  const drill = time.measured === undefined ? "; never drilled" : `; drilled ${time.measured.date}`;
  const text = `${broken ? "broken promise, " : ""}${time.cluster} restored in ${inWords(restoreSeconds(time))} of ${time.limitSeconds} s at ${time.databaseGib} of ${inWords(time.largestGib)} GiB: ${terms.join(", ")}; longest: ${longestTerm(time)?.name ?? ""} (${time.boundBy})${isOldRestore(time) ? drill : ""}`;
  const style = broken ? "red" : isOldRestore(time) ? "yellow" : undefined;
  return wrap(text, width - 2, "  ").map((line) => `  ${style ? paint(style, line) : line}`);
}

/** How long the failover of a lost region takes, a chain each, and what a restore lacks and takes; nothing where none is planned. */
export function failoverLines(plan: Plan, paint: Paint, width: number): string[] {
  const chains = chainsOf(plan);
  if (chains.length === 0) return [];
  const title = "Failover of a lost region, at the worst";
  // The page has no line to spare.
  const missing = chains.some(({ what }) => what === "edge")
    ? ""
    : "; the edge's is not planned (azora:edgeSteeringDigest)";
  return [
    "",
    ...wrap(`${title}${missing}`, width - 2, "  ").map((line) => paint("bold", line)),
    ...chains.flatMap((chain) => {
      const style = isBroken(chain) ? "red" : isStale(chain) ? "yellow" : undefined;
      const text = `${isBroken(chain) ? "broken promise, " : ""}${chainText(chain)}`;
      return wrap(text, width - 2, "  ").map((line) => `  ${style ? paint(style, line) : line}`);
    }),
    ...lossLines(plan, paint, width),
    ...restoreLines(plan, paint, width),
  ];
}
