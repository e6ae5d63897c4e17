import { StackBudget, type StackBudgetArgs } from "../../components/cost";
import { built, refusal } from "../support/built";
import { testContext } from "../support/testContext";

const make = (changes: Partial<StackBudgetArgs> = {}): StackBudget =>
  new StackBudget("europe-budget", {
    context: testContext("europe"),
    stack: "europe",
    monthlyUsd: 30_000,
    owner: "platform@azora.example",
    ...changes,
  });

interface Notification {
  readonly notificationType: string;
  readonly threshold: number;
}

describe("a stack's budget", () => {
  const inputs = async (changes: Partial<StackBudgetArgs> = {}) =>
    (await built(() => make(changes))).named("europe-budget").inputs;

  test("is a monthly amount in US dollars, under a name that no other stack has", async () => {
    await expect(inputs()).resolves.toMatchObject({
      name: "azora-europe-monthly",
      budgetType: "COST",
      limitAmount: "30000",
      limitUnit: "USD",
      timeUnit: "MONTHLY",
    });
  });

  test("counts what carries the stack's name in its tag, and nothing else", async () => {
    const { costFilters, tags } = await inputs();
    expect(costFilters).toEqual([{ name: "TagKeyValue", values: ["user:region$europe"] }]);
    // What the program puts on everything that it tags.
    expect(testContext("europe").tags({ service: "network" })).toMatchObject({ region: "europe" });
    expect(tags).toMatchObject({ region: "europe", service: "cost", owner: "platform@azora.example" });
  });

  test("of a stack that is no region carries that stack's name, in the jurisdiction of its provider", async () => {
    const { name, costFilters, tags } = await inputs({ stack: "global" });
    expect(name).toBe("azora-global-monthly");
    expect(costFilters).toEqual([{ name: "TagKeyValue", values: ["user:region$global"] }]);
    expect(tags).toMatchObject({ region: "global", jurisdiction: "EU" });
  });

  test("tells the owner at half, 80 %, all and 120 % of it, spent and foreseen", async () => {
    const notifications = (await inputs()).notifications as unknown as Notification[];
    expect(notifications.map((told) => `${told.notificationType} ${told.threshold}`)).toEqual([
      "ACTUAL 50",
      "ACTUAL 80",
      "ACTUAL 100",
      "ACTUAL 120",
      "FORECASTED 50",
      "FORECASTED 80",
      "FORECASTED 100",
      "FORECASTED 120",
    ]);
    for (const told of notifications) {
      expect(told).toMatchObject({
        comparisonOperator: "GREATER_THAN",
        thresholdType: "PERCENTAGE",
        subscriberEmailAddresses: ["platform@azora.example"],
      });
    }
  });

  test.each([50, 1_000_000])("may be %d", async (monthlyUsd) => {
    await expect(inputs({ monthlyUsd })).resolves.toMatchObject({ limitAmount: String(monthlyUsd) });
  });
});

test.each<[Partial<StackBudgetArgs>, string]>([
  [{ monthlyUsd: 49 }, "StackBudget.monthlyUsd is 49; allowed: whole US dollars from 50 to 1000000"],
  [
    { monthlyUsd: 1_000_001 },
    "StackBudget.monthlyUsd is 1000001; allowed: whole US dollars from 50 to 1000000",
  ],
  [{ monthlyUsd: 99.5 }, "StackBudget.monthlyUsd is 99.5; allowed: whole US dollars from 50 to 1000000"],
  [{ monthlyUsd: -100 }, "StackBudget.monthlyUsd is -100; allowed: whole US dollars from 50 to 1000000"],
  [{ owner: "platform" }, 'StackBudget.owner is "platform"; allowed: an e-mail address'],
])("%j is refused before anything is created", async (changes, message) => {
  await expect(refusal(() => make(changes))).resolves.toBe(message);
});
