/**
 * The system that the drills' servers run in: Debian 13 in a folder that Git ignores, made once and then only read. The
 * machine itself gets `debootstrap` and nothing else, and no service is started.
 */
import { execFileSync, spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { goTool } from "../../scripts/verify/goTool";
import {
  debianPackages,
  imagePrograms,
  mirrorsOf,
  objectServer,
  patroniHome,
  patroniPrograms,
  rootDigest,
  sourcesList,
  suite,
} from "./rootPlan";

const cache = path.resolve(__dirname, "..", "..", ".cache");

/** Where the system stands. */
export const rootHome = path.join(cache, "drill-root");
/** Where it is made; only a whole one gets the other name. */
const partial = path.join(cache, "drill-root.partial");
/** Inside it, so that a copy of it counts as whole too. */
const stampName = ".drill-root.json";
/** The planned image's own. */
const requirementsFile = path.resolve(__dirname, "..", "..", "images", "postgres", "requirements.txt");
/** The machine's own authorities, which its way to PyPI may need; used while it is made only. */
const authorities = "/etc/ssl/certs/ca-certificates.crt";

interface Stamp {
  readonly digest: string;
  /** Version of each package that the drills asked for. */
  readonly packages: Readonly<Record<string, string>>;
}

/** Why no system can be made and no world run here; `undefined` where both can. */
export function whyNoWorld(): string | undefined {
  if (process.platform !== "linux") return `this is ${process.platform}; the drills need Linux`;
  if (process.getuid?.() !== 0) return "the drills need root: they make namespaces, mounts and TUN devices";
  for (const [file, what] of [
    ["/dev/net/tun", "TUN devices (module tun)"],
    ["/proc/self/ns/pid_for_children", "namespaces"],
  ] as const)
    if (!existsSync(file)) return `${file} is missing: this kernel has no ${what}`;
  for (const [command, what] of [
    ["ip", "iproute2"],
    ["unshare", "util-linux"],
    ["nsenter", "util-linux"],
  ] as const)
    if (spawnSync(command, ["-V"]).error !== undefined)
      return `the command ${command} is missing (package ${what})`;
  const tried = spawnSync(
    "unshare",
    ["--net", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private", "true"],
    { encoding: "utf8" },
  );
  return tried.status === 0 ? undefined : `namespaces are not permitted here: ${tried.stderr.trim()}`;
}

/** Runs a command whose mounts and processes end with it. */
function run(argv: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  const [command = "", ...args] = argv;
  const ended = spawnSync(
    "unshare",
    ["--mount", "--pid", "--fork", "--kill-child", "--propagation", "private", command, ...args],
    { encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, ...env } },
  );
  if (ended.status === 0) return;
  const said = `${ended.stdout}${ended.stderr}`.trim().split("\n").slice(-15).join("\n");
  throw new Error(`${argv.join(" ")} ended with ${String(ended.status ?? ended.signal)}:\n${said}`);
}

/** Runs a script inside the system that is being made. */
function inside(script: string, env: NodeJS.ProcessEnv = {}): void {
  const entered = `mount -t proc proc "$0/proc" && exec chroot "$0" /bin/sh -ec "$1"`;
  run(["/bin/sh", "-ec", entered, partial, script], {
    PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
    LC_ALL: "C.UTF-8",
    DEBIAN_FRONTEND: "noninteractive",
    TMPDIR: "/tmp",
    ...env,
  });
}

function write(name: string, content: string, mode = 0o644): void {
  const target = path.join(partial, name);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content, { mode });
}

/** Texts of the machine's own sources of packages. */
function machineSources(): readonly string[] {
  const parts = "/etc/apt/sources.list.d";
  return [
    "/etc/apt/sources.list",
    ...(existsSync(parts) ? readdirSync(parts).map((name) => path.join(parts, name)) : []),
  ]
    .filter((file) => existsSync(file) && /\.(list|sources)$/.test(file))
    .map((file) => readFileSync(file, "utf8"));
}

/** How the machine's apt fetches, for example through which proxy. */
function machineFetching(): string {
  const dump = spawnSync("apt-config", ["dump"], { encoding: "utf8" }).stdout;
  return dump
    .split("\n")
    .filter((line) => line.startsWith("Acquire::"))
    .map((line) => `${line}\n`)
    .join("");
}

function ensureDebootstrap(say: (line: string) => void): void {
  if (spawnSync("debootstrap", ["--version"]).error === undefined) return;
  say("installs debootstrap on this machine");
  run(["apt-get", "update", "-q"]);
  run(["apt-get", "install", "-y", "-q", "--no-install-recommends", "debootstrap"]);
}

