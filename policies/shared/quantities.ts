import type { Reader } from "../framework/reader";
import type { Finding } from "../framework/rule";
import { wrong } from "./finding";

const suffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const form = /^(\d+\.?\d*|\.\d+)(?:e(\d+)|([numkMGTPE]?|[KMGTPE]i))$/i;

/** A quantity as Kubernetes writes it, in its base unit; `undefined` where there is none or it is no quantity. */
export function quantity(reader: Reader): number | undefined {
  const match = form.exec(reader.text() ?? String(reader.number()));
  if (!match) return undefined;
  const [, digits, exponent, suffix = ""] = match;
  const unit = exponent === undefined ? suffixes[suffix] : 10 ** Number(exponent);
  return unit === undefined ? undefined : Number(digits) * unit;
}

/** What a container must ask for and must not exceed. A CPU limit is not wanted: it throttles while CPU lies idle. */
const bounds = ["requests.cpu", "requests.memory", "limits.memory"] as const;
export type Bound = (typeof bounds)[number];

/**
 * What a container's resources lack.
 * @param settled bounds that are set elsewhere unless something else stands here, as by a chart's own defaults.
 */
export function unbounded(resources: Reader, settled: readonly Bound[] = []): Finding[] {
  return bounds
    .map((bound) => ({ bound, amount: resources.at(...bound.split(".")) }))
    .filter(({ bound, amount }) => amount.exists || !settled.includes(bound))
    .filter(({ amount }) => !((quantity(amount) ?? 0) > 0))
    .map(({ amount }) =>
      wrong(amount, "an amount above 0", "set requests.cpu, requests.memory and limits.memory"),
    );
}
