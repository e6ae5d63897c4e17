/**
 * The controllers' mark in a pool's description: how a controller that knows nothing else tells a pool that the controllers
 * took out from one that a person took out; pure functions.
 *
 * Two steps, since the API has no conditional write. The claim goes out in the same call as `enabled: false`, so that no crash
 * can part the two. It proves nothing yet: a person may have disabled the pool after the list was read. So the claim counts
 * only where the API's `disabled_at` is the moment of that very write, its `modified_on`; only then it is sealed with that
 * `disabled_at`, which a later disabling by anybody else no longer matches.
 */
import type { Pool, Settings } from "./types";

export type Mark =
  | { readonly kind: "claim"; readonly by: string; readonly atEpochMs: number }
  | { readonly kind: "sealed"; readonly disabledAt: string };

const pattern = / ?\[edge-steering (?:claim ([\w.-]+) (\d{1,16})|out ([^\s\]]+))\]/;
const everyMark = new RegExp(pattern, "g");

/** The mark of a description; `undefined` without one. */
export function markOf(description: string): Mark | undefined {
  const found = pattern.exec(description);
  if (found === null) return undefined;
  const [, by, at, disabledAt] = found;
  if (disabledAt !== undefined) return { kind: "sealed", disabledAt };
  return { kind: "claim", by: by ?? "", atEpochMs: Number(at) };
}

/** What people wrote: the description without a mark. */
export function unmarked(description: string): string {
  return description.replace(everyMark, "");
}

/** The description of a pool that is being disabled. @param by the region whose controller writes. */
export function claimed(description: string, by: string, atEpochMs: number): string {
  return `${unmarked(description)} [edge-steering claim ${by} ${atEpochMs}]`.trimStart();
}

/** The description of a pool whose disabling was proven to be the controllers'. */
export function sealed(description: string, disabledAt: string): string {
  return `${unmarked(description)} [edge-steering out ${disabledAt}]`.trimStart();
}

/** Whether the API's own times say that one write both changed the pool last and disabled it. */
export function isOneWrite({ disabledAt, modifiedAt }: Pool, settings: Settings): boolean {
  if (disabledAt === null || modifiedAt === null) return false;
  return Math.abs(Date.parse(modifiedAt) - Date.parse(disabledAt)) <= settings.stampToleranceMs;
}

/** Whether the pool was disabled at about the moment that the claim names, so that it is that claim's write. */
function isOfClaim({ disabledAt }: Pool, atEpochMs: number, settings: Settings): boolean {
  const after = Date.parse(disabledAt ?? "") - atEpochMs;
  return after >= -settings.clockSkewMs && after <= settings.apiTimeoutMs + settings.clockSkewMs;
}

/**
 * Whose a disabled pool is: the controllers' (`ours`), or somebody else's (`foreign`), which also everything is that cannot be
 * proven.
 * @param stamps values of `disabled_at` that a controller saw proven in the answer to its own write.
 */
export function ownerOf(
  pool: Pool,
  stamps: readonly string[],
  settings: Settings,
): "in" | "ours" | "foreign" {
  if (pool.enabled) return "in";
  const mark = markOf(pool.description);
  if (mark === undefined || pool.disabledAt === null) return "foreign";
  if (mark.kind === "sealed") return mark.disabledAt === pool.disabledAt ? "ours" : "foreign";
  const isProven =
    stamps.includes(pool.disabledAt) ||
    (isOneWrite(pool, settings) && isOfClaim(pool, mark.atEpochMs, settings));
  return isProven ? "ours" : "foreign";
}
