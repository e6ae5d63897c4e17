/** What pods of the database clusters may do in their repositories; pure, so that every statement can be tested. */
import { groupName, type DatabaseClusterFact } from "../facts/databaseClusters";
import { regionNamed } from "../facts/regions";
import { repositoriesOf, repositoryBucket, type Repository } from "../facts/repositories";
import type { PolicyStatement, RegionContext } from "../shared";

/** `archive`: writes the log; `backup`: also backs up, and lets backups go; `restore`: reads. */
export type RepositoryUse = "archive" | "backup" | "restore";

const writing = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"];

/** What each use may do with objects, by the folder below a repository's own. */
const objectActions: Readonly<Record<RepositoryUse, Readonly<Record<string, readonly string[]>>>> = {
  // Who writes the log cannot write over a backup.
  archive: { "": ["s3:GetObject"], "archive/": writing },
  // Deleting hides an object for as long as its version stays; that itself nobody deletes.
  backup: { "": ["s3:DeleteObject", "s3:GetObject", ...writing] },
  restore: { "": ["s3:GetObject"] },
};

/** A word of a statement's id. @example word("subject-keys") // "SubjectKeys" */
const word = (text: string): string =>
  text.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());

/** A cluster's groups in one word, or a role would have more words than IAM takes. @example "repositories/people-asia-g?" */
const anyGroup = (prefix: string): string =>
  prefix.replace(/(?<=-g)\d+$/, (digits) => "?".repeat(digits.length));

/** Clusters' repositories by bucket, of one region or of all. */
function byBucket(
  clusters: readonly DatabaseClusterFact[],
  accountId: string,
  region?: string,
): ReadonlyMap<string, readonly Repository[]> {
  const found = new Map<string, Repository[]>();
  for (const cluster of clusters)
    for (const group of cluster.groups)
      for (const repository of repositoriesOf(cluster, groupName(cluster, group))) {
        if (region !== undefined && repository.region !== region) continue;
        const bucket = repositoryBucket(repository, accountId);
        found.set(bucket, [...(found.get(bucket) ?? []), repository]);
      }
  return found;
}

function statementsOf(
  accountId: string,
  use: RepositoryUse,
  bucket: string,
  repositories: readonly Repository[],
): PolicyStatement[] {
  const [first] = repositories;
  if (first === undefined) return [];
  const { region, purpose, keyAlias } = first;
  const { awsRegion } = regionNamed(region);
  const id = `${word(region)}${word(purpose)}`;
  const prefixes = [...new Set(repositories.map(({ prefix }) => anyGroup(prefix)))];
  return [
    {
      Sid: `List${id}`,
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: `arn:aws:s3:::${bucket}`,
      Condition: { StringLike: { "s3:prefix": prefixes.map((prefix) => `${prefix}/*`) } },
    },
    ...Object.entries(objectActions[use]).map(([folder, Action]): PolicyStatement => ({
      Sid: `${folder === "" ? "Objects" : word(folder.slice(0, -1))}${id}`,
      Effect: "Allow",
      Action,
      Resource: prefixes.map((prefix) => `arn:aws:s3:::${bucket}/${prefix}/${folder}*`),
    })),
    {
      Sid: `Key${id}`,
      Effect: "Allow",
      Action: use === "restore" ? "kms:Decrypt" : ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: `arn:aws:kms:${awsRegion}:${accountId}:key/*`,
      Condition: {
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": keyAlias },
        StringEquals: { "kms:ViaService": `s3.${awsRegion}.amazonaws.com` },
      },
    },
  ];
}

/**
 * Rights in the repositories of some clusters, and in nothing beside them.
 * @param region whose repositories alone are meant; default all.
 * @example repositoryStatements(context, [core], "restore") // lists, reads and decrypts below repositories/core
 */
export function repositoryStatements(
  { accountId }: Pick<RegionContext, "accountId">,
  clusters: readonly DatabaseClusterFact[],
  use: RepositoryUse,
  region?: string,
): readonly PolicyStatement[] {
  return [...byBucket(clusters, accountId, region)].flatMap(([bucket, repositories]) =>
    statementsOf(accountId, use, bucket, repositories),
  );
}
