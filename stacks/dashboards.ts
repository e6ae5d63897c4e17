import { allRegions } from "../components/facts/regions";
import { dashboardFiles, platformRuleGroups } from "../components/observability";

/**
 * Every dashboard's file, by its address: the same in all regions, since all record the same series.
 * @param repositoryUrl where the runbooks are, that dashboards lead to.
 * @throws InvalidValueError with every dashboard and panel that could not work, and why.
 */
export function allDashboards(repositoryUrl: string): Readonly<Record<string, string>> {
  const groups = allRegions()
    .slice(0, 1)
    .flatMap((region) => platformRuleGroups(region));
  return dashboardFiles(groups, repositoryUrl);
}
