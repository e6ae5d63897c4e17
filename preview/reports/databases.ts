import { databasesOf, losses, stateWithout } from "../databases";
import type { Plan } from "../plan";

/** Name of the file that every plan writes about its databases. */
export const databaseReportName = "databases.json";

/** The database clusters of a plan as JSON, each with what the loss of a region, or of two, leaves of it. */
export function databaseReport(plan: Plan): string {
  const databases = databasesOf(plan).map((database) => ({
    ...database,
    states: losses().map((lost) => {
      const { leader = null, decision = null, ...state } = stateWithout(database, lost);
      return { ...state, leader, decision };
    }),
  }));
  return `${JSON.stringify({ schemaVersion: 1, databases }, null, 1)}\n`;
}
