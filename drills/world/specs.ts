/** What a world is given: regions and the pods in them. */

/** A region and the IPv4 network that its pods have their addresses from. */
export interface RegionSpec {
  readonly name: string;
  /** A /16, as in facts. @example "10.16.0.0/16" */
  readonly cidr: string;
}

export interface ContainerSpec {
  readonly name: string;
  /** Program and arguments; the program is process 1 of the container, as under a kubelet. */
  readonly command: readonly string[];
  /** All that the program has in its environment, beside PATH, HOME and HOSTNAME where these are not named. */
  readonly env: Readonly<Record<string, string>>;
  readonly uid: number;
  readonly gid: number;
}

/** A file that a config map or a secret mounts. */
export interface FileSpec {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
  /** Default 0, root's. */
  readonly uid?: number;
  /** Default the first container's group, as a kubelet does with `fsGroup`. */
  readonly gid?: number;
}

/** A data volume: memory of its own and of this size, so that it can fill up. It belongs to the first container's user. */
export interface VolumeSpec {
  readonly path: string;
  readonly sizeMiB: number;
}

/** A name that the planned image gives to one of its users; the drills' system has Debian's. */
export interface AccountSpec {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

export interface PodSpec {
  /** Its own in the whole world. @example "africa/postgres/core-0" */
  readonly name: string;
  readonly region: string;
  /** Names that lead to it from every region; several pods may share one. */
  readonly hostnames: readonly string[];
  /** Names that lead to itself, and only within it; default none. */
  readonly ownNames?: readonly string[];
  readonly containers: readonly ContainerSpec[];
  readonly files: readonly FileSpec[];
  readonly volumes: readonly VolumeSpec[];
  /** Default none beside the system's; numbers without a name get one. */
  readonly accounts?: readonly AccountSpec[];
  /** Whether only volumes, /tmp, /run and /dev/shm can be written, as under `readOnlyRootFilesystem`; default false. */
  readonly readOnlyRoot?: boolean;
}

/** Round trip in milliseconds between two regions that differ. */
export type RoundTrips = (a: string, b: string) => number;

const namePattern = /^[a-z0-9]([a-z0-9./-]*[a-z0-9])?$/;
const networkPattern = /^\d{1,3}\.\d{1,3}\.0\.0\/16$/;
/** Addresses of a /16 that the world gives to pods of one region. */
export const podsPerRegionMax = 200;

function refuse(what: string, value: unknown, allowed: string): never {
  throw new Error(`${what} is ${JSON.stringify(value)}; allowed: ${allowed}`);
}

function once(what: string, values: readonly string[]): void {
  values.forEach((value, index) => {
    if (values.indexOf(value) !== index) refuse(what, value, "each only once");
  });
}

function checkPath(what: string, value: string): void {
  if (!value.startsWith("/") || value.split("/").some((part) => part === ".." || part === "."))
    refuse(what, value, "an absolute path");
}

function checkPod(pod: PodSpec): void {
  const { name, containers, files, volumes } = pod;
  if (!namePattern.test(name)) refuse("pod name", name, "small letters, digits, '.', '-' and '/'");
  if (containers.length === 0) refuse(`containers of ${name}`, containers, "at least one");
  once(
    `container of ${name}`,
    containers.map((container) => container.name),
  );
  for (const container of containers) {
    if (container.command.length === 0)
      refuse(`command of ${name}/${container.name}`, container.command, "a program and its arguments");
    for (const id of ["uid", "gid"] as const)
      if (!Number.isInteger(container[id]) || container[id] < 0 || container[id] > 0xffff_fffe)
        refuse(`${id} of ${name}/${container.name}`, container[id], "a whole number from 0");
  }
  for (const file of files) {
    checkPath(`file of ${name}`, file.path);
    if (!Number.isInteger(file.mode) || file.mode < 0 || file.mode > 0o7777)
      refuse(`mode of ${name}${file.path}`, file.mode, "0 to 0o7777");
  }
  for (const volume of volumes) {
    checkPath(`volume of ${name}`, volume.path);
    if (!Number.isInteger(volume.sizeMiB) || volume.sizeMiB < 1)
      refuse(`sizeMiB of ${name}${volume.path}`, volume.sizeMiB, "a whole number from 1");
  }
  once(
    `file or volume of ${name}`,
    [...files, ...volumes].map((each) => each.path),
  );
}

/**
 * Checks what a world is given, before anything is made.
 * @throws Error naming the field, its value and what is allowed.
 */
export function checkWorld(
  regions: readonly RegionSpec[],
  roundTripMs: RoundTrips,
  pods: readonly PodSpec[],
): void {
  const names = regions.map(({ name }) => name);
  if (regions.length === 0) refuse("regions", regions, "at least one");
  once("region", names);
  once(
    "cidr",
    regions.map(({ cidr }) => cidr),
  );
  for (const { name, cidr } of regions) {
    if (!/^[a-z0-9-]+$/.test(name)) refuse("region", name, "small letters, digits and '-'");
    if (!networkPattern.test(cidr)) refuse(`cidr of ${name}`, cidr, "a /16, for example 10.16.0.0/16");
    for (const other of names) {
      const ms = name === other ? 0 : roundTripMs(name, other);
      if (!(ms >= 0 && ms <= 10_000)) refuse(`round trip of ${name} and ${other}`, ms, "0 to 10000 ms");
    }
  }
  once(
    "pod",
    pods.map(({ name }) => name),
  );
  for (const pod of pods) {
    if (!names.includes(pod.region)) refuse(`region of ${pod.name}`, pod.region, names.join(", "));
    checkPod(pod);
  }
  for (const name of names) {
    const count = pods.filter(({ region }) => region === name).length;
    if (count > podsPerRegionMax) refuse(`number of pods in ${name}`, count, `at most ${podsPerRegionMax}`);
  }
}
