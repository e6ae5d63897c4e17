/** What can end a plan. */

/** The program cannot be planned: its own fault, or a part of it that the plan cannot know. */
export class PlanFault extends Error {
  override readonly name = "PlanFault";
  /**
   * @param stackName name of the stack.
   * @param reason what happened, in one sentence.
   * @param configuration whether the cause is bad configuration or usage (exit 2) rather than a broken program (exit 1).
   * @param leavesRunning whether timers or the like of this run go on, so that no other run in this thread can be trusted.
   */
  constructor(
    readonly stackName: string,
    readonly reason: string,
    readonly configuration: boolean,
    readonly leavesRunning = false,
  ) {
    super(`${stackName}: ${reason}`);
  }
}

const configurationErrors = new Set(["ConfigurationError", "InvalidValueError"]);

/** Whether an error says that its input was bad, rather than that the program is. */
export function isConfigurationError(error: unknown): boolean {
  return error instanceof Error && configurationErrors.has(error.name);
}

/** What an error says, without its stack. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
