export { AutomationAccount, type AutomationAccountArgs, type NamespaceRights } from "./automationAccount";
export { AutomationEngine, type AutomationEngineArgs } from "./automationEngine";
