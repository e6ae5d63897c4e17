/** The shared memory of what the controllers did; pure functions. */
import type { Pool, PoolRecord, Settings } from "./types";

/** Stamps kept of one pool: as many as controllers could have written at the same moment. */
const stampsMax = 4;

/** The newer of two records; of the same version both writers' stamps count, since either may be the one that the API kept. */
export function mergeRecord(own: PoolRecord | undefined, other: PoolRecord): PoolRecord {
  if (own === undefined || other.version > own.version) return other;
  if (other.version < own.version) return own;
  const [first, second] = own.by <= other.by ? [own, other] : [other, own];
  return { ...first, stamps: [...new Set([...first.stamps, ...second.stamps])].slice(-stampsMax) };
}

/** The record after a pool was disabled by us; `disabledAt` as the API answered. */
export function afterDisable(
  previous: PoolRecord | undefined,
  by: string,
  disabledAt: string | null,
  now: number,
  settings: Settings,
): PoolRecord {
  const recent = previous !== undefined && now - previous.at <= settings.flapMemoryMs;
  return {
    version: (previous?.version ?? 0) + 1,
    by,
    stamps: disabledAt === null ? [] : [disabledAt],
    disables: (recent ? previous.disables : 0) + 1,
    at: now,
    putBack: false,
  };
}

/** The record after a pool was enabled by us. */
export function afterEnable(
  previous: PoolRecord | undefined,
  by: string,
  putBack: boolean,
  now: number,
): PoolRecord {
  return {
    version: (previous?.version ?? 0) + 1,
    by,
    stamps: [],
    disables: previous?.disables ?? 0,
    at: now,
    putBack,
  };
}

/** A write whose answer was lost: it may have been done. */
export interface Unsure {
  readonly region: string;
  /** When it was sent, milliseconds since 1970. */
  readonly sentAtEpochMs: number;
}

/** How far the API's clock and ours may differ. */
const clockSkewMs = 5_000;

/** Whether a pool was disabled by a write of ours whose answer was lost: the API's time of it falls on that write. */
export function isLostWrite(pool: Pool, unsure: Unsure | undefined, settings: Settings): boolean {
  if (unsure?.region !== pool.region || pool.enabled || pool.disabledAt === null) return false;
  const after = Date.parse(pool.disabledAt) - unsure.sentAtEpochMs;
  return after >= -clockSkewMs && after <= settings.apiTimeoutMs + clockSkewMs;
}
