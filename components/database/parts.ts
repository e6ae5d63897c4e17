/** What members, locks and entries all have. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { databaseName, databasePorts, postgresVersions } from "../facts/database";
import { memberHost, type DatabaseClusterFact } from "../facts/databaseClusters";
import { check, podPaths, type RegionContext } from "../shared";

/** What every part of the data plane in a region is built with. */
export interface DatabasePartArgs {
  readonly context: RegionContext;
  /** Name of the ClusterIssuer that signs for the region. */
  readonly issuerName: pulumi.Input<string>;
  /** Config map with every region's authority, in each of the data plane's namespaces. */
  readonly authoritiesConfigMap: string;
  /** What must exist first: guarded namespaces, add-ons, classes of volumes. */
  readonly after: readonly pulumi.Resource[];
}

/** The image, by its release: the registry never changes what a tag means. */
export function databaseImage({ accountId, region }: RegionContext): string {
  const { postgres, release } = postgresVersions;
  return `${accountId}.dkr.ecr.${region.awsRegion}.amazonaws.com/platform/postgres:${postgres}.${release}`;
}

/**
 * By what libpq reaches whichever coordinator of a cluster leads, in a pod that shows a certificate: its environment.
 * @param user whom the certificate may be (`pgIdent`).
 */
export function coordinatorEnvironment(
  cluster: DatabaseClusterFact,
  user: string,
  domain: string,
): Record<string, string> {
  return {
    // All of them: libpq takes the first that can be written to.
    PGHOST: cluster.members.map((member) => memberHost(cluster, 0, member, domain)).join(","),
    PGPORT: String(databasePorts.postgres),
    PGTARGETSESSIONATTRS: "read-write",
    PGDATABASE: databaseName,
    PGUSER: user,
    PGSSLMODE: "verify-full",
    PGSSLROOTCERT: podPaths.authorities,
    PGSSLCERT: podPaths.certificate,
    PGSSLKEY: podPaths.key,
  };
}

/** The same in one word, as psql's `--dbname` takes it. @example "host=… port=5432 target_session_attrs=read-write …" */
export function coordinatorAddress(cluster: DatabaseClusterFact, user: string, domain: string): string {
  const words: Readonly<Record<string, string>> = {
    PGTARGETSESSIONATTRS: "target_session_attrs",
    PGDATABASE: "dbname",
  };
  return Object.entries(coordinatorEnvironment(cluster, user, domain))
    .map(([name, value]) => `${words[name] ?? name.slice("PG".length).toLowerCase()}=${value}`)
    .join(" ");
}

/** Text of a script beside this file, which goes into a config map. */
export function script(name: string): string {
  return readFileSync(path.join(__dirname, "scripts", name), "utf8");
}

/** Scripts beside this file by their names, as a config map has them. */
export function scriptsOf(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, script(name)]));
}

/**
 * What is done to a cluster as a whole is done from its home.
 * @param component for messages.
 * @throws InvalidValueError where the region is another.
 */
export function checkHome(
  component: string,
  { name, home }: Pick<DatabaseClusterFact, "name" | "home">,
  { region }: Pick<RegionContext, "region">,
): void {
  check(home === region.name, `${component}.cluster ${name}: region`, region.name, home);
}
