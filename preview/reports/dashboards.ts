/** Grafana's dashboards as they are deployed, in a folder of their own, so that each can be read, compared and tried by hand. */
import path from "node:path";
import type * as dashboards from "../../stacks/dashboards";
import { checkOut, writeOut } from "../out";

const folder = "dashboards";

/** Refuses a folder that cannot hold them, before anything is planned. */
export function checkDashboardsOut(out: string): void {
  checkOut(path.join(out, folder), []);
}

/** Writes them below the folder of reports. */
export function writeDashboards(out: string, repositoryUrl: string): void {
  // Most runs write no reports; the room and Grafana's SDK take longer to load than a page takes to print.
  /* eslint-disable @typescript-eslint/no-require-imports */
  require("../../scripts/lightSdk.cjs");
  const { allDashboards } = require("../../stacks/dashboards") as typeof dashboards;
  /* eslint-enable @typescript-eslint/no-require-imports */
  const files = Object.entries(allDashboards(repositoryUrl));
  writeOut(path.join(out, folder), Object.fromEntries(files.map(([name, json]) => [`${name}.json`, json])));
}
