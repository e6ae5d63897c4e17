/** What those may do who restore databases and rehearse it; pure, so that every right can be tested. */
import type * as k8s from "@pulumi/kubernetes";
import type { NamespaceRights } from "../automation";
import { namespaces } from "../facts/namespaces";
import { clusterNameOf } from "../facts/kubernetes";
import { recordPrefix, recoveryMetrics } from "../facts/rehearsals";
import { allRegions } from "../facts/regions";
import type { PolicyStatement, RegionContext } from "../shared";
import { bucketArn, bucketKeyStatement } from "../storage";

type PolicyRule = k8s.types.input.rbac.v1.PolicyRule;

const rule = (apiGroup: string, resources: readonly string[], verbs: readonly string[]): PolicyRule => ({
  apiGroups: [apiGroup],
  resources: [...resources],
  verbs: [...verbs],
});

/** Makes jobs of templates that wait, and reads what became of them. */
const jobs: readonly PolicyRule[] = [
  rule("batch", ["cronjobs"], ["get"]),
  rule("batch", ["jobs"], ["create", "get"]),
  rule("", ["pods"], ["get", "list"]),
  rule("", ["pods/log"], ["get"]),
];

/** Runs programs in pods; a client that speaks WebSockets gets what others create. */
const exec: readonly PolicyRule[] = [
  rule("", ["pods"], ["get", "list"]),
  rule("", ["pods/exec"], ["create", "get"]),
];

const scaled = (kind: string): readonly PolicyRule[] => [
  rule("apps", [kind], ["get"]),
  rule("apps", [`${kind}/scale`], ["get", "patch", "update"]),
];

/** In a cluster of any region: closes and opens entries, stops and starts members, runs jobs, asks members and the lock. */
export const restoreRights: readonly NamespaceRights[] = [
  {
    namespace: namespaces.postgres.name,
    rules: [...jobs, rule("", ["pods/exec"], ["create", "get"]), ...scaled("statefulsets")],
  },
  { namespace: namespaces.postgresEntry.name, rules: scaled("deployments") },
  { namespace: namespaces.postgresLock.name, rules: exec },
];

export const testRights: readonly NamespaceRights[] = [
  { namespace: namespaces.postgresTrial.name, rules: jobs },
];

/** Has Patroni hand the lead over, and asks members. */
export const evacuationRights: readonly NamespaceRights[] = [
  { namespace: namespaces.postgres.name, rules: exec },
];

/** Looks at what ended, and at nothing else. */
export const watchRights: readonly NamespaceRights[] = [
  { namespace: namespaces.postgres.name, rules: [rule("batch", ["jobs"], ["list"])] },
  { namespace: namespaces.postgresTrial.name, rules: [rule("batch", ["jobs"], ["list"])] },
  { namespace: namespaces.velero.name, rules: [rule("velero.io", ["backups"], ["list"])] },
];

/** Writes objects into a folder of the region's bucket of records, whose lock keeps them, and reads none. */
function writing(context: RegionContext, what: "recovery" | "restores"): readonly PolicyStatement[] {
  return [
    {
      Sid: "WriteDown",
      Effect: "Allow",
      Action: ["s3:AbortMultipartUpload", "s3:PutObject"],
      Resource: `${bucketArn(context, "audit")}/${recordPrefix(context.region.name, what)}/*`,
    },
    bucketKeyStatement("EncryptRecords", context, "audit"),
  ];
}

/** Finds records by their names, which say all that is asked for, and tells numbers. */
export function watchStatements(context: RegionContext): readonly PolicyStatement[] {
  return [
    {
      Sid: "FindRecords",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: bucketArn(context, "audit"),
      Condition: { StringLike: { "s3:prefix": `${recordPrefix(context.region.name, "recovery")}/*` } },
    },
    {
      Sid: "TellNumbers",
      Effect: "Allow",
      Action: "cloudwatch:PutMetricData",
      Resource: "*",
      Condition: { StringEquals: { "cloudwatch:namespace": recoveryMetrics.namespace } },
    },
  ];
}

export function rehearsalStatements(context: RegionContext): readonly PolicyStatement[] {
  return [...watchStatements(context), ...writing(context, "recovery")];
}

/** Finds out where other regions' clusters answer; what it may do there, they say themselves. */
export function restoreStatements(context: RegionContext): readonly PolicyStatement[] {
  return [
    {
      Sid: "FindClusters",
      Effect: "Allow",
      Action: "eks:DescribeCluster",
      Resource: allRegions()
        .filter(({ name }) => name !== context.region.name)
        .map(
          ({ name, awsRegion }) =>
            `arn:aws:eks:${awsRegion}:${context.accountId}:cluster/${clusterNameOf(name)}`,
        ),
    },
    ...writing(context, "restores"),
  ];
}
