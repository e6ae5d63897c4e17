/** Addresses and names of a world's pods, and the files in each pod that tell of them. */
import type { AccountSpec, PodSpec, RegionSpec } from "./specs";

/** What files of the system say in one pod. */
export interface PodNames {
  readonly hosts: string;
  readonly resolver: string;
  readonly passwd: string;
  readonly group: string;
}

/** The router's place in a region's network, where its name server listens too. */
const routerHost = 1;
/** The first pod's. */
const firstPodHost = 10;

function addressIn({ cidr }: RegionSpec, host: number): string {
  return cidr.replace(/\.0\/16$/, `.${host}`);
}

/** Address of a region's router. @example routerAddress({ name: "africa", cidr: "10.16.0.0/16" }) // "10.16.0.1" */
export function routerAddress(region: RegionSpec): string {
  return addressIn(region, routerHost);
}

/** Address of each pod by its name: in its region's network, in the order given. */
export function podAddresses(
  regions: readonly RegionSpec[],
  pods: readonly PodSpec[],
): ReadonlyMap<string, string> {
  return new Map(
    regions.flatMap((region) =>
      pods
        .filter((pod) => pod.region === region.name)
        .map((pod, index) => [pod.name, addressIn(region, firstPodHost + index)] as const),
    ),
  );
}

/**
 * The link address that belongs to a pod's address, so that neighbours still reach a pod that was made anew.
 * @example hardwareAddress("10.16.0.10") // "02:00:0a:10:00:0a"
 */
export function hardwareAddress(address: string): string {
  const bytes = address.split(".").map((each) => Number(each).toString(16).padStart(2, "0"));
  return ["02", "00", ...bytes].join(":");
}

/** The lines of a hosts file for every pod; a name that several pods share leads to all of them. */
export function podHosts(pods: readonly PodSpec[], addresses: ReadonlyMap<string, string>): string {
  return pods
    .filter(({ hostnames }) => hostnames.length > 0)
    .map(({ name, hostnames }) => `${addresses.get(name) ?? ""} ${hostnames.join(" ")}\n`)
    .join("");
}

/** The hosts file of a pod, which leads its own name to its own address, as a kubelet's does. */
export function hostsFile(
  hostname: string,
  address: string,
  hosts: string,
  ownNames: readonly string[] = [],
): string {
  return `127.0.0.1 ${["localhost", ...ownNames].join(" ")}\n${address} ${hostname}\n${hosts}`;
}

/** What a pod calls itself: the last part of its name, as a StatefulSet's pods do. */
export function hostnameOf({ name }: Pick<PodSpec, "name">): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** The names that a pod's users need: those given, and one for each number that has none. */
export function accountsOf({ containers, accounts = [] }: PodSpec, passwd: string): readonly AccountSpec[] {
  const named = new Set([...passwd.matchAll(/^[^:]*:[^:]*:(\d+):/gm)].map(([, uid]) => Number(uid)));
  const nameless = containers
    .filter(({ uid }) => !named.has(uid) && !accounts.some((account) => account.uid === uid))
    .map(({ uid, gid }) => ({ name: `user${uid}`, uid, gid }));
  const first = new Map(nameless.map((account) => [account.uid, account]));
  return [...accounts, ...first.values()];
}

/** Adds accounts to a `passwd` file; a name or number that it has already is the account's from then on. */
export function withAccounts(passwd: string, accounts: readonly AccountSpec[]): string {
  const kept = passwd.split("\n").filter((line) => {
    const [name, , uid] = line.split(":");
    return line !== "" && !accounts.some((each) => each.name === name || String(each.uid) === uid);
  });
  const added = accounts.map(
    ({ name, uid, gid }) => `${name}:x:${uid}:${gid}:${name}:/tmp:/usr/sbin/nologin`,
  );
  return [...kept, ...added, ""].join("\n");
}

/** The same of a `group` file. */
export function withGroups(group: string, accounts: readonly AccountSpec[]): string {
  const byId = new Map(accounts.map((account) => [account.gid, account.name]));
  const kept = group.split("\n").filter((line) => {
    const [name = "", , gid] = line.split(":");
    return line !== "" && !byId.has(Number(gid)) && ![...byId.values()].includes(name);
  });
  return [...kept, ...[...byId].map(([gid, name]) => `${name}:x:${gid}:`), ""].join("\n");
}

/** What the files of a pod say, given the system's own. */
export function podNames(
  pod: PodSpec,
  {
    address,
    resolver,
    hosts,
  }: { readonly address: string; readonly resolver: string; readonly hosts: string },
  system: { readonly passwd: string; readonly group: string },
): PodNames {
  const accounts = accountsOf(pod, system.passwd);
  return {
    hosts: hostsFile(hostnameOf(pod), address, hosts, pod.ownNames),
    resolver: `nameserver ${resolver}\noptions timeout:1 attempts:2\n`,
    passwd: withAccounts(system.passwd, accounts),
    group: withGroups(system.group, accounts),
  };
}
