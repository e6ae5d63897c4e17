import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";

const scripts = path.resolve(__dirname, "..", "..", "scripts");

/** A package of one file, as a registry gives it. */
function tarball(version: string): Buffer {
  const dir = mkdtempSync(path.join(tmpdir(), "azora-tiny-"));
  mkdirSync(path.join(dir, "package"));
  writeFileSync(path.join(dir, "package", "package.json"), JSON.stringify({ name: "tiny", version }));
  const { stdout } = spawnSync("tar", ["-czf", "-", "-C", dir, "package"]);
  rmSync(dir, { recursive: true });
  return stdout;
}

const versions = new Map(["1.0.0", "1.1.0"].map((version) => [version, tarball(version)]));

function integrity(version: string): string {
  const digest = createHash("sha512").update(versions.get(version) ?? "");
  return `sha512-${digest.digest("base64")}`;
}

let registry: Server;
let address: string;
let requests = 0;
let home: string;

beforeAll(async () => {
  registry = createServer((request, response) => {
    requests++;
    const asked = /tiny-(.+)\.tgz$/.exec(request.url ?? "")?.[1];
    if (asked !== undefined) {
      response.end(versions.get(asked));
      return;
    }
    const all = [...versions.keys()].map((version) => [
      version,
      {
        name: "tiny",
        version,
        dist: { tarball: `${address}/tiny/-/tiny-${version}.tgz`, integrity: integrity(version) },
      },
    ]);
    response.end(JSON.stringify({ name: "tiny", versions: Object.fromEntries(all) as object }));
  });
  await new Promise<void>((resolve) => registry.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
});
afterAll(() => {
  registry.close();
  registry.closeAllConnections();
});

beforeEach(() => {
  requests = 0;
  home = mkdtempSync(path.join(tmpdir(), "azora-dependencies-"));
  mkdirSync(path.join(home, "scripts"));
  for (const name of ["dependencies.mjs", "lock.mjs"])
    cpSync(path.join(scripts, name), path.join(home, "scripts", name));
  want("1.0.0");
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

/** Has the project want a version of its only package. */
function want(version: string): void {
  const project = { name: "project", version: "1.0.0", dependencies: { tiny: version } };
  const lock = {
    ...project,
    lockfileVersion: 3,
    requires: true,
    packages: {
      "": project,
      "node_modules/tiny": { version, integrity: integrity(version) },
      "node_modules/other-platform": { version: "1.0.0", optional: true, os: ["none"] },
    },
  };
  writeFileSync(path.join(home, "package.json"), JSON.stringify(project));
  writeFileSync(path.join(home, "package-lock.json"), JSON.stringify(lock));
}

interface Ended {
  readonly status: number | null;
  readonly stderr: string;
  /** The project's own lines in it, without npm's. */
  readonly said: readonly string[];
}

/** Runs what every command of the project runs first. */
function ensure(env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const child = spawn(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      'import("./scripts/dependencies.mjs").then((it) => it.ensureDependencies())',
    ],
    {
      cwd: home,
      env: {
        ...process.env,
        npm_config_registry: address,
        npm_config_cache: path.join(home, "npm-cache"),
        npm_config_fetch_retries: "0",
        ...env,
      },
    },
  );
  let stderr = "";
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  return new Promise((resolve) => {
    child.on("close", (status) => {
      resolve({ status, stderr, said: stderr.split("\n").filter((line) => line.endsWith(" …")) });
    });
  });
}

const noRegistry = { npm_config_registry: "http://127.0.0.1:9" };
const at = (...names: string[]): string => path.join(home, ...names);
function installedVersion(): string {
  return (JSON.parse(readFileSync(at("node_modules", "tiny", "package.json"), "utf8")) as { version: string })
    .version;
}

describe("dependencies", () => {
  test("that are not there are installed, once", async () => {
    expect(await ensure()).toMatchObject({ status: 0, said: ["Installing dependencies (none yet) …"] });
    expect(installedVersion()).toBe("1.0.0");
    requests = 0;
    expect(await ensure()).toEqual({ status: 0, stderr: "", said: [] });
    expect(requests).toBe(0);
  });

  test("that are stale are replaced, and the difference is named", async () => {
    await ensure();
    want("1.1.0");
    expect(await ensure()).toMatchObject({
      status: 0,
      said: ["Installing dependencies (node_modules/tiny is 1.0.0, package-lock.json has 1.1.0) …"],
    });
    expect(installedVersion()).toBe("1.1.0");
    expect(existsSync(at(".cache"))).toBe(true);
  });

  test("that somebody else installed are adopted as they are", async () => {
    await ensure();
    rmSync(at("node_modules", ".azora-installed"));
    expect(await ensure(noRegistry)).toEqual({ status: 0, stderr: "", said: [] });
    expect(existsSync(at("node_modules", ".azora-installed"))).toBe(true);
  });

  test("of which one was deleted are not adopted", async () => {
    await ensure();
    rmSync(at("node_modules", ".azora-installed"));
    rmSync(at("node_modules", "tiny"), { recursive: true });
    expect((await ensure()).said).toEqual(["Installing dependencies (node_modules/tiny is missing) …"]);
    expect(installedVersion()).toBe("1.0.0");
  });

  test("that cannot be installed leave those before them alone", async () => {
    await ensure();
    want("1.1.0");
    const { status, stderr } = await ensure({ ...noRegistry, npm_config_cache: at("empty-cache") });
    expect(status).toBe(2);
    expect(stderr).toContain(
      "; what was installed before is kept; dependencies are not as package-lock.json says",
    );
    expect(installedVersion()).toBe("1.0.0");
    // And with a network again all is well.
    expect((await ensure()).status).toBe(0);
    expect(installedVersion()).toBe("1.1.0");
  });
});

describe("the lock of an installation", () => {
  const lock = (text: string, ageSeconds = 0): void => {
    mkdirSync(at(".cache"), { recursive: true });
    writeFileSync(at(".cache", "install.lock"), text);
    const then = Date.now() / 1000 - ageSeconds;
    utimesSync(at(".cache", "install.lock"), then, then);
  };

  test.each([
    ["a process that is gone", "999999999", 0],
    ["nobody, long ago", "", 10],
    ["a process whose number another one has by now", String(process.pid), 3600],
  ])("is taken over from %s", async (_, text, age) => {
    lock(text, age);
    expect(await ensure()).toMatchObject({ status: 0, said: ["Installing dependencies (none yet) …"] });
    expect(existsSync(at(".cache", "install.lock"))).toBe(false);
  });

  test("is waited for while its holder lives, and that is said", async () => {
    lock(String(process.pid));
    const waiting = ensure();
    setTimeout(() => {
      rmSync(at(".cache", "install.lock"));
    }, 1500);
    expect(await waiting).toMatchObject({
      status: 0,
      said: [
        `Waiting for the installation of the dependencies by process ${process.pid} …`,
        "Installing dependencies (none yet) …",
      ],
    });
  });

  test("lets one of many install, and the others find it done", async () => {
    const ended = await Promise.all([ensure(), ensure(), ensure()]);
    expect(ended.map(({ status }) => status)).toEqual([0, 0, 0]);
    const installing = ended.flatMap(({ said }) => said).filter((line) => line.startsWith("Installing"));
    expect(installing).toHaveLength(1);
  });
});
