/** `npm run verify -- logs`: a real collector with the plan's configuration reads what containers say; what stores get is counted. */
import { setTimeout as sleep } from "node:timers/promises";
import { tenantHeader } from "../../../components/facts/logging";
import { observabilityNames, observabilityPorts } from "../../../components/facts/observability";
import { regionNamed } from "../../../components/facts/regions";
import type { Plan } from "../../../preview/plan";
import type { Tally } from "../watch/tools";
import { LogFile, traceId } from "./logFiles";
import { Lokis, whyNoLoki } from "./loki";
import { Sink } from "./sink";
import { planted } from "./traceKinds";
import { inWorld } from "./trial";
import type { TelemetryWorld } from "./world";

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

/** The collector writes to real members of the store, which are away for two minutes. */
async function withLoki(tally: Tally, plan: Plan, world: TelemetryWorld): Promise<void> {
  const missing = whyNoLoki();
  if (missing !== undefined) {
    tally.skip(1, `lines in real Lokis: ${missing}`);
    return;
  }
  const names = await world.names(place);
  const members = ["127.0.24.1", "127.0.24.2", "127.0.24.3"];
  const prometheus = ["127.0.24.11", "127.0.24.12"];
  for (const name of [`${logsReady}.observability.svc`, `${logs}.observability.svc`])
    names.set(name, members);
  for (const [index, address] of prometheus.entries())
    names.set(`prometheus-metrics-${index}.prometheus-operated.observability.svc`, [address]);
  const tls = await world.serving(place, `${logs}-server`);
  const files = world.proofFiles(tls.cert, tls.key);
  const writes = await world.serving(place, "metrics-server");
  const sinks = prometheus.map((address) => new Sink(address, observabilityPorts.prometheus, writes));
  const lokis = new Lokis(world.at("lokis", ""), plan, place, members, world.resolvConf(place), {
    files,
    tls,
  });
  try {
    for (const sink of sinks) await sink.open();
    await lokis.start();
    await world.end("agent", "SIGKILL");
    await world.start("agent-2", agent, place, collector);
    const file = new LogFile(world.at("agent-2", ""), "postgres", "core-1");
    file.write(2000);
    const all = 'sum(count_over_time({k8s_namespace_name="postgres"}[1h]))';
    const counted = async (expected: number): Promise<number> => {
      let found = 0;
      for (let attempt = 0; attempt < 60 && found < expected; attempt += 1) {
        await sleep(2000);
        found = (await lokis.number(all, "platform").catch(() => undefined)) ?? 0;
      }
      return found;
    };
    const first = await counted(file.written);
    tally.check(first === file.written, "Loki has every line once", `${first} of ${file.written}`);
    const text = `sum(count_over_time({k8s_namespace_name="postgres"} |= "${file.mark(17)}" [1h]))`;
    tally.check((await lokis.number(text, "platform")) === 1, "a line is found by its text");
    const trace = `sum(count_over_time({k8s_namespace_name="postgres"} | trace_id="${traceId}" | detected_level="error" [1h]))`;
    tally.check(
      (await lokis.number(trace, "platform")) === 200,
      "lines are found by their trace and how bad they are",
    );
    for (const value of [planted.email, planted.token, planted.card]) {
      const hidden = `sum(count_over_time({k8s_namespace_name="postgres"} |= "${value}" [1h]))`;
      tally.check((await lokis.number(hidden, "platform")) === undefined, `nothing is found of ${value}`);
    }
    tally.check((await lokis.number(all, "services")) === undefined, "another tenant finds nothing of it");

    await lokis.stop();
    for (let step = 0; step < awaySeconds / 10; step += 1) {
      file.write(300);
      await sleep(10_000);
    }
    await lokis.start();
    const second = await counted(file.written);
    tally.check(
      second === file.written,
      `no line is lost while Loki is away for ${awaySeconds} s`,
      `${second} of ${file.written}`,
    );
    process.stdout.write(`  Loki: ${file.written} lines written, ${second} found\n`);

    const { text: told } = await lokis.ask("/metrics", "platform");
    const value = (metric: RegExp): number =>
      told
        .split("\n")
        .filter((line) => metric.test(line))
        .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
    const everywhere = await Promise.all(
      members.map((address) => lokis.ask("/metrics", "platform", address)),
    );
    const retained = everywhere.some(({ text: each }) =>
      /^loki_compactor_apply_retention_last_successful_run_timestamp_seconds [1-9]/m.test(each),
    );
    tally.check(retained, "retention is applied");
    const evaluated = everywhere.some(({ text: each }) =>
      /^loki_prometheus_rule_evaluations_total\{.*\} [1-9]/m.test(each),
    );
    tally.check(evaluated, "rules over lines are evaluated");
    const written = (): boolean =>
      sinks.every(({ taken }) => taken.some(({ path: at }) => at === "/api/v1/write"));
    // Rules are evaluated once a minute.
    for (let attempt = 0; attempt < 90 && !written(); attempt += 1) await sleep(2000);
    tally.check(written(), "what they record comes to both Prometheus");
    tally.check(
      value(/^loki_ring_members\{name="ingester",state="ACTIVE"\}/) === 3,
      "three members take lines",
    );
  } finally {
    await lokis.stop();
    for (const sink of sinks) await sink.close();
  }
}

export function verifyLogs(argv: readonly string[]): Promise<number> {
  return inWorld(argv, async (tally, world, plan) => {
    const names = await world.names(place);
    const { partner: partnerName } = regionNamed(place);
    names.set(`${logsReady}.observability.svc`, [homeStore]);
    names.set(`${logs}.${partnerName}.internal.azora.example`, [partnerStore]);
    names.set(`${observabilityNames.traceGateway}.observability.svc`, []);
    const tls = await world.serving(place, `${logs}-server`);
    const home = new Sink(homeStore, observabilityPorts.lokiHttp, tls);
    const partner = new Sink(partnerStore, observabilityPorts.lokiHttp, tls);
    try {
      await Promise.all([home.open(), partner.open()]);
      await world.start("agent", agent, place, collector);
      const files = [
        new LogFile(world.at("agent", ""), "postgres", "core-0"),
        new LogFile(world.at("agent", ""), "shop", "orders-1"),
      ];
      await written(tally, files, home, partner);
      await away(tally, world, files, home, partner);
    } finally {
      await Promise.all([home.close(), partner.close()]);
    }
    await withLoki(tally, plan, world);
  });
}
