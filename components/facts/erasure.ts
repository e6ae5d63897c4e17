/** How long what an erasure has taken away may stay in copies, so that all of it is gone within the legal month. */
import { erasure } from "./compliance";
import { lifecycleRoundingDays, type BucketPurpose } from "./objects";
import { repositoryKinds, repositoryTailDays } from "./repositories";

/** The shortest month. */
const daysPerMonth = 28;

/** Days from the request until nothing is left. */
export const erasureDeadlineDays = erasure.deadlineMonths * daysPerMonth;

/** Buckets of personal data in which nobody reads who a person is. */
const sealedPurposes: Readonly<Partial<Record<BucketPurpose, string>>> = {
  backups:
    "persons are sealed with keys that end sooner (people's database), and objects of Kubernetes name none",
};

/** Days for which an overwritten or deleted version may stay, with what they are counted from. */
export interface NoncurrentLimit {
  readonly daysMax: number;
  readonly because: string;
}

/**
 * How long an old version may stay in a bucket of personal data; `undefined` where nobody reads a person there.
 * @param purpose one that facts do not know counts as readable.
 * @example noncurrentLimit("data") // { daysMax: 21, because: "28 from the request, less 5 to handle it and 2 that S3 rounds" }
 */
export function noncurrentLimit(purpose: string): NoncurrentLimit | undefined {
  if (purpose in sealedPurposes) return undefined;
  const rounds = `${lifecycleRoundingDays} that S3 rounds`;
  const { purpose: ofKeys, retentionDays, fullDays } = repositoryKinds.keys;
  if (purpose === ofKeys) {
    const { keyBackupDaysMax, vacuumDays } = erasure;
    return {
      daysMax: keyBackupDaysMax - vacuumDays - retentionDays - fullDays - lifecycleRoundingDays,
      because: `${keyBackupDaysMax} for copies of keys, less ${vacuumDays} until VACUUM, ${retentionDays} of retention, ${fullDays} between full backups and ${rounds}`,
    };
  }
  return {
    daysMax: erasureDeadlineDays - erasure.handlingDays - lifecycleRoundingDays,
    because: `${erasureDeadlineDays} from the request, less ${erasure.handlingDays} to handle it and ${rounds}`,
  };
}

/**
 * Days from a request until a subject's key is in no copy, at the worst: the keys were restored to a moment before the erasure, on the
 * last day on which that is possible, and got into the log and the backups of that day once more.
 */
export function keyGoneDays(): number {
  const { handlingDays, vacuumDays } = erasure;
  return handlingDays + repositoryKinds.keys.retentionDays + vacuumDays + repositoryTailDays("keys");
}
