/** What the platform answers for, and to whom (ARCHITECTURE section 2). The law of each place is in `jurisdictions.ts`. */
import { retention } from "./retention";

export const frameworks = ["SOC 2 Type II", "GDPR", "HIPAA", "CCPA"] as const;

/** Evidence: nobody may change or delete it, also not the account's owner. */
export const auditLog = {
  years: 7,
  days: retention.auditDays,
  /** Object Lock in this mode cannot be shortened by anyone ("Retention modes", S3 user guide). */
  objectLockMode: "COMPLIANCE",
  tamperDetection: true,
} as const;

/** What a person can ask for, and a job then does. */
export const privacyRights = ["retention", "erasure", "portability", "consent"] as const;

/** Erasure: destroying the subject's key makes what stays behind unreadable; the key's own backups must then end too. */
export const erasure = {
  /** Backups of the database that holds the subjects' keys, and of readable personal data, live no longer. */
  keyBackupDaysMax: 14,
  /** "Within one month of receipt of the request" (GDPR art 12(3)). */
  deadlineMonths: 1,
  /** From a request until the subject's key and rows are gone from what is in use: who asks has to be known first. */
  handlingDays: 5,
  /** Until VACUUM has taken a row out of its page, which backups copy; autovacuum looks each minute, and may be held up. */
  vacuumDays: 1,
} as const;

/** Personal data stays in its jurisdiction but along lawful edges; refused where it would not. */
export const residency = { geoFenced: true } as const;

export const complianceReports = { scheduled: true, onDemand: true } as const;
