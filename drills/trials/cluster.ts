/** A small cluster with backups, and what can be wrong with them. */
import { paths } from "../../components/database/paths";
import { RestoredCluster } from "../restore/cluster";
import { podName } from "../world/planPods";

/** A segment is in both repositories after some seconds. */
const archivedSeconds = 60;
const wrongKey = "/tmp/wrong-passphrase";
/** By which the largest object of the backups is written over in the middle, as a fault of a disk or a hand would. */
const damage = [
  "set -e",
  "object=$(find /srv/objects/buckets -type f -path '*/backup/*' ! -name 'backup.*' -printf '%s %p\\n' | sort -n | tail -1)",
  "size=${object%% *} file=${object#* }",
  'head -c 64 /dev/urandom | dd of="$file" bs=1 seek=$((size / 2)) conv=notrunc status=none',
  'echo "$size $file"',
].join("\n");

export class TriedCluster extends RestoredCluster {
  /** The backup of a new cluster is as much as a trial needs. */
  protected override fill(): Promise<void> {
    return Promise.resolve();
  }

  private trialOf(repository: number): string {
    return podName(this.regionOf(repository), "postgres-trial", `${this.fact.name}-trial-0`);
  }

  /**
   * Tries a repository as the plan's job does, on a new disk, a minute's restore point after the backup.
   * @returns what was wrong; `undefined` where all was well.
   */
  override async tried(
    repository: number,
    env: Readonly<Record<string, string>> = {},
  ): Promise<string | undefined> {
    await this.restorePoint(this.leadingAtHome);
    await this.sql(this.leadingAtHome, "SELECT pg_switch_wal()");
    await this.archived(archivedSeconds);
    await this.world.exec(this.trialOf(repository), [
      "sh",
      "-c",
      `rm -rf ${paths.data}/data ${paths.spool}/*`,
    ]);
    return super.tried(repository, env);
  }

  /** Writes over a part of the home repository's largest file. @returns its size and its name. */
  damage(): Promise<string> {
    return this.world.exec(podName(this.fact.home, "aws", "s3"), ["bash", "-c", damage]);
  }

  /** The same with another passphrase. */
  async triedWithWrongKey(repository: number): Promise<string | undefined> {
    await this.world.exec(this.trialOf(repository), ["sh", "-c", `echo not-it > ${wrongKey}`]);
    return this.tried(repository, { PASSPHRASE_FILE: wrongKey });
  }
}
