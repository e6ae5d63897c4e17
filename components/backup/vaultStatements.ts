/** What policies of vaults say; pure, so that every statement can be tested. */
import { vaultRefusals } from "../facts/backupVaults";
import type { PolicyStatement } from "../shared";

/** Recovery points end by their lifecycle only: whoever got in can neither delete one nor shorten its life. */
export function keepRecoveryPoints(): PolicyStatement {
  return {
    Sid: "KeepRecoveryPoints",
    Effect: "Deny",
    Principal: "*",
    Action: vaultRefusals,
    Resource: "*",
  };
}

/** Copies come from where the law lets them come from, by the roles that keep those regions' volumes. */
export function copiesOf(roleArns: readonly string[]): PolicyStatement {
  return {
    Sid: "CopiesOfHomesOnly",
    Effect: "Deny",
    Principal: "*",
    Action: "backup:CopyIntoBackupVault",
    Resource: "*",
    Condition: { ArnNotEquals: { "aws:PrincipalArn": roleArns } },
  };
}
