import { globalStackName, regionNamed } from "../../components/facts/regions";
import type { BucketPurpose } from "../../components/facts/objects";
import type { Fixture } from "./rules";

/** Copies of objects as the global stack has them, small. */

const account = "111122223333";
const type = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";

const bucketOfRegion = (region: string, purpose: BucketPurpose): string =>
  `azora-${region}-${purpose}-${account}`;

interface Ends {
  readonly purpose: BucketPurpose;
  readonly home: string;
  readonly from: string;
  readonly to: string;
}

/** A rule as it must be, for objects of one home. */
export function copyRule({ purpose, home, from, to }: Ends): Record<string, unknown> {
  const enabled = { status: "Enabled" };
  const isData = purpose === "data";
  return {
    id: `${home}-from-${from}-to-${to}`,
    priority: 1,
    status: "Enabled",
    filter: { prefix: `${home}/` },
    deleteMarkerReplication: { status: isData ? "Enabled" : "Disabled" },
    sourceSelectionCriteria: {
      sseKmsEncryptedObjects: enabled,
      replicaModifications: { status: isData ? "Enabled" : "Disabled" },
    },
    destination: {
      bucket: `arn:aws:s3:::${bucketOfRegion(to, purpose)}`,
      encryptionConfiguration: {
        replicaKmsKeyId: `arn:aws:kms:${regionNamed(to).awsRegion}:${account}:alias/azora/${to}/personal`,
      },
      metrics: { ...enabled, eventThreshold: { minutes: 15 } },
      replicationTime: { ...enabled, time: { minutes: 15 } },
    },
  };
}

/** A bucket's replication by one rule. */
export function copied(ends: Ends): Fixture {
  return {
    type,
    name: `${ends.from}-${ends.purpose}`,
    stack: globalStackName,
    props: {
      region: regionNamed(ends.from).awsRegion,
      bucket: bucketOfRegion(ends.from, ends.purpose),
      rules: [copyRule(ends)],
    },
  };
}

export const out = copied({ purpose: "data", home: "africa", from: "africa", to: "europe" });
export const back = copied({ purpose: "data", home: "africa", from: "europe", to: "africa" });
export const backups = copied({ purpose: "backups", home: "asia", from: "asia", to: "americas" });

/** Audit records of a region, kept by another account in the same one. */
export function archivedIn(region: string): Fixture {
  const { awsRegion } = regionNamed(region);
  return {
    type,
    name: `${region}-audit`,
    stack: globalStackName,
    props: {
      region: awsRegion,
      bucket: bucketOfRegion(region, "audit"),
      rules: [
        {
          ...copyRule({ purpose: "audit", home: region, from: region, to: region }),
          destination: {
            bucket: `arn:aws:s3:::azora-archive-${region}`,
            account: "444455556666",
            accessControlTranslation: { owner: "Destination" },
            encryptionConfiguration: { replicaKmsKeyId: `arn:aws:kms:${awsRegion}:444455556666:key/1` },
            metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
            replicationTime: { status: "Enabled", time: { minutes: 15 } },
          },
        },
      ],
    },
  };
}

export const archived = archivedIn("africa");

interface Watched {
  readonly metricName: string;
  readonly awsRegion: string;
  readonly threshold: number;
  readonly statistic: string;
}

/** An alarm on the copies of africa's data. */
export function alarm({ metricName, awsRegion, threshold, statistic }: Watched): Fixture {
  return {
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    name: metricName,
    stack: globalStackName,
    props: {
      region: awsRegion,
      namespace: "AWS/S3",
      metricName,
      statistic,
      threshold,
      comparisonOperator: "GreaterThanThreshold",
      period: 60,
      evaluationPeriods: 5,
      dimensions: {
        SourceBucket: bucketOfRegion("africa", "data"),
        DestinationBucket: bucketOfRegion("europe", "data"),
        RuleId: "africa-from-africa-to-europe",
      },
      alarmActions: [`arn:aws:sns:${awsRegion}:${account}:azora-alerts`],
    },
  };
}
