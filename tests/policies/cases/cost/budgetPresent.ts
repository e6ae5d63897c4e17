import { rule } from "../../../../policies/cost/rules/budgetPresent";
import { absent, unknown, type Mutation, type RuleCases } from "../../../support/rules";
import { productionTags } from "../../../support/ruleFixtures";

const owner = productionTags.owner;
const kinds = ["ACTUAL", "FORECASTED"] as const;
const percents = [50, 80, 100, 120] as const;
const notifications = kinds.flatMap((notificationType) =>
  percents.map((threshold) => ({
    notificationType,
    comparisonOperator: "GREATER_THAN",
    threshold,
    thresholdType: "PERCENTAGE",
    subscriberEmailAddresses: [owner, "finance@azora.example"],
  })),
);
const noBudget = {
  path: "",
  found: "no budget of the stack",
  wanted: "a budget whose only cost filter is user:region$test",
};
const missing = (what: string) => ({
  path: "notifications",
  found: `none to ${owner} for ${what}`,
  wanted: `a notification of ${what} to ${owner}`,
});

/** Each of the notifications, taken away. */
const removed: readonly Mutation[] = notifications.map(({ notificationType, threshold }, index) => ({
  name: `no notification of ${notificationType} at ${threshold} %`,
  path: `notifications[${index}]`,
  to: absent,
  finding: missing(`${notificationType} above ${threshold} %`),
}));

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "aws:budgets/budget:Budget",
      name: "stack-budget",
      props: {
        name: "azora-test-monthly",
        budgetType: "COST",
        limitAmount: "30000",
        limitUnit: "USD",
        timeUnit: "MONTHLY",
        costFilters: [{ name: "TagKeyValue", values: ["user:region$test"] }],
        notifications,
        tags: { ...productionTags, service: "cost" },
      },
    },
    // A part of the stack has a budget of its own, and somebody else's stack too.
    {
      type: "aws:budgets/budget:Budget",
      name: "service-budget",
      props: {
        budgetType: "COST",
        costFilters: [
          { name: "TagKeyValue", values: ["user:region$test"] },
          { name: "Service", values: ["Amazon Simple Storage Service"] },
        ],
      },
    },
    {
      type: "aws:budgets/budget:Budget",
      name: "other-budget",
      props: { costFilters: [{ name: "TagKeyValue", values: ["user:region$other"] }] },
    },
  ],
  mutations: [
    {
      name: "a budget of another stack",
      path: "costFilters[0].values[0]",
      to: "user:region$other",
      finding: noBudget,
    },
    {
      name: "a budget by a tag that nothing carries",
      path: "costFilters[0].values[0]",
      to: "user:stack$test",
      finding: noBudget,
    },
    {
      name: "a budget of two stacks at once",
      path: "costFilters[0].values[1]",
      to: "user:region$other",
      finding: noBudget,
    },
    {
      name: "a budget that counts something else than a tag",
      path: "costFilters[0].name",
      to: "CostCategory",
      finding: noBudget,
    },
    {
      name: "a budget that counts a part of the stack only",
      path: "costFilters[1]",
      to: { name: "Service", values: ["Amazon Elastic Compute Cloud - Compute"] },
      finding: noBudget,
    },
    { name: "a budget of the whole account", path: "costFilters", to: absent, finding: noBudget },
    { name: "a budget without filters", path: "costFilters", to: [], finding: noBudget },
    {
      name: "a budget of something unknown",
      path: "costFilters",
      to: unknown,
      finding: { path: "costFilters", state: "undecided" },
    },
    {
      name: "a budget of an unknown stack",
      path: "costFilters[0].values[0]",
      to: unknown,
      finding: { path: "costFilters[0].values[0]", state: "undecided" },
    },
    {
      name: "a budget by an unknown kind of filter",
      path: "costFilters[0].name",
      to: unknown,
      finding: { path: "costFilters[0].name", state: "undecided" },
    },
    {
      name: "a budget of usage",
      path: "budgetType",
      to: "USAGE",
      finding: { path: "budgetType", found: '"USAGE"', wanted: "COST" },
    },
    {
      name: "a budget of an unknown kind",
      path: "budgetType",
      to: unknown,
      finding: { path: "budgetType", state: "undecided" },
    },
    {
      name: "a budget in another currency",
      path: "limitUnit",
      to: "EUR",
      finding: { path: "limitUnit", found: '"EUR"', wanted: "USD" },
    },
    {
      name: "a budget in an unknown currency",
      path: "limitUnit",
      to: unknown,
      finding: { path: "limitUnit", state: "undecided" },
    },
    {
      name: "a budget of a year",
      path: "timeUnit",
      to: "ANNUALLY",
      finding: { path: "timeUnit", found: '"ANNUALLY"', wanted: "MONTHLY" },
    },
    {
      name: "a budget of an unknown time",
      path: "timeUnit",
      to: unknown,
      finding: { path: "timeUnit", state: "undecided" },
    },
    {
      name: "a budget of nothing",
      path: "limitAmount",
      to: "0",
      finding: { path: "limitAmount", found: '"0"', wanted: "from 50 to 1000000 US dollars" },
    },
    {
      name: "a budget of a dollar too little",
      path: "limitAmount",
      to: "49",
      finding: { path: "limitAmount", found: '"49"' },
    },
    {
      name: "a budget of a dollar too much",
      path: "limitAmount",
      to: "1000001",
      finding: { path: "limitAmount", found: '"1000001"' },
    },
    {
      name: "a budget without an amount",
      path: "limitAmount",
      to: absent,
      finding: { path: "limitAmount", found: "absent" },
    },
    {
      name: "a budget of an unknown amount",
      path: "limitAmount",
      to: unknown,
      finding: { path: "limitAmount", state: "undecided" },
    },
    ...removed,
    {
      name: "no notifications",
      path: "notifications",
      to: absent,
      finding: missing("FORECASTED above 50 %"),
    },
    {
      name: "unknown notifications",
      path: "notifications",
      to: unknown,
      finding: { path: "notifications", state: "undecided" },
    },
    {
      name: "a notification when too little is spent",
      path: "notifications[2].comparisonOperator",
      to: "LESS_THAN",
      finding: missing("ACTUAL above 100 %"),
    },
    {
      name: "a notification by an unknown comparison",
      path: "notifications[2].comparisonOperator",
      to: unknown,
      finding: { path: "notifications[2].comparisonOperator", state: "undecided" },
    },
    {
      name: "a notification at an amount",
      path: "notifications[2].thresholdType",
      to: "ABSOLUTE_VALUE",
      finding: missing("ACTUAL above 100 %"),
    },
    {
      name: "a notification at something unknown",
      path: "notifications[2].thresholdType",
      to: unknown,
      finding: { path: "notifications[2].thresholdType", state: "undecided" },
    },
    {
      name: "a notification a percent too late",
      path: "notifications[2].threshold",
      to: 101,
      finding: missing("ACTUAL above 100 %"),
    },
    {
      name: "a notification at an unknown share",
      path: "notifications[2].threshold",
      to: unknown,
      finding: { path: "notifications[2].threshold", state: "undecided" },
    },
    {
      name: "a notification of what has already happened in place of a forecast",
      path: "notifications[6].notificationType",
      to: "ACTUAL",
      finding: missing("FORECASTED above 100 %"),
    },
    {
      name: "a notification of an unknown kind",
      path: "notifications[6].notificationType",
      to: unknown,
      finding: { path: "notifications[6].notificationType", state: "undecided" },
    },
    {
      name: "a notification to somebody else",
      path: "notifications[6].subscriberEmailAddresses[0]",
      to: "nobody@azora.example",
      finding: missing("FORECASTED above 100 %"),
    },
    {
      name: "a notification to nobody",
      path: "notifications[6].subscriberEmailAddresses",
      to: absent,
      finding: missing("FORECASTED above 100 %"),
    },
    {
      name: "a notification to somebody unknown",
      path: "notifications[6].subscriberEmailAddresses[1]",
      to: unknown,
      finding: { path: "notifications[6].subscriberEmailAddresses[1]", state: "undecided" },
    },
    {
      name: "a budget of nobody",
      path: "tags.owner",
      to: absent,
      finding: { path: "tags.owner", found: "absent", wanted: "an e-mail address" },
    },
    {
      name: "a budget of an empty owner",
      path: "tags.owner",
      to: "",
      finding: { path: "tags.owner", found: '""' },
    },
    {
      name: "a budget of another owner than those who are told",
      path: "tags.owner",
      to: "data@azora.example",
      finding: { path: "notifications", found: "none to data@azora.example for ACTUAL above 50 %" },
    },
    {
      name: "a budget of an unknown owner",
      path: "tags.owner",
      to: unknown,
      finding: { path: "tags.owner", state: "undecided" },
    },
  ],
};
