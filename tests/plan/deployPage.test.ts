import { readFileSync } from "node:fs";
import path from "node:path";
import { allRegions, stackNames } from "../../components/facts/regions";
import { runnerWorkflows } from "../../components/facts/runner";
import { workflows } from "../support/workflows";

const page = readFileSync(path.resolve(__dirname, "..", "..", "docs", "deploy.md"), "utf8");
const loops = (variable: string): string[][] =>
  [...page.matchAll(new RegExp(`^for ${variable} in (.+); do$`, "gm"))].map(([, list = ""]) =>
    list.split(" "),
  );

describe("the lists of docs/deploy.md that a fifth region must join", () => {
  test("are, by AWS region, that of the quotas", () => {
    expect(loops("region")).toEqual([allRegions().map(({ awsRegion }) => awsRegion)]);
  });

  test("are, by stack, that of the deployers' roles and that of the environments", () => {
    expect(loops("stack")).toEqual([stackNames()]);
    const [row] = page.split("\n").filter((line) => line.startsWith("| environments "));
    const listed = [...(row?.split("|")[2] ?? "").matchAll(/`([\w-]+)`/g)].map(([, name]) => name);
    expect(listed).toEqual(stackNames());
  });
});

describe("what docs/deploy.md says of the pipelines", () => {
  test("names each workflow and each variable that they read, and no other", () => {
    const files = [...page.matchAll(/^\| `(\w+\.yml)`/gm)].map(([, file]) => file);
    expect(files.sort()).toEqual(
      workflows()
        .map(({ file }) => file)
        .sort(),
    );
    const read = new Set(
      workflows().flatMap(({ text }) => [...text.matchAll(/\bvars\.(\w+)/g)].map(([, name]) => name)),
    );
    const told = [...page.matchAll(/^\| variable of [^|]+\| `(\w+)`/gm)].map(([, name]) => name);
    expect(told.sort()).toEqual([...read].sort());
    for (const name of runnerWorkflows) expect(page).toContain(`\`${name}\``);
  });

  test("trusts environments only, each of which a job is in", () => {
    const trusted = [...page.matchAll(/repo:azora\/platform:([^"\\]+)/g)].map(([, subject]) => subject);
    expect(trusted).toEqual(["environment:$stack", "environment:preview-main", "environment:preview-branch"]);
  });
});
