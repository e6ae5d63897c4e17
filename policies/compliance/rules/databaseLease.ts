import { leaderElection } from "../../../components/facts/database";
import { failover } from "../../../components/facts/promises";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { sharedSettings } from "../../shared/databaseConfigs";
import { wrong } from "../../shared/finding";
import { configMapType } from "../../shared/kubernetes";

const { ttlSecondsMin, synchronousStandbys } = leaderElection;
const ttlSecondsMax = failover.fullRecoverySecondsMax;

function settingFindings(settings: Reader): readonly Finding[] {
  const fix = "take the settings that dynamicConfig gives";
  const ttl = settings.at("ttl");
  const lease = ttl.number() ?? Number.NaN;
  const loop = settings.at("loop_wait");
  const inTime = (loop.number() ?? Number.NaN) + 2 * (settings.number("retry_timeout") ?? Number.NaN);
  const standbys = settings.at("synchronous_node_count");
  return [
    ...(lease >= ttlSecondsMin && lease < ttlSecondsMax
      ? []
      : [wrong(ttl, `${ttlSecondsMin} to ${ttlSecondsMax - 1}`, fix)]),
    ...(inTime <= lease
      ? []
      : [wrong(loop, "with twice retry_timeout no more than ttl, or Patroni cuts it silently", fix)]),
    ...["synchronous_mode", "synchronous_mode_strict"]
      .map((name) => settings.at(name))
      // "quorum" is no flag: the order of failover does not hold in it.
      .filter((mode) => mode.flag() !== true)
      .map((mode) => wrong(mode, "true", fix)),
    ...((standbys.number() ?? 0) >= synchronousStandbys
      ? []
      : [wrong(standbys, `${synchronousStandbys} or more`, fix)]),
  ];
}

export const rule: ResourceRule = {
  id: "database-lease",
  title: "A database's lease lets another lead in time, and no durable commit stands on one copy",
  why: "A longer lease alone breaks the promised recovery; without strict synchronous mode a commit that is called durable may be lost with its leader.",
  severity: "critical",
  level: "mandatory",
  controls: availability,
  scope: "resource",
  types: [configMapType],
  onUnknown: "fail",
  check: (resource) => sharedSettings(resource).flatMap(settingFindings),
};
