/** A service in a region, which writes through its region's poolers. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { postgresUserId } from "../../components/facts/database";
import { servicesPod } from "../shared/scenarios";
import type { PodSpec } from "../world";

/** The pod that a region's services run in. @param certificates of all regions' authorities, PEM. */
export function clientPod(region: string, certificates: string): PodSpec {
  return {
    name: servicesPod(region),
    region,
    hostnames: [],
    containers: [
      {
        name: "client",
        command: ["sleep", "infinity"],
        env: {},
        uid: postgresUserId,
        gid: postgresUserId,
      },
    ],
    files: [
      {
        path: "/opt/client.py",
        content: readFileSync(path.join(__dirname, "client.py"), "utf8"),
        mode: 0o444,
      },
      { path: "/etc/azora/authorities/authorities.pem", content: certificates, mode: 0o444 },
    ],
    volumes: [],
  };
}