function installPackages(): void {
  write("usr/sbin/policy-rc.d", "#!/bin/sh\n# No package starts a service here.\nexit 101\n", 0o755);
  write(
    "etc/dpkg/dpkg.cfg.d/drill",
    "force-unsafe-io\npath-exclude=/usr/share/doc/*\npath-exclude=/usr/share/man/*\n",
  );
  write("etc/apt/apt.conf.d/90machine", machineFetching());
  write("etc/apt/sources.list", sourcesList(mirrorsOf(machineSources())));
  write("etc/postgresql-common/createcluster.conf", "create_main_cluster = false\n");
  copyFileSync("/etc/resolv.conf", path.join(partial, "etc/resolv.conf"));
  inside("apt-get update -q && apt-get dist-upgrade -y -q");
  inside(`apt-get install -y -q --no-install-recommends ${debianPackages.join(" ")} && apt-get clean`);
  for (const [debian, image] of Object.entries(imagePrograms)) inside(`ln -s ${debian} ${image}`);
}

function installPatroni(): void {
  const trusted = "opt/machine-authorities.crt";
  copyFileSync(requirementsFile, path.join(partial, "opt/requirements.txt"));
  if (existsSync("/etc/pip.conf")) copyFileSync("/etc/pip.conf", path.join(partial, "etc/pip.conf"));
  const has = existsSync(authorities);
  if (has) copyFileSync(authorities, path.join(partial, trusted));
  const pip = `${patroniHome}/bin/pip install -q --require-hashes --no-deps -r /opt/requirements.txt`;
  // Folders of the machine are not seen from inside.
  const env = {
    PIP_FIND_LINKS: "",
    ...(has ? { PIP_CERT: `/${trusted}`, SSL_CERT_FILE: `/${trusted}` } : {}),
  };
  inside(`python3 -m venv ${patroniHome} && ${pip}`, env);
  for (const program of patroniPrograms)
    inside(`ln -s ${patroniHome}/bin/${program} /usr/local/bin/${program}`);
  rmSync(path.join(partial, trusted), { force: true });
  rmSync(path.join(partial, "etc/pip.conf"), { force: true });
}

function installObjectServer(): void {
  const built = goTool(objectServer);
  if ("why" in built) throw new Error(built.why);
  copyFileSync(built.file, path.join(partial, "usr/local/bin", objectServer.name));
}

/** Version of each package asked for, as installed. */
function installedVersions(home: string): Readonly<Record<string, string>> {
  const format = "${Package} ${Version}\n";
  const debian = execFileSync("chroot", [home, "dpkg-query", "-W", `-f=${format}`, ...debianPackages], {
    encoding: "utf8",
  });
  const pypi = execFileSync("chroot", [home, `${patroniHome}/bin/pip`, "list", "--format=freeze"], {
    encoding: "utf8",
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", PIP_DISABLE_PIP_VERSION_CHECK: "1" },
  }).replaceAll("==", " ");
  const lines = `${debian}${pypi}`.split("\n").filter((line) => line !== "");
  return Object.fromEntries(lines.map((line) => line.split(" ") as [string, string]));
}

/** What the system holds; `undefined` where there is none, or one made of something else. */
export function rootStamp(): Stamp | undefined {
  const file = path.join(rootHome, stampName);
  if (!existsSync(file)) return undefined;
  const stamp = JSON.parse(readFileSync(file, "utf8")) as Stamp;
  return stamp.digest === rootDigest(readFileSync(requirementsFile, "utf8")) ? stamp : undefined;
}

/**
 * Makes the system where it is missing or was made of something else: one to three minutes, about 1 GB.
 * @param say what it tells the person who waits.
 * @throws Error with the last lines of the command that failed.
 */
export function ensureRoot(say: (line: string) => void): Stamp {
  const present = rootStamp();
  if (present !== undefined) return present;
  const where = path.relative(process.cwd(), rootHome);
  say(`makes a Debian ${suite} system in ${where}: one to three minutes, about 1 GB`);
  mkdirSync(cache, { recursive: true });
  rmSync(partial, { recursive: true, force: true });
  ensureDebootstrap(say);
  const { main } = mirrorsOf(machineSources());
  run(["debootstrap", "--variant=minbase", suite, partial, main]);
  say(`installs in it ${debianPackages.join(", ")}`);
  installPackages();
  say("installs in it patroni and what it needs, as images/postgres/requirements.txt pins them");
  installPatroni();
  say(`installs in it ${objectServer.name} ${objectServer.version}, built by go`);
  installObjectServer();
  const stamp: Stamp = {
    digest: rootDigest(readFileSync(requirementsFile, "utf8")),
    packages: installedVersions(partial),
  };
  write(stampName, `${JSON.stringify(stamp, undefined, 1)}\n`);
  rmSync(rootHome, { recursive: true, force: true });
  renameSync(partial, rootHome);
  return stamp;
}
