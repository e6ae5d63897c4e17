import type { TlsPolicies } from "../../components/facts/tls";
import type { Reader } from "../framework/reader";
import type { Finding } from "../framework/rule";
import { wrong } from "./finding";

/** What is wrong with a TLS policy, or a version; one that still speaks 1.2 passes with its reason. */
export function checkPolicy(policy: Reader, { tls13, tls12 }: TlsPolicies): Finding[] {
  const name = policy.text() ?? "";
  if (tls13.includes(name)) return [];
  const allowed = [...tls13, ...Object.keys(tls12)].join(", ");
  const found = wrong(policy, allowed, "take the policy from facts/tls.ts");
  const note = Object.hasOwn(tls12, name) ? tls12[name] : undefined;
  return note === undefined ? [found] : [{ ...found, note }];
}
