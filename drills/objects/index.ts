/**
 * The drill of objects: a cluster's objects, backed up by Velero as the plan says, lost and brought back by what the workflow asks
 * for; writes `drills/results/`.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { namespaces } from "../../components/facts/namespaces";
import { clusterBackupPurpose } from "../../components/facts/clusterBackup";
import { regionNamed } from "../../components/facts/regions";
import { notPermitted, whyNotHere } from "../shared/drill";
import { accountOf, storeKey } from "../shared/objectStore";
import { printedPlan } from "../shared/planned";
import { writeResult } from "../shared/results";
import { admin, Cluster, type KubeObject } from "./cluster";
import { objectsDigest, plannedObjects, type PlannedObjects } from "./planned";
import { freePort, Processes } from "../../scripts/verify/processes";
import { lineOf, renderPage, verdicts, type ObjectsResult } from "./result";
import {
  backupAfter,
  beganAt,
  bringBack,
  deleteNamespace,
  filled,
  workflow,
  type ObjectsRun,
  type Place,
} from "./scenarios";
import { definition } from "./shop";
import { findTools, toolVersions, type Tools } from "./tools";
import { Velero, veleroNamespace, veleroServer } from "./velero";

const home = "africa";
const partner = "europe";
/** How often a namespace is lost and brought back. */
const namespaceRuns = 3;

/** Two regions' buckets, and a cluster in each that is asked for. */
class Regions {
  private readonly stores = new Map<string, string>();

  constructor(
    private readonly tools: Tools,
    private readonly processes: Processes,
    private readonly folder: string,
    private readonly accountId: string,
  ) {}

  /** Starts a region's S3 server, with its bucket of backups. */
  async store(region: string): Promise<void> {
    const port = await freePort();
    const objects = path.join(this.folder, `${region}-objects`);
    const meta = path.join(this.folder, `${region}-meta`);
    mkdirSync(path.join(objects, `azora-${region}-${clusterBackupPurpose}-${this.accountId}`), {
      recursive: true,
    });
    mkdirSync(meta);
    this.processes.start(
      `${region}-s3`,
      this.tools.objectServer,
      [
        ...["--port", `127.0.0.1:${port}`, "--quiet", "--region", regionNamed(region).awsRegion],
        ...["posix", "--sidecar", meta, objects],
      ],
      { ROOT_ACCESS_KEY_ID: storeKey.id, ROOT_SECRET_ACCESS_KEY: storeKey.secret },
    );
    this.stores.set(regionNamed(region).awsRegion, `http://127.0.0.1:${port}`);
  }

  /** A place for backups as planned, but for where its server is, and KMS. */
  location(planned: KubeObject, change: object = {}): KubeObject {
    const spec = planned["spec"] as { readonly config: Readonly<Record<string, string>> };
    const awsRegion = spec.config["region"] ?? "";
    const config = { region: awsRegion, s3ForcePathStyle: "true", s3Url: this.stores.get(awsRegion) ?? "" };
    return { ...planned, spec: { ...spec, config, ...change } };
  }

  async open(region: string, { rights }: PlannedObjects): Promise<Place> {
    const cluster = new Cluster(region, this.tools, this.processes, this.folder, [
      admin,
      veleroServer,
      workflow,
    ]);
    await cluster.open();
    // Kinds come with the programs that use them, in every region; Velero looks for new ones every five minutes.
    await cluster.apply([definition]);
    const velero = new Velero(cluster, this.tools, this.processes, this.folder);
    await velero.open(rights);
    return { cluster, velero };
  }
}

/** Seconds between the begins of backups that followed each other. */
async function intervals({ velero }: Place): Promise<readonly number[]> {
  const begins = (await velero.backups())
    .filter(({ metadata }) => metadata.name.startsWith("frequent-"))
    .map(({ status }) => Date.parse(status?.startTimestamp ?? "") / 1000);
  return begins.slice(1).map((begin, index) => begin - (begins[index] ?? begin));
}

