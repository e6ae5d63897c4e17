import { allRegions } from "../components/facts/regions";
import type { AuditArchive } from "../components/storage";

/** `<region>=<bucket's ARN>,<key's ARN>`. */
export const archivePattern =
  /^([a-z][a-z0-9-]*)=(arn:aws:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]),(arn:aws:kms:([a-z0-9-]+):(\d{12}):key\/[\w-]+)$/;

/**
 * Reads where audit records are archived.
 * @returns what is right, and a mistake for each that is not, which goes behind the key's name.
 * @example readArchives(["africa=arn:aws:s3:::acme-africa,arn:aws:kms:af-south-1:444455556666:key/1"], "111122223333")
 */
export function readArchives(
  texts: readonly string[],
  ownAccountId: string | undefined,
): { readonly archives: readonly AuditArchive[]; readonly mistakes: readonly string[] } {
  const archives: AuditArchive[] = [];
  const mistakes: string[] = [];
  for (const text of texts) {
    const [, name = "", bucketArn = "", keyArn = "", keyRegion, accountId = ""] =
      archivePattern.exec(text) ?? [];
    const region = allRegions().find((each) => each.name === name);
    if (region === undefined)
      mistakes.push(
        ` names region "${name}"; allowed: ${allRegions()
          .map((each) => each.name)
          .join(", ")}`,
      );
    else if (keyRegion !== region.awsRegion)
      mistakes.push(
        ` has for ${name} a key of ${keyRegion ?? ""}; allowed: one of ${region.awsRegion}, since audit records stay in their place`,
      );
    else if (accountId === ownAccountId)
      mistakes.push(
        ` has for ${name} a key of the stack's own account ${accountId}; allowed: one of another account, out of the platform's reach`,
      );
    else if (archives.some((archive) => archive.region === name))
      mistakes.push(` names ${name} twice; allowed: one archive a region`);
    else archives.push({ region: name, bucketArn, keyArn, accountId });
  }
  return { archives, mistakes };
}
