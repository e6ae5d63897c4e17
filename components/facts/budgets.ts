/**
 * What may be spent, who is told, and by which tags a bill is split.
 *
 * Sources: "Notification" and "CreateBudget", AWS Budgets API reference (a budget takes ten notifications);
 * "User-defined cost allocation tags", AWS Billing user guide: a tag's key must be activated once it has been seen.
 */

/** Keys by which every bill can be split: who pays, who runs it, what it is for. */
export const costAllocationTags = ["owner", "team", "service", "cost-center", "environment"] as const;

/** The budget of a stack. */
export const stackBudget = {
  /** Bills and budgets are in US dollars, whatever is paid in. */
  currency: "USD",
  timeUnit: "MONTHLY",
  /** Below this an empty stack would be over its budget; above it a zero too many is likelier than a plan. */
  monthlyUsdMin: 50,
  monthlyUsdMax: 1_000_000,
  /** People are told when this much is spent, and when this much will be. */
  notifyAtPercent: [50, 80, 100, 120],
  notifyOf: ["ACTUAL", "FORECASTED"],
  /** Tag whose value is the stack's name, on everything that a stack makes and tags. */
  stackTag: "region",
} as const;

/**
 * What a budget's cost filter says of a stack: only what carries the stack's name in its tag.
 * @example stackCostFilter("africa") // { name: "TagKeyValue", value: "user:region$africa" }
 */
export function stackCostFilter(stack: string): { readonly name: string; readonly value: string } {
  return { name: "TagKeyValue", value: `user:${stackBudget.stackTag}$${stack}` };
}
