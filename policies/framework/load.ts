import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import type { Rule } from "./rule";
import { checkWaivers, type Waiver } from "./waivers";

const policies = path.join(__dirname, "..");

/** The packs, each a folder below `policies/` with a folder of rules. */
export const packNames = ["compliance", "cost"] as const;
export type PackName = (typeof packNames)[number];

/** The rules of a pack: every file of its folder exports one. */
export function loadRules(pack: PackName): readonly Rule[] {
  const folder = path.join(policies, pack, "rules");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .map((file) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- a rule is found by being in its folder
      const { rule } = require(path.join(folder, file)) as { readonly rule?: Rule };
      if (!rule) throw new Error(`policies/${pack}/rules/${file} exports no rule`);
      return rule;
    });
}

/**
 * The waivers of `policies/waivers.yaml`, or every mistake in them.
 * @param asOf the day that decides which have expired, YYYY-MM-DD.
 */
export function loadWaivers(
  asOf: string,
  file = path.join(policies, "waivers.yaml"),
): ReturnType<typeof checkWaivers> {
  const rules = packNames.flatMap((pack) => loadRules(pack));
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8"));
  } catch (error) {
    return {
      waivers: [],
      mistakes: [
        `it cannot be read: ${error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error)}`,
      ],
    };
  }
  return checkWaivers(content, rules, asOf);
}

export type { Waiver };
