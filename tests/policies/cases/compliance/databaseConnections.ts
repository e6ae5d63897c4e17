import { rule } from "../../../../policies/compliance/rules/databaseConnections";
import { atHome, knownBy, notMembers } from "../../../support/databaseFixtures";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { absent, type RuleCases } from "../../../support/rules";

const member = 'data["core-0.yaml"]';
const hba = `${member}.postgresql.pg_hba`;
const parameters = `${member}.postgresql.parameters`;
const encryption = 'data["dynamic.json"].postgresql.parameters.password_encryption';
const line = "hostssl with cert or scram-sha-256, local with peer, or reject";

export const cases: RuleCases = {
  rule,
  fixtures: [atHome, ...notMembers],
  mutations: [
    refused("without TLS", `${parameters}.ssl`, false, "true"),
    refused("old TLS", `${parameters}.ssl_min_protocol_version`, "TLSv1.2", "TLSv1.3"),
    refused("any TLS", `${parameters}.ssl_min_protocol_version`, absent, "TLSv1.3"),
    ...[
      "host all all 10.16.0.0/16 scram-sha-256",
      "hostnossl all all 10.16.0.0/16 cert",
      "hostssl all all 10.16.0.0/16 md5",
      "hostssl all all 10.16.0.0/16 password",
      "hostssl all all 10.16.0.0/16 trust",
      "hostssl all all 0.0.0.0/0",
      "local all all trust",
      "include pg_hba_more.conf",
    ].map((to) => refused(`the line ${to}`, `${hba}[1]`, to, line)),
    refused("a line that is no text", `${hba}[1]`, 5, line),
    refused("no lines", hba, absent, "lines of pg_hba.conf"),
    refused("weak sums of passwords", encryption, "md5", "scram-sha-256"),
    refused(
      "weak sums of passwords, where a cluster begins",
      `${member}.bootstrap.dcs.postgresql.parameters.password_encryption`,
      absent,
      "scram-sha-256",
    ),
    ...allUndecided([
      `${parameters}.ssl`,
      `${parameters}.ssl_min_protocol_version`,
      hba,
      `${hba}[2]`,
      encryption,
      member,
    ]),
    undecided("metadata.namespace", { resource: 1 }),
    undecided('metadata.labels["azora.io/cluster"]'),
  ],
  survivors: [
    ...knownBy,
    { path: "data.core-0.yaml.bootstrap", why: "a member that begins no cluster has none" },
  ],
};
