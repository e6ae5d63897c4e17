import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { configMistakes, withLevels, type PackConfig } from "./config";
import type { PlanRule, Rule } from "./rule";
import { checkWaivers } from "./waivers";

const policies = path.join(__dirname, "..");

/** The packs, each a folder below `policies/` with a folder of rules. */
export const packNames = ["compliance", "cost"] as const;
export type PackName = (typeof packNames)[number];

const loaded = new Map<PackName, readonly Rule[]>();

/** The rules of a pack: every file of its folder exports one. */
export function loadRules(pack: PackName): readonly Rule[] {
  const rules = loaded.get(pack) ?? (readRules(pack) as readonly Rule[]);
  loaded.set(pack, rules);
  return rules;
}

/** The rules that only the offline plan can run. */
export function loadPlanRules(): readonly PlanRule[] {
  return readRules("plan") as readonly PlanRule[];
}

function readRules(pack: string): readonly (Rule | PlanRule)[] {
  const folder = path.join(policies, pack, "rules");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .map((file) => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- a rule is found by being in its folder
      const { rule } = require(path.join(folder, file)) as { readonly rule?: Rule | PlanRule };
      if (!rule) throw new Error(`policies/${pack}/rules/${file} exports no rule`);
      return rule;
    });
}

/** A pack's rules under its configuration, with every mistake in that. */
export interface ConfiguredPack {
  readonly pack: PackName;
  readonly rules: readonly Rule[];
  readonly config: PackConfig;
  readonly mistakes: readonly string[];
}

/**
 * A pack with the configuration of its folder, `policies/<pack>/config.json`: the file that the CLI is given as
 * `--policy-pack-config`.
 */
export function loadPack(pack: PackName, file = path.join(policies, pack, "config.json")): ConfiguredPack {
  const rules = loadRules(pack);
  let config: unknown;
  try {
    config = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    return { pack, rules, config: {}, mistakes: [`it cannot be read: ${firstLine(error)}`] };
  }
  const mistakes = configMistakes(rules, config);
  if (mistakes.length > 0) return { pack, rules, config: {}, mistakes };
  return { pack, rules: withLevels(rules, config as PackConfig), config: config as PackConfig, mistakes };
}

function firstLine(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
}

/**
 * The waivers of `policies/waivers.yaml` that count, and every mistake in the others.
 * @param asOf the day that decides which have expired, YYYY-MM-DD.
 */
export function loadWaivers(
  asOf: string,
  file = path.join(policies, "waivers.yaml"),
): ReturnType<typeof checkWaivers> {
  const rules = [...packNames.flatMap((pack) => loadRules(pack)), ...loadPlanRules()];
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8"));
  } catch (error) {
    return {
      waivers: [],
      mistakes: [`it cannot be read: ${firstLine(error)}`],
    };
  }
  return checkWaivers(content, rules, asOf);
}
