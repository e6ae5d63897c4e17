import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { stackBudget, stackCostFilter } from "../facts/budgets";
import { check, type RegionContext } from "../shared";

export interface StackBudgetArgs {
  /** Whom the budget itself belongs to; for the stack `global` that of the region where its provider is. */
  readonly context: RegionContext;
  /** The stack that it watches: the value of the tag `region` on what the stack makes. @example "africa" */
  readonly stack: string;
  /** What the stack may cost in a calendar month, in whole US dollars within the bounds of facts. @example 30000 */
  readonly monthlyUsd: number;
  /** Who is told, an e-mail address: the stack's owner. @example "platform@azora.example" */
  readonly owner: string;
}

/**
 * What a stack may cost a month; its owner is told when half, 80 %, all and 120 % of that is spent, and when it will be.
 * It counts what carries the stack's tag, once the tag's key is activated in the account's billing settings; the
 * forecasts begin when AWS has seen about five weeks of costs. Budgets are the account's, not a region's: the provider
 * may be in any region. Costs nothing to run.
 * @throws InvalidValueError before anything is created, if the amount or the address cannot be used.
 */
export class StackBudget extends pulumi.ComponentResource {
  readonly budgetName: pulumi.Output<string>;

  constructor(name: string, args: StackBudgetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:cost:StackBudget", name, {}, opts);
    const { context, stack, monthlyUsd, owner } = args;
    const { monthlyUsdMin, monthlyUsdMax } = stackBudget;
    check(
      Number.isInteger(monthlyUsd) && monthlyUsd >= monthlyUsdMin && monthlyUsd <= monthlyUsdMax,
      "StackBudget.monthlyUsd",
      monthlyUsd,
      `whole US dollars from ${monthlyUsdMin} to ${monthlyUsdMax}`,
    );
    check(/^[^@\s]+@[^@\s]+$/.test(owner), "StackBudget.owner", owner, "an e-mail address");

    const budgetName = `azora-${stack}-monthly`;
    const filter = stackCostFilter(stack);
    const budget = new aws.budgets.Budget(
      name,
      {
        name: budgetName,
        budgetType: "COST",
        limitAmount: String(monthlyUsd),
        limitUnit: stackBudget.currency,
        timeUnit: stackBudget.timeUnit,
        costFilters: [{ name: filter.name, values: [filter.value] }],
        notifications: stackBudget.notifyOf.flatMap((notificationType) =>
          stackBudget.notifyAtPercent.map((threshold) => ({
            notificationType,
            comparisonOperator: "GREATER_THAN",
            threshold,
            thresholdType: "PERCENTAGE",
            subscriberEmailAddresses: [owner],
          })),
        ),
        tags: { ...context.tags({ service: "cost", name: budgetName }), [stackBudget.stackTag]: stack },
      },
      { parent: this },
    );

    this.budgetName = budget.name;
    this.registerOutputs({ budgetName: this.budgetName });
  }
}
