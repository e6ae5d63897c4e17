import { tlsMin } from "../../../components/facts/security";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { onTheWay } from "../../shared/controls";
import { memberConfigs, sharedSettings } from "../../shared/databaseConfigs";
import { wrong } from "../../shared/finding";
import { configMapType } from "../../shared/kubernetes";

/** What a connection may prove itself by: over the network, and by the machine's own socket. */
const overNetwork = ["cert", "scram-sha-256", "reject"];
const bySocket = ["peer", "scram-sha-256", "reject"];

/** Whether a line of `pg_hba.conf` lets nobody in over the network without TLS, or by a weaker proof. */
function isSound(line: string): boolean {
  // "local DATABASE USER METHOD [OPTION…]", any other kind has an address before its method.
  const [kind = "", , , ...rest] = line.trim().split(/\s+/);
  if (kind === "local") return bySocket.includes(rest[0] ?? "");
  const method = rest[1] ?? "";
  return kind === "hostssl" ? overNetwork.includes(method) : kind === "host" && method === "reject";
}

function memberFindings(config: Reader): readonly Finding[] {
  const fix = "take what patroniConfig and pgHba give";
  const parameters = config.at("postgresql", "parameters");
  const ssl = parameters.at("ssl");
  const oldest = parameters.at("ssl_min_protocol_version");
  const lines = config.at("postgresql", "pg_hba");
  return [
    ...(ssl.flag() === true ? [] : [wrong(ssl, "true", fix)]),
    ...(oldest.text() === `TLSv${tlsMin.version}` ? [] : [wrong(oldest, `TLSv${tlsMin.version}`, fix)]),
    // Without lines of ours Patroni writes none, and initdb's own trust the machine.
    ...(lines.items().length > 0 ? [] : [wrong(lines, "lines of pg_hba.conf", fix)]),
    ...lines
      .items()
      .filter((line) => !isSound(line.text() ?? "host"))
      .map((line) => wrong(line, "hostssl with cert or scram-sha-256, local with peer, or reject", fix)),
  ];
}

export const rule: ResourceRule = {
  id: "database-connections",
  title: "Databases are reached over TLS 1.3, by certificate or SCRAM",
  why: "Rows, and what replicates them, cross four regions; a password that is sent or hashed weakly is as good as none.",
  severity: "critical",
  level: "mandatory",
  controls: onTheWay,
  scope: "resource",
  types: [configMapType],
  onUnknown: "fail",
  check: (resource) => [
    ...memberConfigs(resource).flatMap(memberFindings),
    ...sharedSettings(resource)
      .map((settings) => settings.at("postgresql", "parameters", "password_encryption"))
      .filter((encryption) => encryption.text() !== "scram-sha-256")
      .map((encryption) => wrong(encryption, "scram-sha-256", "take the settings that dynamicConfig gives")),
  ],
};
