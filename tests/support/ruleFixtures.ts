/** The tags that the program puts on everything, for fixtures of rules. */
export const productionTags = {
  owner: "platform@azora.example",
  team: "platform",
  service: "network",
  "cost-center": "cc-1000",
  environment: "production",
  "data-class": "internal",
  jurisdiction: "EU",
  region: "europe",
} as const;

/** The same in an environment that may stand still. */
export const stagingTags = { ...productionTags, environment: "staging" } as const;

/**
 * Stands for no change at all, at the path `@provider`: a case that expects a note changes nothing else, since a note is no
 * refusal.
 */
export const otherProvider = {
  name: "other",
  type: "pulumi:providers:aws",
  props: { region: "af-south-1" },
} as const;
