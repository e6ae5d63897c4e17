/** What must fit together in the global stack's configuration of accounts and people. */
import { globalKeys } from "./globalKeys";
import type { ValuesOf } from "./schema";

type Config = Partial<ValuesOf<typeof globalKeys>>;

/** People take the break-glass role from the account itself; one of another would need a second gate there. */
export function checkPeople(config: Config, mistakes: string[]): void {
  for (const arn of config.breakGlassPrincipals ?? [])
    if (config.accountId !== undefined && arn.split(":")[4] !== config.accountId)
      mistakes.push(
        `azora:breakGlassPrincipals names ${arn}, of another account; allowed: users or roles of ${config.accountId}`,
      );
}

/** Guard rails hold for every account but the management account, from which alone they can be set. */
export function checkOrganization(
  values: Readonly<Record<string, string>>,
  config: Config,
  mistakes: string[],
): void {
  const { accountId, organization, organizationRoleArn: role } = config;
  if ("azora:organization" in values !== "azora:organizationRoleArn" in values)
    mistakes.push("azora:organization and azora:organizationRoleArn go together; one of them is missing");
  if (role !== undefined && accountId !== undefined && role.split(":")[4] === accountId)
    mistakes.push(
      `azora:organizationRoleArn is ${JSON.stringify(role)}, of the stack's own account; allowed: ${globalKeys.organizationRoleArn.allowed}`,
    );
  const target = organization ?? "";
  if (/^\d{12}$/.test(target) && role?.split(":")[4] === target)
    mistakes.push(
      `azora:organization is ${JSON.stringify(target)}, the management account, which no guard rail holds for; allowed: ${globalKeys.organization.allowed}`,
    );
}
