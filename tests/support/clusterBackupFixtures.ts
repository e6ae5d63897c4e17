import type { Fixture } from "./rules";

const metadata = (name: string): Readonly<Record<string, unknown>> => ({ name, namespace: "velero" });

/** A place of the region europe's backups, as the program makes them. */
export function location(
  name: "home" | "partner",
  region: "europe" | "americas",
  awsRegion: string,
): Fixture {
  return {
    type: "kubernetes:velero.io/v1:BackupStorageLocation",
    name,
    stack: "europe",
    props: {
      metadata: metadata(name),
      spec: {
        provider: "velero.io/aws",
        objectStorage: {
          bucket: `azora-${region}-backups-111122223333`,
          prefix: `europe/cluster-objects/${name}`,
        },
        config: {
          region: awsRegion,
          serverSideEncryption: "aws:kms",
          kmsKeyId: `alias/azora/${region}/personal`,
        },
        accessMode: "ReadWrite",
      },
    },
  };
}

/** A schedule of the region europe. */
export function schedule(name: string, storageLocation: string, cron: string, ttl: string): Fixture {
  return {
    type: "kubernetes:velero.io/v1:Schedule",
    name,
    stack: "europe",
    props: {
      metadata: metadata(name),
      spec: {
        schedule: cron,
        template: {
          ttl,
          storageLocation,
          snapshotVolumes: false,
          defaultVolumesToFsBackup: false,
          snapshotMoveData: false,
        },
      },
    },
  };
}
