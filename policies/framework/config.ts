import type { Rule, Settings } from "./rule";

/** What a pack's configuration says, by id of a rule; the form of Pulumi's `--policy-pack-config`. */
export type PackConfig = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function thresholdMistake(rule: Rule, name: string, value: unknown): string | undefined {
  const threshold = rule.thresholds?.[name];
  if (!threshold) return undefined;
  const { min, max } = threshold;
  return typeof value === "number" && value >= min && value <= max
    ? undefined
    : `${rule.id}.${name} is ${JSON.stringify(value)}; allowed: a number from ${min} to ${max}`;
}

function listMistake(rule: Rule, name: string, value: unknown): string | undefined {
  const list = rule.lists?.[name];
  if (!list) return undefined;
  const fits =
    Array.isArray(value) &&
    value.every((item) => typeof item === "string" && new RegExp(list.pattern).test(item));
  return fits
    ? undefined
    : `${rule.id}.${name} is ${JSON.stringify(value)}; allowed: a list of texts like ${list.pattern}`;
}

/** Every mistake in what a configuration sets for one rule. */
export function mistakesOfRule(rule: Rule, config: Readonly<Record<string, unknown>>): string[] {
  const known = [...Object.keys(rule.thresholds ?? {}), ...Object.keys(rule.lists ?? {})];
  return Object.entries(config).flatMap(([name, value]) => {
    if (name === "enforcementLevel")
      return value === "mandatory" || value === rule.level
        ? []
        : [
            `${rule.id}.enforcementLevel is ${JSON.stringify(value)}; allowed: ${rule.level === "mandatory" ? "mandatory (a waiver accepts a violation for a while)" : "mandatory | advisory"}`,
          ];
    if (!known.includes(name))
      return [`${rule.id}.${name} is unknown; allowed: ${["enforcementLevel", ...known].join(", ")}`];
    return thresholdMistake(rule, name, value) ?? listMistake(rule, name, value) ?? [];
  });
}

/** Every mistake in a pack's configuration. */
export function configMistakes(rules: readonly Rule[], config: unknown): string[] {
  if (typeof config !== "object" || config === null || Array.isArray(config))
    return ["the configuration is no map; allowed: a map from a rule's id to its settings"];
  return Object.entries(config).flatMap(([id, given]: [string, unknown]) => {
    const rule = rules.find((candidate) => candidate.id === id);
    if (!rule) return [`${id} is no rule of this pack`];
    if (typeof given !== "object" || given === null || Array.isArray(given))
      return [`${id} is ${JSON.stringify(given)}; allowed: a map of its settings`];
    return mistakesOfRule(rule, given as Record<string, unknown>);
  });
}

/** Settings of one rule: its defaults, but for those that the configuration gives. */
export function settingsOf(
  rule: Rule,
  asOf: string,
  config: Readonly<Record<string, unknown>> = {},
): Settings {
  const merged = <T>(of: Readonly<Record<string, { readonly default: T }>> = {}): Record<string, T> =>
    Object.fromEntries(
      Object.entries(of).map(([name, setting]) => [name, (config[name] as T | undefined) ?? setting.default]),
    );
  return { asOf, thresholds: merged(rule.thresholds), lists: merged<readonly string[]>(rule.lists) };
}

/** Rules with the levels that a configuration raises. */
export function withLevels(rules: readonly Rule[], config: PackConfig): readonly Rule[] {
  return rules.map((rule) =>
    config[rule.id]?.enforcementLevel === "mandatory" ? { ...rule, level: "mandatory" } : rule,
  );
}
