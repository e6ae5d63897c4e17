/** `npm run verify -- logs`: a real collector with the plan's configuration reads what containers say; what stores get is counted. */
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { tenantHeader } from "../../../components/facts/logging";
import { observabilityNames, observabilityPorts } from "../../../components/facts/observability";
import { regionNamed } from "../../../components/facts/regions";
import { makePlan } from "../aws/plan";
import { builtCollector } from "../goTool";
import { dayOf } from "../watch/rules";
import { Tally } from "../watch/tools";
import { LogFile, traceId } from "./logFiles";
import { Sink } from "./sink";
import { planted } from "./traceKinds";
import { TelemetryWorld, whyNot } from "./world";

const { collector, logs, logsReady } = observabilityNames;
const place = "africa";
const agent = "127.0.23.1";
const homeStore = "127.0.23.21";
const partnerStore = "127.0.23.22";
const awaySeconds = 120;

/** What a tenant's requests hold, as the text that it is. */
const heldBy = (sink: Sink, tenant: string): string =>
  sink.taken
    .filter(({ headers }) => headers[tenantHeader.toLowerCase()] === tenant)
    .map(({ body }) => body.toString("latin1"))
    .join("\n");

/** How many of a file's lines a store has, and how many twice. */
function count(text: string, file: LogFile): { readonly missing: number; readonly twice: number } {
  const seen = new Map<string, number>();
  const pattern = new RegExp(`line ${file.namespace}/\\S+ \\d{6} ends`, "g");
  for (const [mark] of text.matchAll(pattern)) seen.set(mark, (seen.get(mark) ?? 0) + 1);
  const marks = Array.from({ length: file.written }, (_, index) => file.mark(index));
  return {
    missing: marks.filter((mark) => !seen.has(mark)).length,
    twice: marks.filter((mark) => (seen.get(mark) ?? 0) > 1).length,
  };
}

/** Waits until nothing has come for some seconds, a minute and a half at the most. */
async function settled(sinks: readonly Sink[]): Promise<void> {
  const all = (): number => sinks.reduce((sum, { taken }) => sum + taken.length, 0);
  const end = Date.now() + 90_000;
  for (let before = -1; before !== all() && Date.now() < end;) {
    before = all();
    await sleep(6000);
  }
}

async function written(tally: Tally, files: readonly LogFile[], home: Sink, partner: Sink): Promise<void> {
  const bad = files.map((file) => file.write(2000));
  files[0]?.writeLong(100 * 1024);
  await settled([home, partner]);
  const [platform, services] = files;
  if (platform === undefined || services === undefined) return;
  for (const [file, tenant, other] of [
    [platform, "platform", "services"],
    [services, "services", "platform"],
  ] as const) {
    const { missing, twice } = count(heldBy(home, tenant), file);
    tally.check(
      missing === 0,
      `every line of ${file.namespace} comes to tenant ${tenant}`,
      `${missing} do not`,
    );
    tally.check(twice === 0, `no line of ${file.namespace} comes twice`, `${twice} do`);
    tally.check(!heldBy(home, other).includes(`line ${file.namespace}/`), `none of them to ${other}`);
  }
  const copies = heldBy(partner, "copies");
  const lacking = files.flatMap((file, at) =>
    (bad[at] ?? []).filter((index) => !copies.includes(file.mark(index))),
  );
  tally.check(lacking.length === 0, "every error comes to the partner too", `${lacking.length} do not`);
  tally.check(!copies.includes(services.mark(0)), "what is no warning stays at home");
  const all = `${heldBy(home, "platform")}\n${heldBy(home, "services")}\n${copies}`;
  for (const [what, value] of Object.entries({
    email: planted.email,
    token: planted.token,
    card: planted.card,
  }))
    tally.check(!all.includes(value), `no ${what} comes to a store`);
  tally.check(
    all.includes(Buffer.from(traceId, "hex").toString("latin1")),
    "a line that names its trace is tied to it",
  );
  tally.check(all.includes("azora.region"), "a line says its region");
}

/** The store is away for two minutes; meanwhile lines come, files are moved aside, and the collector is restarted and killed. */
async function away(
  tally: Tally,
  world: TelemetryWorld,
  files: readonly LogFile[],
  home: Sink,
  partner: Sink,
): Promise<void> {
  await Promise.all([home.close(), partner.close()]);
  const steps = awaySeconds / 10;
  for (let step = 0; step < steps; step += 1) {
    for (const file of files) file.write(500);
    if (step === 3) for (const file of files) file.rotate();
    if (step === 5 || step === 8) {
      await world.end("agent", step === 5 ? "SIGTERM" : "SIGKILL");
      for (const file of files) file.write(100);
      if (step === 8) for (const file of files) file.rotate();
      for (const file of files) file.write(100);
      await world.run("agent", agent, place);
    }
    await sleep(10_000);
  }
  const before = files.map(({ written: sum }) => sum);
  await Promise.all([home.open(), partner.open()]);
  await settled([home, partner]);
  for (const file of files) {
    const tenant = file === files[0] ? "platform" : "services";
    const { missing, twice } = count(heldBy(home, tenant), file);
    tally.check(missing === 0, `no line of ${file.namespace} is lost in ${awaySeconds} s`, `${missing} are`);
    process.stdout.write(
      `  ${file.namespace}: ${file.written} lines written, ${missing} lost, ${twice} twice\n`,
    );
  }
  process.stdout.write(
    `  store away for ${awaySeconds} s, the collector restarted and killed: ${before.join(" and ")} lines\n`,
  );
}

export async function verifyLogs(argv: readonly string[]): Promise<number> {
  const tally = new Tally();
  const plan = makePlan(dayOf(argv), (line) => process.stderr.write(`${line}\n`));
  if (plan === undefined) return 1;
  const built = builtCollector(path.join(__dirname, "..", "collector", "manifest.yaml"));
  const why = whyNot() ?? ("why" in built ? built.why : undefined);
  if (why !== undefined || "why" in built) {
    tally.skip(1, why ?? "");
    return tally.end();
  }
  const world = new TelemetryWorld(plan, built.file);
  const sinks: Sink[] = [];
  try {
    await world.open();
    const names = await world.names(place);
    const { partner: partnerName } = regionNamed(place);
    names.set(`${logsReady}.observability.svc`, [homeStore]);
    names.set(`${logs}.${partnerName}.internal.azora.example`, [partnerStore]);
    names.set(`${observabilityNames.traceGateway}.observability.svc`, []);
    const tls = await world.serving(place, `${logs}-server`);
    for (const address of [homeStore, partnerStore])
      sinks.push(new Sink(address, observabilityPorts.lokiHttp, tls));
    const [home, partner] = sinks;
    if (home === undefined || partner === undefined) return 1;
    for (const sink of sinks) await sink.open();
    await world.start("agent", agent, place, collector);
    const files = [
      new LogFile(world.at("agent", ""), "postgres", "core-0"),
      new LogFile(world.at("agent", ""), "shop", "orders-1"),
    ];
    await written(tally, files, home, partner);
    await away(tally, world, files, home, partner);
  } catch (error) {
    tally.check(false, "the trial runs to its end", error instanceof Error ? error.message : String(error));
  } finally {
    if (!tally.well) process.stdout.write(`${world.complaints()}\n`);
    for (const sink of sinks) await sink.close();
    await world.close();
  }
  return tally.end();
}
