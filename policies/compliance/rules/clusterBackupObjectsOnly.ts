import { charts } from "../../../components/facts/charts";
import type { ResourceRule } from "../../framework/rule";
import { scheduleType, snapshotLocationType } from "../../shared/veleroTypes";
import { atRest } from "../../shared/controls";
import { wrong } from "../../shared/finding";
import { chartOf, releaseType, valueAt } from "../../shared/helmValues";

/** By which Velero would take volumes along, keep a key, or throw its records away. */
const values = [
  "snapshotsEnabled",
  "deployNodeAgent",
  "configuration.defaultVolumesToFsBackup",
  "configuration.defaultSnapshotMoveData",
  "credentials.useSecret",
  "cleanUpCRDs",
];
const fields = ["snapshotVolumes", "defaultVolumesToFsBackup", "snapshotMoveData"];

export const rule: ResourceRule = {
  id: "cluster-backup-objects-only",
  title: "Velero backs up objects, and no volumes",
  why: "A volume beside its database's own backups agrees with none of them, and outlives the erasure of whom it holds; a static key outlives whoever took it.",
  severity: "high",
  level: "mandatory",
  controls: atRest,
  scope: "resource",
  types: [releaseType, scheduleType, snapshotLocationType],
  onUnknown: "fail",
  check: (resource) => {
    const { type, props } = resource;
    const fix = "say false, as ClusterBackup does";
    if (type === snapshotLocationType)
      return [wrong(props.at("kind"), "no place for snapshots", "leave volumes to their databases' backups")];
    if (type === releaseType && chartOf(resource) !== charts.velero.chart) return [];
    const switches =
      type === releaseType
        ? values.map((path) => valueAt(resource, path))
        : fields.map((field) => props.at("spec", "template", field));
    // Velero takes volumes unless it is told not to.
    return switches.filter((value) => value.flag() !== false).map((value) => wrong(value, "false", fix));
  },
};
