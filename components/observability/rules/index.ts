import type { Region } from "../../facts/regions";
import { anomalyRules } from "./anomalies";
import { businessRules } from "./business";
import { cacheRules } from "./caches";
import { clusterRules } from "./cluster";
import { cloudRules } from "./cloud";
import { databaseRules } from "./databases";
import { entryRules } from "./entries";
import { platformRules } from "./platform";
import { logRules } from "./logs";
import { monthRules, requestRules } from "./requests";
import type { RuleGroup } from "./rule";
import { serviceRules } from "./services";
import { traceRules } from "./traces";
import { traceStoreRules } from "./traceStore";
import { watcherRules } from "./watchers";

export type { Alert, Recording, RuleGroup } from "./rule";

/**
 * All of the platform's rules in a region; those of one group are evaluated one after the other, groups side by side.
 * @param probed whether the region asks the other regions' entries.
 */
export function platformRuleGroups(region: Region, probed = true): readonly RuleGroup[] {
  return [
    requestRules(region),
    entryRules(region, probed),
    monthRules,
    serviceRules,
    clusterRules,
    databaseRules(region),
    cacheRules,
    businessRules,
    anomalyRules,
    platformRules,
    cloudRules,
    traceRules,
    traceStoreRules,
    logRules(region),
    watcherRules(region),
  ];
}
