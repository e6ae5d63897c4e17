/**
 * The system that a drill's servers run in: Debian 13 in a folder that Git ignores, made once by `debootstrap`. The machine
 * itself gets `debootstrap` and nothing else; no service is started.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { postgresUserId, postgresVersions } from "../../components/facts/database";

const cache = path.resolve(__dirname, "..", "..", ".cache");

/** Where the system stands. */
export const rootHome = path.join(cache, "drill-root");
const stampFile = path.join(cache, "drill-root.digest");
const requirements = path.join(__dirname, "requirements.txt");

const mirror = "http://deb.debian.org/debian";
const packages = [
  "postgresql-17",
  "postgresql-17-pgaudit",
  "pgbackrest",
  "etcd-server",
  "etcd-client",
  "pgbouncer",
  "haproxy",
  "valkey-server",
  "valkey-sentinel",
  "dnsmasq-base",
  "iproute2",
  "openssl",
  "python3-venv",
];

/** What the system is made of, in one word: it is made anew when this changes. */
function rootDigest(): string {
  const made = [postgresVersions.debian, postgresUserId, ...packages, readFileSync(requirements, "utf8")];
  return createHash("sha256").update(made.join("\n")).digest("hex");
}

/** Why drills cannot run here; `undefined` when they can. */
export function whyNoDrill(): string | undefined {
  if (process.platform !== "linux") return "drills need Linux: network namespaces and overlay mounts";
  if (process.getuid?.() !== 0) return "drills need root: they make network namespaces and mounts";
  return existsSync("/dev/net/tun") ? undefined : "/dev/net/tun is missing";
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  execFileSync(command, args, { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, ...env } });
}

/** Runs a script inside the system. */
function inside(script: string, env: NodeJS.ProcessEnv = {}): void {
  run("chroot", [rootHome, "/bin/sh", "-ec", script], {
    PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
    LC_ALL: "C",
    DEBIAN_FRONTEND: "noninteractive",
    ...env,
  });
}

/**
 * Makes the system where it is missing or was made of something else; a minute or two, about 1 GB.
 * @param say what it tells the person who waits.
 */
export function ensureRoot(say: (line: string) => void): void {
  const digest = rootDigest();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === digest) return;
  say(
    `makes a Debian ${postgresVersions.debian} system in ${path.relative(process.cwd(), rootHome)}, about 1 GB`,
  );
  rmSync(stampFile, { force: true });
  rmSync(rootHome, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  try {
    execFileSync("debootstrap", ["--version"], { stdio: "ignore" });
  } catch {
    say("installs debootstrap on this machine");
    run("apt-get", ["update", "-q"]);
    run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "debootstrap"]);
  }
  run("debootstrap", [
    "--variant=minbase",
    "--include=ca-certificates",
    postgresVersions.debian,
    rootHome,
    mirror,
  ]);
  // No package may start a service here.
  writeFileSync(path.join(rootHome, "usr/sbin/policy-rc.d"), "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  copyFileSync("/etc/resolv.conf", path.join(rootHome, "etc/resolv.conf"));
  say(`installs ${packages.join(", ")} in it`);
  // The image's user has this number, so that its pods run here as they are planned.
  inside(
    `groupadd -g ${postgresUserId} postgres && useradd -u ${postgresUserId} -g postgres -d /var/lib/postgresql postgres`,
  );
  inside(`apt-get update -q && apt-get install -y -q --no-install-recommends ${packages.join(" ")}`);
  say(`installs patroni ${postgresVersions.patroni} in it`);
  copyFileSync(requirements, path.join(rootHome, "opt/requirements.txt"));
  const authorities = "/etc/ssl/certs/ca-certificates.crt";
  const own = existsSync(authorities);
  if (own) copyFileSync(authorities, path.join(rootHome, "opt/machine-authorities.crt"));
  const trusted = own ? { cert: "/opt/machine-authorities.crt" } : undefined;
  inside(
    "python3 -m venv /opt/patroni && /opt/patroni/bin/pip install -q --no-deps -r /opt/requirements.txt && ln -sf /opt/patroni/bin/patroni /opt/patroni/bin/patronictl /usr/local/bin/",
    trusted
      ? {
          PIP_CERT: trusted.cert,
          SSL_CERT_FILE: trusted.cert,
          REQUESTS_CA_BUNDLE: trusted.cert,
          PIP_FIND_LINKS: "",
        }
      : {},
  );
  inside("mkdir -p /run/netns /etc/azora && apt-get clean");
  writeFileSync(stampFile, digest);
}
