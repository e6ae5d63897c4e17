import {
  clusterBackupLocations,
  clusterBackupSchedules,
  clusterBackupTimes,
} from "../../components/facts/clusterBackup";
import { mayMove } from "../../components/facts/jurisdictions";
import { keyPrefixes, objectCopies } from "../../components/facts/objectCopies";
import { recovery } from "../../components/facts/promises";
import { allRegions, regionNamed } from "../../components/facts/regions";
import { retention } from "../../components/facts/retention";
import { longestWaitMinutes } from "../../components/facts/cron";

const homes = allRegions().map(({ name }) => name);

describe.each(homes)("backups of the objects of %s", (home) => {
  const locations = clusterBackupLocations(home);

  test("lie at home and in the first region to which the law lets backups go", () => {
    const [first] = objectCopies().filter((copy) => copy.purpose === "backups" && copy.home === home);
    expect(locations.map(({ name, region }) => [name, region])).toEqual([
      ["home", home],
      ["partner", first?.to],
    ]);
    for (const { region } of locations)
      expect(mayMove("personal", regionNamed(home).jurisdiction, regionNamed(region).jurisdiction)).toBe(
        true,
      );
  });

  test("have keys that each bucket takes, and that what S3 copies there does not take too", () => {
    for (const { region, prefix } of locations)
      expect(keyPrefixes("backups", region).some((allowed) => prefix.startsWith(allowed))).toBe(true);
    expect(new Set(locations.map(({ prefix }) => prefix)).size).toBe(locations.length);
  });

  test("are made every five minutes in each place, and never at the same minute", () => {
    const frequent = clusterBackupSchedules(locations).filter(({ name }) => name.startsWith("frequent"));
    expect(frequent.map(({ location }) => location)).toEqual(["home", "partner"]);
    for (const { cron, keptHours } of frequent) {
      expect(longestWaitMinutes(cron)).toBeLessThanOrEqual(recovery.backupIntervalMinutes);
      expect(keptHours).toBe(24);
    }
    expect(frequent.map(({ cron }) => cron)).toEqual(["0-59/5 * * * *", "2-59/5 * * * *"]);
  });

  test("are kept for as long as backups are, once a day", () => {
    expect(clusterBackupSchedules(locations).at(-1)).toMatchObject({
      location: "home",
      keptHours: retention.backupDays * 24,
    });
    expect(clusterBackupTimes.dailyKeptHours).toBe(720);
  });
});

test("where the law lets backups go nowhere, they stay at home, and are made as often", () => {
  const locations = clusterBackupLocations("europe", (_, from, to) => from === to);
  expect(locations.map(({ name }) => name)).toEqual(["home"]);
  expect(clusterBackupSchedules(locations).map(({ cron }) => cron)).toEqual(["0-59/5 * * * *", "17 2 * * *"]);
});
