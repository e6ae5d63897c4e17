import type * as aws from "@pulumi/aws";
import type { PlanValue } from "../../../../preview/engine/values";
import { alike, isPlanObject, list, none, object, oneOf, tags, to, value, within } from "../fields";
import { row, type Entry } from "../rows";

type Budget = aws.budgets.BudgetArgs;
type Notification = aws.types.input.budgets.BudgetNotification;

const inBudget = (property: string): string => `Budget.${property}`;
const inNotification = (property: string): string => `Notification.${property}`;

const items = (from: PlanValue): readonly PlanValue[] => (Array.isArray(from) ? from : [from]);

/** Pulumi lists filters by name and values; CloudFormation maps the one to the other. */
const filters = value((from) =>
  Object.fromEntries(
    items(from)
      .filter(isPlanObject)
      .map(({ name, values }) => [name as string, values ?? null]),
  ),
);

/** Those who are told, each by the kind of its address. */
const subscribers = (SubscriptionType: "EMAIL" | "SNS") =>
  value(
    (from) => items(from).map((Address) => ({ SubscriptionType, Address })),
    [
      ["*", "SubscriptionType"],
      ["*", "Address"],
    ],
  );

// The schema takes any word for these; the lists are those of the API ("Budget" and "Notification", AWS Budgets).
const budgetTypes = [
  "USAGE",
  "COST",
  "RI_UTILIZATION",
  "RI_COVERAGE",
  "SAVINGS_PLANS_UTILIZATION",
  "SAVINGS_PLANS_COVERAGE",
] as const;
const timeUnits = ["DAILY", "MONTHLY", "QUARTERLY", "ANNUALLY", "CUSTOM"] as const;

export const cost: readonly Entry[] = [
  row<Budget>("aws:budgets/budget:Budget", "AWS::Budgets::Budget", {
    name: inBudget("BudgetName"),
    budgetType: to(inBudget("BudgetType"), oneOf(...budgetTypes)),
    limitAmount: to(inBudget("BudgetLimit.Amount"), value(Number)),
    limitUnit: inBudget("BudgetLimit.Unit"),
    timeUnit: to(inBudget("TimeUnit"), oneOf(...timeUnits)),
    timePeriodStart: inBudget("TimePeriod.Start"),
    timePeriodEnd: inBudget("TimePeriod.End"),
    billingViewArn: inBudget("BillingViewArn"),
    costFilters: to(inBudget("CostFilters"), filters),
    costTypes: to(
      inBudget("CostTypes"),
      object<aws.types.input.budgets.BudgetCostTypes>(
        alike(
          "includeCredit",
          "includeDiscount",
          "includeOtherSubscription",
          "includeRecurring",
          "includeRefund",
          "includeSubscription",
          "includeSupport",
          "includeTax",
          "includeUpfront",
          "useAmortized",
          "useBlended",
        ),
      ),
    ),
    notifications: to(
      "NotificationsWithSubscribers",
      list(
        object<Notification>({
          comparisonOperator: to(
            inNotification("ComparisonOperator"),
            oneOf("GREATER_THAN", "LESS_THAN", "EQUAL_TO"),
          ),
          notificationType: to(inNotification("NotificationType"), oneOf("ACTUAL", "FORECASTED")),
          threshold: to(inNotification("Threshold"), within([0, 1_000_000_000])),
          thresholdType: to(inNotification("ThresholdType"), oneOf("PERCENTAGE", "ABSOLUTE_VALUE")),
          subscriberEmailAddresses: to("Subscribers", subscribers("EMAIL")),
          subscriberSnsTopicArns: to("Subscribers", subscribers("SNS")),
        }),
      ),
    ),
    tags: to("ResourceTags", tags),
    accountId: none("the provider's"),
    namePrefix: none("auto-naming"),
  }),
];
