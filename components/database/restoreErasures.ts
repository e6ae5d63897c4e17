/** How a cluster that was restored to a moment before some erasures is told of them. */
import { databaseRoles } from "../facts/database";
import { groupName, type DatabaseClusterFact } from "../facts/databaseClusters";
import { namespaces } from "../facts/namespaces";
import { restores } from "../facts/repositories";
import { coordinatorAddress } from "./parts";
import { kubectl, once, type RestorePhase } from "./restoreCommands";
import type { RestoreRequest } from "./restoreRequest";

/**
 * Statements on whichever member of a cluster leads, in one transaction. They are asked for in a region, by a member's certificate.
 * @param domain below which the regions' private zones are.
 */
function onLeader(
  region: string,
  cluster: DatabaseClusterFact,
  domain: string,
  statements: readonly string[],
): string {
  const address = coordinatorAddress(cluster, databaseRoles.superuser, domain);
  const psql = [
    "psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --single-transaction",
    // Of a lost region nothing answers, not even that it does not.
    `--dbname="${address} connect_timeout=5"`,
    ...statements.map((statement) => `--command="${statement}"`),
  ].join(" ");
  const member = `${groupName(cluster, 0)}-0`;
  const { name: namespace } = namespaces.postgres;
  return kubectl(region, namespace, "exec", "--stdin", member, "--container=postgres", "--", psql);
}

/**
 * Whoever was erased since is erased here too, before anybody reads them: the cluster that was not restored tells. It is told in turn,
 * since either may have what the other lost. None where there are no erasures, or nobody can tell.
 */
export function erasurePhases(
  { cluster, target, ledger }: RestoreRequest,
  domain: string,
): readonly RestorePhase[] {
  if (ledger === undefined) return [];
  const told = (from: DatabaseClusterFact, to: DatabaseClusterFact): RestorePhase => ({
    title: `Erase in ${to.name} whom ${from.name} has erased`,
    steps: [
      once(
        [
          onLeader(target, from, domain, ["COPY azora.erasures TO STDOUT"]),
          onLeader(target, to, domain, [
            "CREATE TEMPORARY TABLE told (LIKE azora.erasures)",
            "COPY told FROM STDIN",
            "INSERT INTO azora.erasures SELECT * FROM told ON CONFLICT DO NOTHING",
          ]),
        ].join(" | "),
      ),
    ],
    secondsMax: restores.eraseSeconds,
  });
  return [told(ledger, cluster), told(cluster, ledger)];
}
