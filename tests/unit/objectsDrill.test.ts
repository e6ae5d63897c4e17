import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { KubeObject } from "../../drills/objects/cluster";
import { asked, objectsDigest, plannedObjects } from "../../drills/objects/planned";
import { renderPage, verdicts, type ObjectsResult } from "../../drills/objects/result";
import { changed, shop } from "../../drills/objects/shop";
import { standIn } from "../../scripts/verify/goTool";
import { planAllStacks } from "../support/plan";

const home = path.resolve(__dirname, "..", "..", "drills", "results");
const committed = readdirSync(home)
  .filter((file) => /^\d{4}-\d{2}-\d{2}-objects\.json$/.test(file))
  .sort()
  .map((file) => ({
    file,
    result: JSON.parse(readFileSync(path.join(home, file), "utf8")) as ObjectsResult,
    page: readFileSync(path.join(home, file.replace(/json$/, "md")), "utf8"),
  }));

test("a result is committed", () => {
  expect(committed.at(-1)?.result.runs.length).toBeGreaterThanOrEqual(5);
});

test.each(committed)("$file keeps every promise, and its page shows it", ({ result, page }) => {
  expect(verdicts(result).filter(({ held }) => !held)).toEqual([]);
  expect(page).toBe(renderPage(result));
});

test("the newest result is of the present plan's settings", async () => {
  const plan = await planAllStacks();
  const planned = ["africa", "europe"].map((region) => plannedObjects(plan, region));
  expect(committed.at(-1)?.result.settingsDigest).toBe(objectsDigest(planned));
});

describe("objects are compared", () => {
  const before = shop("one");
  const served = (object: KubeObject): KubeObject => ({
    ...object,
    metadata: {
      ...object.metadata,
      uid: "1",
      resourceVersion: "7",
      labels: { ...(object.metadata["labels"] as object), "velero.io/restore-name": "x" },
    },
    ...(object.kind === "Service"
      ? { spec: { ...(object["spec"] as object), clusterIP: "172.20.0.9" } }
      : {}),
    status: { observed: true },
  });

  test("without what servers write into them", () => {
    expect(changed(before, before.map(served))).toEqual([]);
  });

  test("and one that is missing, or another, is named", () => {
    expect(changed(before, before.slice(1))).toEqual(["ConfigMap settings"]);
    expect(changed(before, shop("two"))).toEqual(["ConfigMap settings", "Secret token", "Deployment orders"]);
    expect(changed(before, [])).toHaveLength(before.length);
  });
});

describe("a run is judged", () => {
  const run = {
    scenario: "x",
    control: false,
    phase: "Completed",
    restoreSeconds: 5,
    lossSeconds: 60,
    objects: 9,
    wrong: [],
  };
  const control = {
    ...run,
    control: true,
    phase: "PartiallyFailed",
    wrong: Array.from({ length: 9 }, (_, each) => `x ${each}`),
  };
  const heldBy = (
    change: object,
    ofControl: object = {},
    intervalSeconds: readonly number[] = [300],
  ): boolean[] =>
    verdicts({
      drill: "objects",
      date: "2026-11-27",
      settingsDigest: "",
      programs: {},
      intervalSeconds,
      runs: [
        { ...run, ...change },
        { ...control, ...ofControl },
      ],
    }).map(({ held }) => held);

  interface Case {
    readonly what: string;
    readonly held: readonly boolean[];
    readonly change?: object;
    readonly ofControl?: object;
    readonly intervalSeconds?: readonly number[];
  }
  const rows: readonly Case[] = [
    { what: "well", held: [true, true, true, true] },
    { what: "one object missing", held: [false, true, true, true], change: { wrong: ["Secret token"] } },
    { what: "nothing to lose", held: [false, true, true, true], change: { objects: 0 } },
    { what: "partly failed", held: [false, true, true, true], change: { phase: "PartiallyFailed" } },
    { what: "too late", held: [true, false, true, true], change: { restoreSeconds: 900 } },
    { what: "backups too rare", held: [true, true, false, true], intervalSeconds: [150, 400] },
    { what: "one backup only", held: [true, true, false, true], intervalSeconds: [] },
    {
      what: "a control that brings something back",
      held: [true, true, true, false],
      ofControl: { wrong: [] },
    },
    {
      what: "a control that says that it is done",
      held: [true, true, true, false],
      ofControl: { phase: "Completed" },
    },
  ];
  test.each(rows)("$what", ({ held, change = {}, ofControl, intervalSeconds }) => {
    expect(heldBy(change, ofControl, intervalSeconds)).toEqual(held);
  });
});

test("what the workflow is told is text, whatever characters it has", () => {
  const manifest = "a: {{=toJson(inputs.parameters.reason)}}";
  expect(asked(manifest, { reason: '"\nb: 2' })).toBe('a: "\\"\\nb: 2"');
});

describe("a Go tool that takes modules from elsewhere", () => {
  const text = [
    "module k8s.io/kubernetes",
    "go 1.26.0",
    "require k8s.io/api v0.0.0",
    "replace (",
    "\tk8s.io/api => ./staging/src/k8s.io/api // beside it",
    "\tgithub.com/a/b v1.0.0 => github.com/c/b v1.0.1",
    ")",
    "replace k8s.io/client-go => ./staging/src/k8s.io/client-go",
  ].join("\n");

  test("is built in a module that takes the same", () => {
    expect(standIn(text, { module: "k8s.io/kubernetes", besideVersion: "v0.36.3" }, "v1.36.3")).toBe(
      [
        "module tool",
        "go 1.26.0",
        "require k8s.io/kubernetes v1.36.3",
        "replace k8s.io/api => k8s.io/api v0.36.3",
        "replace github.com/a/b v1.0.0 => github.com/c/b v1.0.1",
        "replace k8s.io/client-go => k8s.io/client-go v0.36.3",
        "",
      ].join("\n"),
    );
  });

  test("and others in place of those that are not to be had", () => {
    const instead = { "k8s.io/cli-runtime": "v0.33.10" };
    expect(standIn("module a\ngo 1.25.0", { module: "a", instead }, "v1.0.0")).toBe(
      "module tool\ngo 1.25.0\nrequire a v1.0.0\nreplace k8s.io/cli-runtime => k8s.io/cli-runtime v0.33.10\n",
    );
  });

  test("and is refused where nobody says which", () => {
    expect(() => standIn(text, { module: "k8s.io/kubernetes" }, "v1.36.3")).toThrow(
      "k8s.io/kubernetes has k8s.io/api beside it, of which no version is said",
    );
  });
});
