import type { Verdict } from "./evaluate";
import { messageOf, waivedMessage } from "./message";
import { applyWaivers, type Waiver } from "./waivers";

/** One line of a policy pack, as Pulumi's engine gets it. */
export interface Diagnostic {
  readonly policy: string;
  readonly urn: string;
  readonly level: "mandatory" | "advisory";
  readonly state: Verdict["state"] | "waived";
  readonly message: string;
}

/** Whether a verdict stops the merge. */
export function stops({ level, state }: Pick<Verdict, "level" | "state">): boolean {
  return level === "mandatory" && (state === "violated" || state === "undecided");
}

/**
 * What a pack reports: each verdict at a level of its own, since the SDK makes advisory whatever touches an unknown, and
 * what is waived with its days left.
 */
export function diagnosticsOf(
  verdicts: readonly Verdict[],
  waivers: readonly Waiver[],
  asOf: string,
): Diagnostic[] {
  const { verdicts: left, waived } = applyWaivers(verdicts, waivers, asOf);
  return [
    ...left.map((verdict) => ({
      policy: verdict.policy,
      urn: verdict.urn,
      level: stops(verdict) ? ("mandatory" as const) : ("advisory" as const),
      state: verdict.state,
      message: messageOf(verdict),
    })),
    ...waived.map((item) => ({
      policy: item.verdict.policy,
      urn: item.verdict.urn,
      level: "advisory" as const,
      state: "waived" as const,
      message: waivedMessage(item),
    })),
  ];
}
