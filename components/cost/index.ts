export { StackBudget, type StackBudgetArgs } from "./stackBudget";
