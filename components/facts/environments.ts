/** What a stack is used for, and what that use may do without. */

export interface EnvironmentFact {
  /** One NAT gateway a zone survives the loss of a zone; one in all costs a third. */
  readonly natGateways: "per-zone" | "single";
  /** When machines need to run, as a value of `scheduleTag`; `undefined` is always. */
  readonly schedule: string | undefined;
}

export const environments = {
  production: { natGateways: "per-zone", schedule: undefined },
  staging: { natGateways: "single", schedule: "office-hours" },
  development: { natGateways: "single", schedule: "office-hours" },
} as const satisfies Record<string, EnvironmentFact>;

export type Environment = keyof typeof environments;

export const environmentNames = Object.keys(environments) as Environment[];

/** Tag of what may stand still outside its hours; whatever stops and starts machines goes by it. */
export const scheduleTag = "schedule";
