/** How AWS Backup's resources name each other. */
import type { Reader } from "../framework/reader";
import type { ResourceView, StackView } from "../framework/rule";

export const vaultType = "aws:backup/vault:Vault";
export const airGappedType = "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault";
export const vaultLockType = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";
export const vaultPolicyType = "aws:backup/vaultPolicy:VaultPolicy";
export const backupPlanType = "aws:backup/plan:Plan";
export const backupSelectionType = "aws:backup/selection:Selection";
export const restoreTestingType = "aws:backup/restoreTestingPlan:RestoreTestingPlan";
export const restoreSelectionType = "aws:backup/restoreTestingSelection:RestoreTestingSelection";

/** The resources of a type that name another one of the stack: by its output, or by its name as it stands. */
export function naming(
  stack: StackView,
  named: ResourceView,
  type: string,
  field: string,
): readonly ResourceView[] {
  return stack.ofType(type).filter((resource) => {
    const sources = stack.sources(resource, field).filter((source) => source.type === named.type);
    return sources.length > 0
      ? sources.some(({ urn }) => urn === named.urn)
      : resource.props.text(field) === named.props.text("name");
  });
}

/** Region and name of the vault that an ARN names. */
export function vaultOfArn(arn: Reader): { readonly awsRegion: string; readonly name: string } | undefined {
  const [, awsRegion, name] =
    /^arn:aws:backup:([a-z0-9-]+):\d{12}:backup-vault:([\w-]+)$/.exec(arn.text() ?? "") ?? [];
  return awsRegion === undefined || name === undefined ? undefined : { awsRegion, name };
}
