import { recovery } from "../../components/facts/promises";
import { chainsOf, chainSeconds, isBroken, isStale, largestStep, type Chain } from "../failover";
import type { Plan } from "../plan";
import { wrap, type Paint } from "./text";

const inWords = (seconds: number): string => (Number.isNaN(seconds) ? "unknown" : String(seconds));

/** What the drill says beside the sum. */
function drilled({ measured }: Chain): string {
  if (measured === undefined) return "never drilled";
  const { seconds, date, ageDays } = measured;
  const old =
    ageDays > recovery.drillResultDaysMax
      ? `, ${ageDays} days ago; allowed: ${recovery.drillResultDaysMax}`
      : "";
  return `drilled: ${inWords(seconds)} s on ${date}${old}`;
}

/** A chain in one text. @example "database: 26.2 of 30 s: detect 20 (ttl), …; longest: detect; drilled: 25.6 s on 2026-11-27" */
function chainText(chain: Chain): string {
  const steps = chain.steps.map(({ name, seconds, from }) => `${name} ${inWords(seconds)} (${from})`);
  return `${chain.what}: ${inWords(chainSeconds(chain))} of ${chain.limitSeconds} s: ${steps.join(", ")}; longest: ${largestStep(chain)?.name ?? ""}; ${drilled(chain)}`;
}

/** How long the failover of a lost region takes, a chain each; nothing where none is planned. */
export function failoverLines(plan: Plan, paint: Paint, width: number): string[] {
  const chains = chainsOf(plan);
  if (chains.length === 0) return [];
  return [
    "",
    paint("bold", "Failover of a lost region, at the worst"),
    ...chains.flatMap((chain) => {
      const style = isBroken(chain) ? "red" : isStale(chain) ? "yellow" : undefined;
      const text = `${isBroken(chain) ? "broken promise, " : ""}${chainText(chain)}`;
      return wrap(text, width - 2, "  ").map((line) => `  ${style ? paint(style, line) : line}`);
    }),
    ...(chains.some(({ what }) => what === "edge")
      ? []
      : ["  edge: no steering controller is in this plan (azora:edgeSteeringDigest)"]),
  ];
}
