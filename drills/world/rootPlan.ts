/** What the drills' system is made of, and from where: pure, so that it can be tested without making one. */
import { createHash } from "node:crypto";

/** Debian 13: its own packages are the planned versions; those of 12 are too old (pgBackRest 2.45, PgBouncer 1.18). */
export const suite = "trixie";

/** Debian's packages in it, beside the smallest system. */
export const debianPackages = [
  "ca-certificates",
  "dnsmasq-base",
  "etcd-client",
  "etcd-server",
  "haproxy",
  "iproute2",
  "iputils-ping",
  "openssl",
  "pgbackrest",
  "pgbouncer",
  "postgresql-17",
  "postgresql-17-pgaudit",
  "procps",
  "prometheus-redis-exporter",
  "python3-pip",
  "python3-venv",
  "valkey-sentinel",
  "valkey-server",
] as const;

/** The S3 server that stands for AWS' own: no package of Debian's is one. */
export const objectServer = {
  name: "versitygw",
  module: "github.com/versity/versitygw/cmd/versitygw",
  version: "v1.8.0",
} as const;

/** Where Patroni stands in it. */
export const patroniHome = "/opt/patroni";

/** Programs of Patroni's environment that every pod finds on its path. */
export const patroniPrograms = ["patroni", "patronictl"] as const;

/** Where planned images have programs that Debian keeps elsewhere, by Debian's place. */
export const imagePrograms = { "/usr/bin/prometheus-redis-exporter": "/redis_exporter" } as const;

/** What each pod finds its programs on. */
export const rootPath = `${patroniHome}/bin:/usr/lib/postgresql/17/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;

/** Raised when the way of making it changes, so that what was made another way is made anew. */
const recipe = 1;

/** What the system should hold, in one word; it is made anew where its stamp has another. */
export function rootDigest(requirements: string): string {
  const parts = [
    String(recipe),
    suite,
    ...debianPackages,
    ...Object.values(objectServer),
    patroniHome,
    ...patroniPrograms,
    ...Object.entries(imagePrograms).flat(),
    requirements,
  ];
  return createHash("sha256").update(parts.join("\n")).digest("hex");
}

/** Places that Debian's packages come from. */
export interface Mirrors {
  readonly main: string;
  /** Where its security updates are; none where the machine has none. */
  readonly security?: string;
}

/** Debian's own, where the machine names no other. */
export const debianMirror = "http://deb.debian.org/debian";

/** Every place that a file of apt's sources names, in either of its two formats. */
function urisOf(sources: string): readonly string[] {
  return sources.split("\n").flatMap((line) => {
    const deb822 = /^URIs:\s*(.+)$/i.exec(line)?.[1];
    if (deb822 !== undefined) return deb822.trim().split(/\s+/);
    const oneLine = /^deb\s+(?:\[[^\]]*\]\s*)?(\S+)\s/.exec(line)?.[1];
    return oneLine === undefined ? [] : [oneLine];
  });
}

/**
 * The places that the machine itself takes Debian's packages from.
 * @param sources texts of `/etc/apt/sources.list` and of what is in `sources.list.d`.
 */
export function mirrorsOf(sources: readonly string[]): Mirrors {
  const uris = sources.flatMap(urisOf).map((uri) => uri.replace(/\/+$/, ""));
  const main = uris.find((uri) => /^(https?|file):.*\/debian$/.test(uri));
  const security = uris.find((uri) => /^(https?|file):.*\/debian-security$/.test(uri));
  return { main: main ?? debianMirror, ...(security === undefined ? {} : { security }) };
}

/** Text of the system's own sources. */
export function sourcesList({ main, security }: Mirrors): string {
  return [
    `deb ${main} ${suite} main`,
    `deb ${main} ${suite}-updates main`,
    ...(security === undefined ? [] : [`deb ${security} ${suite}-security main`]),
    "",
  ].join("\n");
}
