import type { DataClass } from "./dataClasses";

/** How long things are kept (ARCHITECTURE section 2). */
export const retention = {
  /** Metrics, logs and traces. */
  operationalDays: 30,
  backupDays: 30,
  /** The same of the database that holds subjects' keys: as long as `erasure.keyBackupDaysMax` leaves room for (`repositoryTailDays`). */
  keyBackupDays: 9,
  /** Audit records: seven years, leap days included. */
  auditDays: 2557,
  /** Versions of an object after it was overwritten or deleted. */
  noncurrentVersionDays: 7,
  /** The same in backups of the database that holds subjects' keys, whose end erasure waits for. */
  keyNoncurrentVersionDays: 1,
  /** Secrets in Vault, and every key that a person does not hold. */
  secretRotationDays: 30,
  /** Shortest wait that KMS offers is 7 days, the longest 30: time to notice that a key was scheduled for deletion. */
  kmsDeletionWindowDays: 30,
  /** Uploads that were begun and never finished. */
  incompleteUploadDays: 7,
} as const;

/**
 * How long data of a class is of use. Logs are thrown away when it is over; other data either too, or it moves to colder
 * storage, since only its owner knows when it is of no use.
 */
export const usefulDays: Readonly<Record<DataClass, number | undefined>> = {
  operational: retention.operationalDays,
  audit: retention.auditDays,
  internal: undefined,
  personal: undefined,
};

/** How long logs of each class of data are kept: as long as promised, and no longer. */
export const logRetentionDays: Readonly<Record<DataClass, number>> = {
  personal: retention.operationalDays,
  internal: retention.operationalDays,
  operational: retention.operationalDays,
  audit: retention.auditDays,
};
