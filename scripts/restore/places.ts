/** What commands of restores name that no fact does: accounts and the domain. */
import type { RestorePlaces } from "../../components/database/restoreSteps";
import { allRegions } from "../../components/facts/regions";
import { projectName, readStackFile } from "../../preview/stackFiles";

/** As stack files say it; each region's part of the domain is its own, and all have one. @param root of the project. */
export function placesIn(root: string): RestorePlaces {
  const project = projectName(root);
  const regions = allRegions().map(({ name }) => name);
  const said = (name: string, key: string): string =>
    readStackFile(root, project, name).config[`${project}:${key}`] ?? "";
  return {
    accountIds: Object.fromEntries(regions.map((name) => [name, said(name, "accountId")])),
    domain: said(regions[0] ?? "", "domain"),
  };
}
