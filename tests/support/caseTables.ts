import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { packNames } from "../../policies/framework/load";
import type { RuleCases } from "./rules";

const home = path.join(__dirname, "..", "policies", "cases");

/** Every rule's table of cases, by its file, such as `cost/natPlan.ts`. */
export function caseTables(): [string, RuleCases][] {
  return packNames.flatMap((pack) => {
    const folder = path.join(home, pack);
    const files = existsSync(folder) ? readdirSync(folder).sort() : [];
    return files.map((file): [string, RuleCases] => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- a table is found by being in its folder
      const { cases } = require(path.join(folder, file)) as { readonly cases: RuleCases };
      return [path.join(pack, file), cases];
    });
  });
}
