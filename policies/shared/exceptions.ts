import type { NamespaceFact } from "../../components/facts/namespaces";
import type { Finding } from "../framework/rule";

type Level = NamespaceFact["podSecurity"]["level"];

/** Pod Security levels, the stricter first. */
const laxity: Readonly<Record<Level, number>> = { restricted: 0, baseline: 1, privileged: 2 };

/** Findings that facts name as exceptions: shown with the reason, and stopping nothing. */
export function accepted(reason: string, findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => ({ ...finding, note: reason }));
}

/**
 * Findings in a namespace: accepted with the reason that facts give, if its Pod Security level allows them.
 * @param needs the strictest level that allows such findings.
 */
export function exceptedBy(
  fact: NamespaceFact | undefined,
  needs: Exclude<Level, "restricted">,
  findings: readonly Finding[],
): readonly Finding[] {
  const security = fact?.podSecurity ?? { level: "restricted" };
  return security.level !== "restricted" && laxity[security.level] >= laxity[needs]
    ? accepted(security.reason, findings)
    : findings;
}
