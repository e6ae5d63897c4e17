export { OrganizationGuardRails, type OrganizationGuardRailsArgs } from "./organizationGuardRails";