/** A namespace is lost and brought back, then the cluster. */
async function drilled(
  regions: Regions,
  planned: Readonly<Record<"home" | "partner", PlannedObjects>>,
  say: (run: ObjectsRun) => void,
): Promise<{ readonly runs: readonly ObjectsRun[]; readonly intervalSeconds: readonly number[] }> {
  const runs: ObjectsRun[] = [];
  const note = (run: ObjectsRun): void => {
    runs.push(run);
    say(run);
  };
  await Promise.all([home, partner].map((region) => regions.store(region)));
  const here = await regions.open(home, planned.home);
  await here.cluster.apply(planned.home.locations.map((each) => regions.location(each)));
  const before = await filled(here, "of the first day");
  const began = Date.now();
  await here.cluster.apply(planned.home.schedules);

  const backup = await backupAfter(here, began - 1000, "frequent-home");
  for (let each = 0; each < namespaceRuns; each++) {
    await deleteNamespace(here);
    const lost = { before, backup, lostAt: Date.now() };
    if (each === 0)
      note(
        await bringBack(here, planned.home, {
          ...lost,
          scenario: "a namespace, without the right to",
          control: true,
        }),
      );
    note(await bringBack(here, planned.home, { ...lost, scenario: "a namespace, from home" }));
  }
  // What is written now is in the partner's bucket when cron's next turn is over.
  const later = await filled(here, "of the last minutes");
  const moment = Date.now();
  const newest = await backupAfter(here, moment, "frequent-partner");
  const lostAt = Date.now();
  const intervalSeconds = await intervals(here);
  const seen = await beganAt(here, newest);
  await here.velero.lose();
  await here.cluster.lose();

  const there = await regions.open(partner, planned.partner);
  const [, away] = planned.home.locations;
  if (away === undefined) throw new Error(`${home} has one place for backups only`);
  const place = regions.location(away, { accessMode: "ReadOnly", default: false });
  await there.cluster.apply([{ ...place, metadata: { name: home, namespace: veleroNamespace } }]);
  await there.cluster.until("the partner lists the backups of home", 180, async () =>
    (await there.velero.backups()).some(({ metadata }) => metadata.name === newest) ? true : undefined,
  );
  const run = await bringBack(there, planned.partner, {
    scenario: "the cluster lost: in the partner, from its own bucket",
    before: later,
    backup: newest,
    lostAt,
  });
  note({ ...run, lossSeconds: (lostAt - seen) / 1000 });
  return { runs, intervalSeconds };
}

/** @returns 0 when every promise held, 1 when not, 3 where this machine does not permit it. */
export async function drillObjects(): Promise<number> {
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  // Its system has etcd.
  const refused = whyNotHere(say);
  const tools = refused === undefined ? findTools() : { why: refused };
  if ("why" in tools) {
    process.stderr.write(`${tools.why}\n`);
    return notPermitted;
  }
  const date = new Date().toISOString().slice(0, 10);
  const plan = printedPlan(date);
  const planned = { home: plannedObjects(plan, home), partner: plannedObjects(plan, partner) };
  const folder = mkdtempSync(path.join(tmpdir(), "azora-drill-objects-"));
  say(`runs Velero of ${namespaces.velero.name} as ${home} and ${partner} plan it; logs are in ${folder}`);
  const processes = new Processes(folder);
  let found: Awaited<ReturnType<typeof drilled>>;
  try {
    const regions = new Regions(tools, processes, folder, accountOf(plan));
    found = await drilled(regions, planned, (run) => {
      say(lineOf(run));
    });
  } finally {
    await processes.endAll();
  }
  const result: ObjectsResult = {
    drill: "objects",
    date,
    settingsDigest: objectsDigest([planned.home, planned.partner]),
    programs: toolVersions,
    ...found,
  };
  writeResult(`${date}-objects`, { result, page: renderPage(result) });
  const judged = verdicts(result);
  // Whoever looks for the reason of a broken promise has what was printed.
  if (judged.every(({ held }) => held)) rmSync(folder, { recursive: true, force: true });
  for (const { promise, held } of judged) say(`${held ? "held  " : "BROKEN"} ${promise}`);
  return judged.every(({ held }) => held) ? 0 : 1;
}
