/** What must fit together in configuration of accounts, people and what they are called. */
import { platformImages } from "../components/facts/images";
import { globalKeys } from "./globalKeys";
import type { regionKeys } from "./regionKeys";
import type { ValuesOf } from "./schema";

type Config = Partial<ValuesOf<typeof globalKeys>>;
type RegionConfig = Partial<ValuesOf<typeof regionKeys>>;

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

/** Lists of roles, each of which gives other rights; EKS keeps one entry a role. */
const roleLists = ["adminRoleArns", "deployerRoleArns", "viewerRoleArns", "restorerRoleArns"] as const;

/** Roles and repositories that a region's lists name twice, or without what they need. */
export function checkLists(config: RegionConfig, mistakes: string[]): void {
  const seen = new Map<string, string>();
  for (const name of roleLists) {
    for (const arn of config[name] ?? []) {
      const other = seen.get(arn);
      if (other !== undefined)
        mistakes.push(
          `azora:${name} names ${arn}, which azora:${other} names too; allowed: a role in one list, once`,
        );
      seen.set(arn, name);
    }
  }
  if ((config.restorerRoleArns ?? []).length > 0 && config.operatorDigest === undefined)
    mistakes.push(
      `azora:restorerRoleArns needs azora:operatorDigest, without which the region has no restores; it is missing`,
    );
  const own: readonly string[] = platformImages;
  for (const repository of (config.serviceRepositories ?? []).filter((name) => own.includes(name)))
    mistakes.push(
      `azora:serviceRepositories names ${repository}, one of the platform's own; allowed: other names than ${own.join(", ")}`,
    );
}
