import { rule } from "../../../../policies/compliance/rules/clusterBackupSchedules";
import { location, schedule } from "../../../support/clusterBackupFixtures";
import { absent } from "../../../support/mutations";
import { allUndecided, refused } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

const fixtures: readonly Fixture[] = [
  { type: "aws:eks/cluster:Cluster", name: "cluster", stack: "europe", props: {} },
  schedule("frequent-home", "home", "0-59/5 * * * *", "24h0m0s"),
  schedule("frequent-partner", "partner", "2-59/5 * * * *", "24h0m0s"),
  schedule("daily-home", "home", "17 2 * * *", "720h0m0s"),
  location("home", "europe", "eu-central-1"),
  location("partner", "americas", "sa-east-1"),
  // As a preview by the CLI shows it to stack rules.
  { type: "kubernetes:velero.io/v1:Schedule", name: "out-of-sight", stack: "europe", props: {} },
];
const [, home, partner, daily] = [0, 1, 2, 3] as const;
const often = (place: string): string =>
  `a backup every 5 minutes or more often in "${place}", kept 24 h or longer`;
const lacks = (place: string, resource: number) => ({
  resource,
  at: "",
  found: `no such schedule for "${place}"`,
});
const eachDay = "a backup each day or more often, kept 720 h, no less and no more";
const noDaily = { resource: daily, at: "", found: "no such schedule" };

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    ...(["home", "partner"] as const).map((place, index) => ({
      name: `${place} is nowhere`,
      resource: daily + 1 + index,
      path: "metadata.name",
      to: "default",
      finding: { path: "", found: `no place "${place}"`, wanted: `a BackupStorageLocation "${place}"` },
    })),
    ...(
      [
        ["home", home],
        ["partner", partner],
      ] as const
    ).flatMap(([place, resource]) => [
      ...["*/6 * * * *", "0 * * * *", "*/5 8-18 * * *", "*/5 * * * 1-5", "@every 5m", "", "99 * * * *"].map(
        (cron) => refused(`"${cron}"`, "spec.schedule", cron, often(place), lacks(place, resource)),
      ),
      refused("no time", "spec.schedule", absent, often(place), lacks(place, resource)),
      refused("kept an hour less", "spec.template.ttl", "23h0m0s", often(place), lacks(place, resource)),
      refused(
        "kept as long as Velero likes",
        "spec.template.ttl",
        absent,
        often(place),
        lacks(place, resource),
      ),
      refused("elsewhere", "spec.template.storageLocation", "default", often(place), lacks(place, resource)),
      refused("paused", "spec.paused", true, often(place), lacks(place, resource)),
    ]),
    refused("daily ones kept a day less", "spec.template.ttl", "696h0m0s", eachDay, noDaily),
    refused("daily ones kept a day more", "spec.template.ttl", "744h0m0s", eachDay, noDaily),
    refused("weekly ones", "spec.schedule", "17 2 * * 0", eachDay, noDaily),
    refused("daily ones paused", "spec.paused", true, eachDay, noDaily),
    ...allUndecided(["spec", "spec.schedule", "spec.template.ttl", "spec.template.storageLocation"], {
      resource: home,
      of: "a schedule",
    }),
    ...allUndecided(["metadata.name"], { resource: daily + 1, of: "a place" }),
    ...allUndecided(["spec.paused"], { resource: daily, of: "a schedule" }),
  ],
};
