import type { Reader } from "../framework/reader";
import type { Finding } from "../framework/rule";
import { wrong } from "./finding";

/** How much of a pool may be disrupted at a time. */
interface Disruption {
  readonly disruptedPercentMax: number;
  readonly disruptedNodesMax: number;
}

/** Whether a budget lets few enough nodes go at a time, as a share of the pool or as a count. */
function isSmall(budget: Reader, { disruptedPercentMax, disruptedNodesMax }: Disruption): boolean {
  const nodes = /^(\d+)(%?)$/.exec(budget.text("nodes") ?? String(budget.number("nodes")));
  if (!nodes) return false;
  return Number(nodes[1]) <= (nodes[2] === "%" ? disruptedPercentMax : disruptedNodesMax);
}

function isNothing(budget: Reader): boolean {
  return /^0%?$/.test(budget.text("nodes") ?? String(budget.number("nodes")));
}

/**
 * What is wrong with the disruption budgets of a pool: one that never lets a node go, or no small one for nodes that are
 * underused or drifted. What holds at some hours only bounds nothing in the others.
 */
export function wrongBudgets(budgets: Reader, most: Disruption, fix: string): Finding[] {
  const always = budgets.items().filter((budget) => !budget.at("schedule").exists);
  const blocking = always
    .filter(isNothing)
    .map((budget) => wrong(budget.at("nodes"), "more than 0, or a schedule", fix));
  const unbounded = ["Underutilized", "Drifted"]
    .filter(
      (reason) =>
        !always.some((budget) => {
          const reasons = budget.texts("reasons");
          return (reasons.length === 0 || reasons.includes(reason)) && isSmall(budget, most);
        }),
    )
    .map((reason) =>
      wrong(
        budgets,
        `a budget of at most ${most.disruptedPercentMax}% or ${most.disruptedNodesMax} for ${reason} nodes`,
        fix,
      ),
    );
  return [...blocking, ...unbounded];
}
