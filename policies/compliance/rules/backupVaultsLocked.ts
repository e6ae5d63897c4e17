import { vaultLock } from "../../../components/facts/backupVaults";
import type { Finding, ResourceView, StackRule } from "../../framework/rule";
import { airGappedType, naming, vaultLockType, vaultType } from "../../shared/backups";
import { wrong, wrongResource } from "../../shared/finding";
import { findingsOf } from "../../shared/look";

const spans = ["minRetentionDays", "maxRetentionDays"] as const;
const fix = "lock it in mode compliance for the days that are promised: make it with LockedVault";

/** Both ends of what a vault takes, so that nothing in it ends early or stays longer. */
function retentionMistakes({ props }: ResourceView): Finding[] {
  return spans
    .filter((span) => props.number(span) !== vaultLock[span])
    .map((span) => wrong(props.at(span), String(vaultLock[span]), fix));
}

/** Without days of grace the lock is one of mode governance, which an administrator lifts. */
function lockMistakes(lock: ResourceView): Finding[] {
  const grace = lock.props.at("changeableForDays");
  return [
    ...((grace.number() ?? 0) >= vaultLock.changeableForDays
      ? []
      : [wrong(grace, `${vaultLock.changeableForDays} or more`, fix)]),
    ...retentionMistakes(lock),
  ].map((finding) => ({ ...finding, urn: lock.urn }));
}

export const rule: StackRule = {
  id: "backup-vaults-locked",
  title: "Vaults are locked for the days that are promised, and by nobody to be opened",
  why: "Whoever takes an administrator's role deletes backups first; a lock in mode governance, or of fewer days, lets him.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["A1.2", "CC6.1"],
    gdpr: ["32(1)(b)", "32(1)(c)"],
    hipaa: ["164.308(a)(7)(ii)(A)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "stack",
  types: [vaultType, airGappedType, vaultLockType],
  onUnknown: "fail",
  check: (stack) => [
    ...findingsOf(stack, [vaultType], (vault) => {
      const locks = naming(stack, vault, vaultLockType, "backupVaultName");
      return locks.length === 0
        ? [wrongResource("no lock", "a VaultLockConfiguration with changeableForDays", fix)]
        : locks.flatMap(lockMistakes);
    }),
    // It is locked by what it is.
    ...findingsOf(stack, [airGappedType], retentionMistakes),
  ],
};
