import type { Plan } from "../plan";

/** What a preview could not decide and the deployed stack must show. */
export interface Obligation {
  readonly stack: string;
  readonly pack: string;
  /** Id of the rule. */
  readonly policy: string;
  readonly severity: string;
  readonly urn: string;
  /** What is unknown before deployment. */
  readonly path: string;
  /** How it is discharged: a command line. */
  readonly discharge: string;
}

export interface Obligations {
  readonly schemaVersion: 1;
  readonly asOf: string;
  readonly obligations: readonly Obligation[];
}

/** The obligations of a plan, in the order of its findings. */
export function obligationsOf(plan: Plan): Obligations {
  return {
    schemaVersion: 1,
    asOf: plan.asOf,
    obligations: Object.entries(plan.stacks).flatMap(([stack, { findings }]) =>
      findings
        .filter(({ state }) => state === "deferred")
        .map(({ pack, policy, severity, urn, path }) => ({
          stack,
          pack,
          policy,
          severity,
          urn,
          path,
          discharge: `pulumi stack export --stack ${stack} --show-secrets --file ${stack}.json && npm run discharge -- ${stack}.json --obligations obligations.json`,
        })),
    ),
  };
}
