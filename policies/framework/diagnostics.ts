import type { Verdict } from "./evaluate";
import { messageOf, waivedMessage } from "./message";
import { applyWaivers, type Waiver } from "./waivers";

/** The policy under which each pack reports waivers that count for nothing. */
export const waiversPolicy = "waivers";

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

/** What a pack reports of waivers that count for nothing: they stop the merge like a violation. */
export function waiverDiagnostics(mistakes: readonly string[], stackUrn: string): Diagnostic[] {
  return mistakes.map((mistake) => ({
    policy: waiversPolicy,
    urn: stackUrn,
    level: "mandatory",
    state: "violated",
    message: `[${waiversPolicy}] policies/waivers.yaml: ${mistake}`,
  }));
}
