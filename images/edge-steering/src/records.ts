/** The shared memory of what the controllers did; pure functions. */
import { isOneWrite } from "./mark";
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

/**
 * The record after a pool was disabled by us.
 * @param changed the pool as the API answered, or as a list has it.
 */
export function afterDisable(
  previous: PoolRecord | undefined,
  by: string,
  changed: Pool,
  now: number,
  settings: Settings,
): PoolRecord {
  const isRecent = previous !== undefined && now - previous.at <= settings.flapMemoryMs;
  const before = isRecent ? previous.disables : 0;
  return {
    version: (previous?.version ?? 0) + 1,
    by,
    isOut: true,
    stamps: changed.disabledAt !== null && isOneWrite(changed, settings) ? [changed.disabledAt] : [],
    // Out already by our hand: somebody undid it and it is repeated, which says nothing new of the region.
    disables: isRecent && previous.isOut ? before : before + 1,
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
    isOut: false,
    stamps: [],
    disables: previous?.disables ?? 0,
    at: now,
    putBack,
  };
}
