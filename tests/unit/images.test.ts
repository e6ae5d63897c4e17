import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { postgresUserId, postgresVersions } from "../../components/facts/database";
import { builtImages } from "../../components/facts/images";
import { kubernetesVersion } from "../../components/facts/kubernetes";
import { operator } from "../../components/facts/rehearsals";
import { debianPackages } from "../../drills/world/rootPlan";

const images = path.resolve(__dirname, "..", "..", "images");
const dockerfileOf = (image: string): string => readFileSync(path.join(images, image, "Dockerfile"), "utf8");
const all = readdirSync(images);

/** Instructions with their lines joined, without comments. */
function instructions(text: string): readonly { readonly name: string; readonly rest: string }[] {
  const code = text.split("\n").filter((line) => !/^\s*#/.test(line));
  return code
    .join("\n")
    .replaceAll("\\\n", " ")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => ({ name: line.slice(0, line.indexOf(" ")), rest: line.slice(line.indexOf(" ") + 1) }));
}

test("every image that is built has a folder, and no other", () => {
  expect(all.map((name) => `platform/${name}`).sort()).toEqual([...builtImages].sort());
});

describe.each(all)("the image %s", (image) => {
  const lines = instructions(dockerfileOf(image));

  test("begins with an exact version, in each stage", () => {
    const from = lines.filter(({ name }) => name === "FROM").map(({ rest }) => rest.split(" as ")[0] ?? "");
    const stages = from.flatMap((rest) => / AS (\S+)$/.exec(rest)?.[1] ?? []);
    const bases = from.map((rest) => rest.replace(/ AS .*/, "")).filter((base) => !stages.includes(base));
    expect(bases.length).toBeGreaterThan(0);
    for (const base of bases)
      expect(base).toMatch(/^([a-z]+:\d+\.\d+(\.\d+)?-[a-z-]+|registry\.k8s\.io\/[a-z]+:v\d+\.\d+\.\d+)$/);
  });

  test("runs as a user by number who is not root", () => {
    const users = lines.filter(({ name }) => name === "USER").map(({ rest }) => rest);
    expect(users.at(-1)).toMatch(/^[1-9]\d{3,}:[1-9]\d{3,}$/);
  });

  test("takes files from the project and from its own stages only", () => {
    expect(lines.map(({ name }) => name)).not.toContain("ADD");
    expect(lines.filter(({ rest }) => /(curl|wget)\b.*\|/.test(rest))).toEqual([]);
  });
});

describe("the image postgres", () => {
  const text = dockerfileOf("postgres");
  const lines = instructions(text);
  const values = new Map(
    lines
      .filter(({ name }) => name === "ARG")
      .flatMap(({ rest }) =>
        [...rest.matchAll(/(\w+)=(\S+)/g)].map(([, key = "", value = ""]) => [key, value]),
      ),
  );
  const requirements = readFileSync(path.join(images, "postgres", "requirements.txt"), "utf8");

  test("has the versions of facts", () => {
    const { debian, postgres, pgaudit, pgbackrestCommit, pgbouncer, haproxy, etcd, citusCommit } =
      postgresVersions;
    expect(Object.fromEntries(values)).toEqual({
      POSTGRES: postgres,
      PGAUDIT: pgaudit,
      PGBACKREST_COMMIT: pgbackrestCommit,
      PGBOUNCER: pgbouncer,
      HAPROXY: haproxy,
      ETCD: etcd,
      CITUS_COMMIT: citusCommit,
    });
    expect(lines[0]).toEqual({ name: "FROM", rest: `debian:${debian}-slim AS base` });
    expect(requirements).toMatch(new RegExp(`^patroni==${postgresVersions.patroni} `, "m"));
  });

  test("installs the major version of facts and no other", () => {
    const [major = ""] = postgresVersions.postgres.split(".");
    const named = [...text.matchAll(/postgresql(?:-server-dev)?[-/](\d+)/g)].map(([, found]) => found);
    expect(named.length).toBeGreaterThan(3);
    expect(new Set(named)).toEqual(new Set([major]));
  });

  test("gives its user the number that pods run as", () => {
    const id = String(postgresUserId);
    expect(text).toContain(`--uid ${id} --gid ${id}`);
    expect(lines.filter(({ name }) => name === "USER").map(({ rest }) => rest)).toEqual([`${id}:${id}`]);
  });

  test("pins every package of what it runs, by version or by hash", () => {
    const final = lines.find(({ rest }) => rest.includes("postgresql-17-pgaudit"))?.rest ?? "";
    const packages = /--no-install-recommends(.*?)&&/.exec(final)?.[1]?.trim().split(/\s+/) ?? [];
    expect(packages.filter((each) => !each.includes("="))).toEqual([]);
    for (const line of requirements.split("\n"))
      expect(line).toMatch(/^(\s*#.*|\w[\w.-]*==[\w.]+ \\|\s+--hash=sha256:[0-9a-f]{64}( \\)?|)$/);
  });

  test("holds all that the drills' system takes from Debian for the plan's pods", () => {
    // pgBackRest is built from its own source in the image, for what Debian's does not know yet; the drills have Debian's.
    const servers = debianPackages.filter((name) => /^(etcd|haproxy|pgbouncer|postgresql)/.test(name));
    expect(servers).toHaveLength(6);
    for (const name of servers) expect(text).toContain(`"${name}=`);
  });
});

describe("the image operator", () => {
  const text = dockerfileOf("operator");

  test("has the kubectl of the clusters' version", () => {
    expect(/kubectl:v(\d+\.\d+)\.\d+ /.exec(text)?.[1]).toBe(kubernetesVersion);
  });

  test("pins what it takes from Debian", () => {
    const packages = /--no-install-recommends(.*?)\\\n/.exec(text)?.[1]?.trim().split(/\s+/) ?? [];
    expect(packages.length).toBeGreaterThan(1);
    expect(packages.filter((each) => !each.includes("="))).toEqual([]);
  });

  test("runs as the user that its pods name", () => {
    expect(text).toContain(`USER ${operator.userId}:${operator.userId}`);
  });
});
