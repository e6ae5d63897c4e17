/** The first statements of a cluster's life: its database, its commit classes as roles, and whom the poolers may ask. */
import { commitClasses } from "../facts/consistency";
import { databaseName, databaseRoles } from "../facts/database";
import { check } from "../shared";

const { pooler } = databaseRoles;

/** What a class may wait for: the standbys in step, or its own disk; anything else is no class that a drill has measured. */
const measured: readonly string[] = Object.values(commitClasses).map(
  ({ synchronousCommit }) => synchronousCommit,
);

/**
 * SQL that makes the database and its roles; run once by the first leader. A commit class is a role that sets how long its
 * commits wait. Nobody can log in as one until a password is set, which is what Vault does.
 * @param classes default those of facts.
 * @throws InvalidValueError where a class waits for what is not known, or has a name that is no role's.
 */
export function rolesSql(
  classes: Readonly<Record<string, { readonly synchronousCommit: string }>> = commitClasses,
): string {
  for (const [name, { synchronousCommit }] of Object.entries(classes)) {
    check(
      /^[a-z][a-z0-9_]{0,62}$/.test(name),
      "commitClasses",
      name,
      "small letters, digits and _, 63 at most",
    );
    check(
      measured.includes(synchronousCommit),
      `commitClasses.${name}.synchronousCommit`,
      synchronousCommit,
      measured.join(", "),
    );
  }
  return [
    `SELECT 'CREATE DATABASE ${databaseName}' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '${databaseName}') \\gexec`,
    `\\connect ${databaseName}`,
    `REVOKE CREATE ON SCHEMA public FROM PUBLIC;`,
    `CREATE ROLE ${pooler} LOGIN;`,
    ...Object.entries(classes).flatMap(([name, { synchronousCommit }]) => [
      `CREATE ROLE ${name} LOGIN;`,
      `ALTER ROLE ${name} SET synchronous_commit = '${synchronousCommit}';`,
      `GRANT CONNECT, TEMPORARY ON DATABASE ${databaseName} TO ${name};`,
    ]),
    `CREATE SCHEMA pooler AUTHORIZATION CURRENT_USER;`,
    `GRANT USAGE ON SCHEMA pooler TO ${pooler};`,
    `CREATE FUNCTION pooler.verifier_of(wanted text, OUT name text, OUT verifier text) RETURNS SETOF record`,
    `  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog`,
    `  AS $$ SELECT rolname::text, rolpassword FROM pg_authid WHERE rolname = wanted AND rolcanlogin AND NOT rolsuper AND NOT rolreplication $$;`,
    `REVOKE ALL ON FUNCTION pooler.verifier_of(text) FROM PUBLIC;`,
    `GRANT EXECUTE ON FUNCTION pooler.verifier_of(text) TO ${pooler};`,
    "",
  ].join("\n");
}
