import { stackBudget, stackCostFilter } from "../../../components/facts/budgets";
import type { Reader } from "../../framework/reader";
import type { Finding, StackRule, StackView } from "../../framework/rule";
import { wrong, wrongResource } from "../../shared/finding";

const budgetType = "aws:budgets/budget:Budget";
const fix = "make the budget with StackBudget";

/** The stack's name as every URN has it, also where the engine leaves out the stack itself. */
function nameOf(stack: StackView): string {
  return stack.resources[0]?.urn.split(":")[2] ?? stack.stack;
}

/** Whether a budget counts this stack and all of it: a further filter would leave a part out. */
function isOfStack(budget: Reader, stack: string): boolean {
  const { name, value } = stackCostFilter(stack);
  const filters = budget.items("costFilters");
  return (
    filters.every((filter) => filter.text("name") === name && filter.texts("values").join(" ") === value) &&
    filters.length > 0
  );
}

/** What a budget that was found to be a stack's must be besides. */
function wrongFields(budget: Reader): Finding[] {
  const { currency, timeUnit, monthlyUsdMin, monthlyUsdMax } = stackBudget;
  const wanted = { budgetType: "COST", limitUnit: currency, timeUnit };
  const limit = budget.at("limitAmount");
  const amount = limit.number() ?? 0;
  return [
    ...Object.entries(wanted)
      .filter(([field, value]) => budget.text(field) !== value)
      .map(([field, value]) => wrong(budget.at(field), value, fix)),
    ...(amount >= monthlyUsdMin && amount <= monthlyUsdMax
      ? []
      : [wrong(limit, `from ${monthlyUsdMin} to ${monthlyUsdMax} US dollars`, fix)]),
  ];
}

/** Which notifications are missing that reach the owner. */
function missingNotifications(budget: Reader): Finding[] {
  const owner = budget.text("tags", "owner");
  if (owner === undefined || owner === "")
    return [wrong(budget.at("tags", "owner"), "an e-mail address", fix)];
  const told = budget
    .items("notifications")
    .filter(
      (one) =>
        one.text("comparisonOperator") === "GREATER_THAN" &&
        one.text("thresholdType") === "PERCENTAGE" &&
        one.texts("subscriberEmailAddresses").includes(owner),
    )
    .map((one) => `${one.text("notificationType") ?? ""} above ${one.number("threshold") ?? 0} %`);
  return stackBudget.notifyOf
    .flatMap((kind) => stackBudget.notifyAtPercent.map((percent) => `${kind} above ${percent} %`))
    .filter((wanted) => !told.includes(wanted))
    .map((wanted) => ({
      path: "notifications",
      found: `none to ${owner} for ${wanted}`,
      wanted: `a notification of ${wanted} to ${owner}`,
      fix,
    }));
}

export const rule: StackRule = {
  id: "budget-present",
  title: "Each stack has a budget, and its owner is told before it is spent",
  why: "A bill that nobody expected is seen at the end of the month at the earliest; forecasts tell weeks before.",
  severity: "high",
  level: "mandatory",
  controls: { soc2: ["CC3.2", "A1.1"] },
  scope: "stack",
  types: [budgetType],
  onUnknown: "fail",
  check: (stack) => {
    const name = nameOf(stack);
    const budget = stack.ofType(budgetType).find(({ props }) => isOfStack(props, name));
    if (!budget) {
      const wanted = `a budget whose only cost filter is ${stackCostFilter(name).value}`;
      return [wrongResource("no budget of the stack", wanted, fix)];
    }
    const { urn, props } = budget;
    return [...wrongFields(props), ...missingNotifications(props)].map((finding) => ({ ...finding, urn }));
  },
};
