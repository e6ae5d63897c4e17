/** The running cache, as a person on call sees and moves it: by the scripts in its pods. */
import { paths } from "../../components/cache/paths";
import { cacheName, cachePorts, cacheUsers } from "../../components/facts/cache";
import { cacheCluster, sentinelName } from "../../components/facts/cacheCluster";
import { pause, servicesPod, type KeptRows, type Subject } from "../shared/scenarios";
import type { PodSpec, World } from "../world";
import { podName } from "../world/planPods";
import { drillPassword } from "./planned";

/** Writers in a client. */
const threads = 3;
const user = "query-results";
const { prefix } = cacheUsers[user];

/** What a primary says of a replica. @example "ip=cache-1.cache.africa…,port=6379,state=online,offset=14,lag=0" */
const replicaLine = /^slave\d+:.*state=online,.*lag=[01](,|$)/;

export class RunningCache implements Subject {
  readonly fact = cacheCluster();
  /** Name of each member's pod by its host. */
  private readonly pods: ReadonlyMap<string, string>;
  /** Host of the member that led when all was last well; told anew when Sentinels promote another. */
  private leading = "";

  constructor(
    private readonly world: World,
    planned: readonly PodSpec[],
  ) {
    const members = planned.filter(({ name }) => /\/cache-\d+$/.test(name));
    this.pods = new Map(members.map(({ name, hostnames: [host = ""] }) => [host, name]));
    const expected = this.fact.members.length;
    if (this.pods.size !== expected)
      throw new Error(`the plan has ${this.pods.size} members of the cache; wanted: ${expected}`);
  }

  client(region: string, run: string): ReturnType<Subject["client"]> {
    // Those of its own region first, as services are told.
    const places = [...this.fact.sentinels].sort(
      (a, b) => Number(b.region === region) - Number(a.region === region),
    );
    const hosts = places.map((place) => this.hostOf(this.sentinelPod(place.region, place.ordinal)));
    const port = String(cachePorts.sentinel);
    return {
      argv: [
        "python3",
        "/opt/client.py",
        `${run}-${region}`,
        prefix,
        String(threads),
        cacheName,
        port,
        ...hosts,
      ],
      env: { CACHE_PASSWORD: drillPassword(region, user) },
    };
  }

  /** A Sentinel says which member leads from now on; the others say it again. */
  promotedBy(_pod: string, line: string): string | undefined {
    const [, host = ""] = /\+switch-(?:master|primary) \S+ \S+ \d+ (\S+) \d+/.exec(line) ?? [];
    if (host === "" || host === this.leading) return undefined;
    this.leading = host;
    return host;
  }

  rowsOf(region: string, run: string): Promise<readonly KeptRows[]> {
    const rows = Array.from({ length: threads }, async (_, thread) => {
      const text = await this.world.exec(servicesPod(region), [
        "/bin/sh",
        "-c",
        `REDISCLI_AUTH=${drillPassword(region, user)} exec valkey-cli -e --raw --tls --cacert ${paths.authorities} --cert ${paths.certificate} --key ${paths.key} -h ${this.leading} -p ${cachePorts.replicated} --user ${user} LRANGE ${prefix}drill:${run}-${region}:${thread} 0 -1`,
      ]);
      const sequences = text.split("\n").filter((line) => line !== "");
      return { commitClass: "fast", thread, sequences: sequences.map(Number) };
    });
    return Promise.all(rows);
  }

  /** Host of the member that leads. */
  get leader(): string {
    return this.leading;
  }

  /** The same as most Sentinels say, as one at home hears it; `undefined` where none has a majority. */
  private async primary(): Promise<string | undefined> {
    const said = await this.script(this.sentinelPod(this.fact.home, 0), "primary_by_majority sentinel");
    return said === "" ? undefined : said;
  }

  /** Name of the pod of a member. @throws Error where no member has that host. */
  podOf(host: string): string {
    const pod = this.pods.get(host);
    if (pod === undefined)
      throw new Error(
        `no member of the cache is called "${host}"; there are ${[...this.pods.keys()].join(", ")}`,
      );
    return pod;
  }

  /** Hosts of the members at home. */
  get homeHosts(): readonly string[] {
    return [...this.pods].flatMap(([host, pod]) => (pod.startsWith(`${this.fact.home}/`) ? [host] : []));
  }

  sentinelPod(region: string, ordinal: number): string {
    return podName(region, "valkey", `${sentinelName(this.fact)}-${ordinal}`);
  }

  /** Changes a setting of a running member, as only its own pod may. */
  async set(host: string, setting: string, value: number): Promise<void> {
    await this.script(this.podOf(host), `keeper ${cachePorts.replicated} CONFIG SET ${setting} ${value}`);
  }

  /** Has another member promoted as before a planned stop: writes are held back until the primary is a replica itself. */
  async handOver(): Promise<void> {
    await this.world.exec(this.podOf(this.leading), [`${paths.scripts}/valkey-stop.sh`]);
  }

  /** Has a Sentinel promote another member at once. */
  async switchover(): Promise<void> {
    const [pod = ""] = this.pods.values();
    const sentinel = this.hostOf(this.sentinelPod(this.fact.home, 0));
    await this.script(
      pod,
      `as replication ${sentinel} ${cachePorts.sentinel} SENTINEL FAILOVER ${cacheName}`,
    );
  }

  /** The primary is at home, and all other members follow it closely. */
  async well(seconds: number): Promise<void> {
    const until = Date.now() + 1000 * seconds;
    let last = "";
    while (Date.now() < until) {
      try {
        const primary = await this.primary();
        last = primary === undefined ? "no majority names a primary" : await this.state(primary);
        if (primary !== undefined && last === "") {
          if (this.homeHosts.includes(primary)) {
            this.leading = primary;
            return;
          }
          await this.switchover();
        }
      } catch (error) {
        last = (error as Error).message;
      }
      await pause(1500);
    }
    throw new Error(`the cache is not well after ${seconds} s: ${last}`);
  }

  /** What is not well with a primary; nothing where all is. */
  private async state(primary: string): Promise<string> {
    const said = await this.script(
      this.sentinelPod(this.fact.home, 0),
      `as sentinel ${primary} ${cachePorts.replicated} INFO replication`,
    );
    const lines = said.split(/\r?\n/);
    const following = lines.filter((line) => replicaLine.test(line)).length;
    const isWell = lines.includes("role:master") && following === this.fact.members.length - 1;
    return isWell ? "" : `${primary}: ${lines.filter((line) => /^(role|slave)/.test(line)).join(" ")}`;
  }

  private hostOf(pod: string): string {
    return this.world.pod(pod).spec.hostnames[0] ?? "";
  }

  /** Runs words of the pods' own scripts in one. */
  private async script(pod: string, words: string): Promise<string> {
    const said = await this.world.exec(pod, ["/bin/sh", "-c", `. ${paths.scripts}/common.sh; ${words}`]);
    return said.trim();
  }
}
