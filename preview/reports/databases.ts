import { cacheWithout } from "../../components/facts/cacheCluster";
import { cacheOf } from "../cache";
import { databasesOf, losses, stateWithout } from "../databases";
import type { Plan } from "../plan";

/** Name of the file that every plan writes about its databases. */
export const databaseReportName = "databases.json";

/** The database clusters and the cache of a plan as JSON, each with what the loss of a region, or of two, leaves of it. */
export function databaseReport(plan: Plan): string {
  const databases = databasesOf(plan).map((database) => ({
    ...database,
    states: losses().map((lost) => {
      const { leader = null, decision = null, ...state } = stateWithout(database, lost);
      return { ...state, leader, decision };
    }),
  }));
  const found = cacheOf(plan);
  const cache =
    found === undefined
      ? null
      : {
          ...found,
          states: losses().map((lost) => {
            const { primary = null, ...state } = cacheWithout(found, lost, found.minReplicasToWrite);
            return { lost, primary, ...state };
          }),
        };
  return `${JSON.stringify({ schemaVersion: 1, databases, cache }, null, 1)}\n`;
}
