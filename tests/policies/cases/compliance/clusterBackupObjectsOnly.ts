import { rule } from "../../../../policies/compliance/rules/clusterBackupObjectsOnly";
import { schedule } from "../../../support/clusterBackupFixtures";
import { of, releaseFixtures } from "../../../support/helmFixtures";
import { absent } from "../../../support/mutations";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import type { RuleCases } from "../../../support/rules";

const objects = schedule("daily-home", "home", "17 2 * * *", "720h0m0s");
const ofSchedule = { resource: releaseFixtures.length, of: "a schedule" };
const values = [
  "values.snapshotsEnabled",
  "values.deployNodeAgent",
  "values.configuration.defaultVolumesToFsBackup",
  "values.configuration.defaultSnapshotMoveData",
  "values.credentials.useSecret",
  "values.cleanUpCRDs",
];
const fields = ["snapshotVolumes", "defaultVolumesToFsBackup", "snapshotMoveData"].map(
  (field) => `spec.template.${field}`,
);

export const cases: RuleCases = {
  rule,
  fixtures: [...releaseFixtures, objects],
  mutations: [
    ...values.flatMap((path) => [
      refused(`${path} is on`, path, true, "false", of("velero")),
      refused(`${path} is as the chart has it`, path, absent, "false", of("velero")),
      undecided(path, of("velero")),
    ]),
    ...fields.flatMap((path) => [
      refused(`${path} is on`, path, true, "false", ofSchedule),
      refused(`${path} is as Velero has it`, path, absent, "false", ofSchedule),
      undecided(path, ofSchedule),
    ]),
    refused(
      "a place for snapshots",
      "@type",
      "kubernetes:velero.io/v1:VolumeSnapshotLocation",
      "no place for snapshots",
      { ...ofSchedule, at: "kind", found: "absent" },
    ),
    ...allUndecided(["chart"], of("velero")),
  ],
  survivors: [{ path: "chart", why: "another chart backs up nothing" }],
};
