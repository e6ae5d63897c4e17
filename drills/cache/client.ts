/** A service in a region, which writes to the cache. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { paths } from "../../components/cache/paths";
import { valkeyUserId } from "../../components/facts/cache";
import { servicesPod } from "../shared/scenarios";
import type { Authorities, PodSpec } from "../world";

/** The pod that a region's services run in, with a certificate as every client of the cache needs one. */
export async function clientPod(region: string, authorities: Authorities): Promise<PodSpec> {
  const { certificate, key } = await authorities.issue(region, { commonName: "services", uses: ["client"] });
  const script = readFileSync(path.join(__dirname, "client.py"), "utf8");
  return {
    name: servicesPod(region),
    region,
    hostnames: [],
    containers: [
      { name: "client", command: ["sleep", "infinity"], env: {}, uid: valkeyUserId, gid: valkeyUserId },
    ],
    files: [
      { path: "/opt/client.py", content: script, mode: 0o444 },
      { path: paths.authorities, content: authorities.certificates, mode: 0o444 },
      { path: paths.certificate, content: certificate, mode: 0o444 },
      { path: paths.key, content: key, mode: 0o440 },
    ],
    volumes: [],
    accounts: [{ name: "valkey", uid: valkeyUserId, gid: valkeyUserId }],
  };
}
