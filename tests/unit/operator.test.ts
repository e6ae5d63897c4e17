/** The operator's program: one file that runs on Node alone, and how it reaches clusters. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { contexts } from "../../scripts/operator/contexts";
import type { Shell } from "../../scripts/restore/carry";

interface Kubeconfig {
  readonly clusters: readonly { readonly name: string; readonly cluster: Readonly<Record<string, string>> }[];
  readonly users: readonly { readonly name: string; readonly user: Readonly<Record<string, unknown>> }[];
  readonly contexts: readonly { readonly name: string; readonly context: object }[];
}

describe("contexts", () => {
  const commands: string[] = [];
  const shell: Shell = (command) => {
    commands.push(command);
    // Asia is lost.
    const lost = command.includes("azora-asia-cluster");
    return Promise.resolve({
      status: lost ? 255 : 0,
      printed: lost ? "" : '["https://x.eks.amazonaws.com", "Q0E="]',
      said: lost ? "AccessDenied" : "",
    });
  };
  const complaints: string[] = [];
  const complain = (text: string): void => {
    complaints.push(text);
  };

  test("are of each region that answers, by its name, and the region's own as the pod", async () => {
    const file = JSON.parse(await contexts("europe", ["africa", "asia"], shell, complain)) as Kubeconfig;
    expect(file.contexts.map(({ name }) => name)).toEqual(["europe", "africa"]);
    expect(file.clusters[0]?.cluster["server"]).toBe("https://kubernetes.default.svc");
    expect(file.users[0]?.user).toEqual({
      tokenFile: expect.stringContaining("serviceaccount/token") as string,
    });
    expect(file.clusters[1]?.cluster).toEqual({
      server: "https://x.eks.amazonaws.com",
      "certificate-authority-data": "Q0E=",
    });
    const { args } = file.users[1]?.user["exec"] as { readonly args: readonly string[] };
    expect(args.join(" ")).toBe(
      "eks get-token --output json --region af-south-1 --cluster-name azora-africa-cluster",
    );
    expect(commands[0]).toContain("--region af-south-1 --name azora-africa-cluster");
    expect(complaints).toEqual(["no context of asia: AccessDenied\n"]);
  });

  test("of a region alone ask nobody", async () => {
    commands.length = 0;
    const file = JSON.parse(await contexts("asia", [], shell, complain)) as Kubeconfig;
    expect([file.contexts.map(({ name }) => name), commands]).toEqual([["asia"], []]);
  });
});

describe("the file", () => {
  const root = path.resolve(__dirname, "..", "..");
  let home: string;
  const file = (): string => path.join(home, "main.js");
  beforeAll(() => {
    home = mkdtempSync(path.join(tmpdir(), "operator-"));
    execFileSync(process.execPath, ["scripts/operator/bundle.mjs", file()], { cwd: root });
  });
  afterAll(() => {
    rmSync(home, { recursive: true, force: true });
  });

  const ran = (
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): { readonly status: number | null; readonly stdout: string; readonly stderr: string } =>
    spawnSync(process.execPath, [file(), ...args], {
      encoding: "utf8",
      // Neither the project nor any package is near.
      cwd: home,
      env: {
        PATH: "/usr/bin:/bin",
        AZORA_REGION: "europe",
        AZORA_ACCOUNT_ID: "111122223333",
        AZORA_DOMAIN: "azora.example",
        KUBECONFIG: path.join(home, "kubeconfig"),
        ...env,
      },
    });
  const words = ["--cluster=core", "--to=latest", "--target=europe", "--reason=a trial of the file"];
  const people = ["--requester=ada", "--approver=grace"];

  test("is small, and has nothing of the SDK", () => {
    expect(statSync(file()).size).toBeLessThan(300_000);
    expect(readFileSync(file(), "utf8")).not.toContain("grpc");
  });

  test("prints a restore as npm run restore does, and takes what is empty as not said", () => {
    const { status, stdout } = ran([
      "restore",
      ...words,
      ...people,
      "--lost=",
      "--table=",
      "--ledger=",
      "--dry-run",
    ]);
    const { stdout: here } = spawnSync(
      process.execPath,
      ["scripts/run.mjs", "scripts/restore/index.ts", ...words, ...people, "--dry-run"],
      { cwd: root, encoding: "utf8" },
    );
    const steps = (text: string): string => text.replaceAll(/\d{8}t\d{6}z|\d{4}-\d\d-\d\dT[\d:]+Z/g, "NOW");
    expect({ status, stdout: steps(stdout) }).toEqual({ status: 0, stdout: steps(here) });
    const { contexts: found } = JSON.parse(readFileSync(path.join(home, "kubeconfig"), "utf8")) as Kubeconfig;
    expect(found.map(({ name }) => name)).toContain("europe");
  });

  test("rehearses in its own region", () => {
    const { status, stdout } = ran(["recovery", "test", "--dry-run"]);
    expect(status).toBe(0);
    expect(stdout).toContain("--context europe --namespace postgres-trial create job");
  });

  test.each<[readonly string[], Readonly<Record<string, string>>, number, string]>([
    [["purge"], {}, 2, 'operator.command is "purge"; allowed: restore, recovery'],
    [[], {}, 2, 'operator.command is ""; allowed: restore, recovery'],
    [["restore", ...words, "--requester=ada", "--approver=ada"], {}, 2, "restore.approver"],
    [["restore", ...words, "--requester=", "--approver=ada"], {}, 2, "restore.requester"],
    [["restore", ...words, "--requester=ada", "--approver="], {}, 2, "restore.approver"],
    [["recovery", "test"], { AZORA_REGION: "" }, 1, "AZORA_REGION is missing"],
    [["recovery", "test"], { AZORA_REGION: "mars" }, 2, 'recovery.region is "mars"'],
  ])("%j is refused", (args, env, status, said) => {
    const outcome = ran(args, env);
    expect(outcome.status).toBe(status);
    expect(outcome.stderr).toContain(said);
    expect(outcome.stderr).not.toContain("    at ");
  });
});
