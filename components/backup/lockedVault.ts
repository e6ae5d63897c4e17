import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { vaultLock, vaultName, type VaultPurpose } from "../facts/backupVaults";
import { vaultDataClass } from "../facts/keptVolumes";
import { policyDocument, type PolicyStatement, type RegionContext } from "../shared";
import { keepRecoveryPoints } from "./vaultStatements";

interface LockedVaultArgs {
  readonly context: RegionContext;
  readonly purpose: VaultPurpose;
  /** KMS key of the class of what it holds. */
  readonly keyArn: pulumi.Input<string>;
  /** What its policy says beside what every vault's does; default nothing. */
  readonly statements?: readonly PolicyStatement[];
}

/**
 * A vault from which nobody takes anything before its time: encrypted, locked in mode compliance, with a policy that refuses.
 * **Three days after it is made nobody can shorten what it keeps or remove the lock**, AWS neither.
 * Runs: a charge a gigabyte and month of what it holds.
 */
export class LockedVault extends pulumi.ComponentResource {
  /** Known once it is locked and refuses, so that nothing is kept in it before. */
  readonly vaultName: pulumi.Output<string>;

  constructor(name: string, args: LockedVaultArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:backup:LockedVault", name, {}, opts);
    const { context, purpose } = args;
    const nameOfVault = vaultName(context.region.name, purpose);
    const vault = new aws.backup.Vault(
      `${name}-vault`,
      {
        name: nameOfVault,
        kmsKeyArn: args.keyArn,
        forceDestroy: false,
        tags: context.tags({ service: "backup", dataClass: vaultDataClass, name: nameOfVault }),
      },
      { parent: this, protect: true },
    );
    const policy = new aws.backup.VaultPolicy(
      `${name}-policy`,
      {
        backupVaultName: vault.name,
        policy: policyDocument([keepRecoveryPoints(), ...(args.statements ?? [])]),
      },
      { parent: this },
    );
    const lock = new aws.backup.VaultLockConfiguration(
      `${name}-lock`,
      { backupVaultName: vault.name, ...vaultLock },
      { parent: this, protect: true },
    );
    this.vaultName = pulumi.all([vault.name, policy.id, lock.id]).apply(([known]) => known);
    this.registerOutputs({ vaultName: this.vaultName });
  }
}
