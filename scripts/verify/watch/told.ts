/** A real Alertmanager with the plan's configuration, and stand-ins for who is told: what one alert keeps others from saying. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";
import { regionLostAlerts, watchdogAlert } from "../../../components/facts/alerting";
import { freePort, Processes } from "../processes";
import { Sink } from "../telemetry/sink";
import type { Tally } from "./tools";

type Labels = Readonly<Record<string, string>>;

interface Configured {
  route: { routes?: Configured["route"][] } & Record<string, unknown>;
  receivers: { readonly name: string }[];
}

/** A message, as Alertmanager's webhooks have it ("Webhook receiver", prometheus.io). */
interface Message {
  readonly status: "firing" | "resolved";
  readonly alerts: readonly { readonly status: string; readonly labels: Labels }[];
}

const here = "127.0.0.1";

/** The operator's configuration, with every receiver at a stand-in by its own name, and nobody made to wait. */
function atStandIns(text: string, port: number): string {
  const config = parse(text) as Configured;
  const hurried = (route: Configured["route"]): Configured["route"] => ({
    ...route,
    group_wait: "1s",
    group_interval: "1s",
    ...(route.routes === undefined ? {} : { routes: route.routes.map(hurried) }),
  });
  return stringify({
    ...config,
    route: hurried(config.route),
    receivers: config.receivers.map(({ name }) => {
      const own = name.split("/").at(-1) ?? "";
      const url = `http://${here}:${port}/${own}`;
      return own === "nobody"
        ? { name }
        : { name, webhook_configs: [{ url, send_resolved: own !== "heartbeat" }] };
    }),
  });
}

const [lost] = regionLostAlerts;
const place = { observer: "africa", owner: "platform" };
const alert = (
  alertname: string,
  severity: string,
  service: string,
  region: string,
  more: Labels = {},
): Labels => ({
  alertname,
  severity,
  service,
  region,
  ...place,
  ...more,
});

/** What is said first, all at once. */
const said = {
  lost: alert(lost, "critical", "entry", "europe"),
  entryOfLost: alert("EntrySlow", "warning", "entry", "europe"),
  entryOfOther: alert("EntrySlow", "warning", "entry", "asia"),
  dataOfLost: alert("DatabaseMemberDown", "warning", "database", "europe", { scope: "core", name: "core-0" }),
  worse: alert("ReplicaLags", "critical", "database", "africa", { scope: "core", name: "core-1" }),
  better: alert("ReplicaLags", "warning", "database", "africa", { scope: "core", name: "core-1" }),
  another: alert("ReplicaLags", "warning", "database", "africa", {
    scope: "keys-africa",
    name: "keys-africa-1",
  }),
  watchdog: alert(watchdogAlert, "info", "observability", "africa"),
} as const;

type Name = keyof typeof said;

/** Who must hear of each, and by nobody else may it be heard. */
const heard: Readonly<Record<Name, readonly string[]>> = {
  lost: ["page", "channel"],
  entryOfLost: [],
  entryOfOther: ["channel"],
  dataOfLost: ["channel"],
  worse: ["page", "channel"],
  better: [],
  another: ["channel"],
  watchdog: ["heartbeat"],
};

const same = (a: Labels, b: Labels): boolean =>
  Object.keys({ ...a, ...b }).every((label) => a[label] === b[label]);

class Told {
  constructor(private readonly sink: Sink) {}

  /** Receivers that were told of an alert in a state. */
  of(labels: Labels, status = "firing"): readonly string[] {
    const messages = this.sink.taken.map(({ path: receiver, body }) => ({
      ...(JSON.parse(body.toString("utf8")) as Message),
      receiver: receiver.slice(1),
    }));
    const about = messages.filter(({ alerts }) =>
      alerts.some((each) => each.status === status && same(each.labels, labels)),
    );
    return [...new Set(about.map(({ receiver }) => receiver))].sort();
  }
}

const pause = (ms: number): Promise<unknown> => new Promise((done) => setTimeout(done, ms));

async function until(what: () => boolean | Promise<boolean>, seconds: number): Promise<boolean> {
  for (let waited = 0; waited < seconds * 10; waited += 1) {
    if (await what()) return true;
    await pause(100);
  }
  return what();
}

async function send(
  address: string,
  alerts: readonly { readonly labels: Labels; readonly endsAt?: string }[],
): Promise<void> {
  const answer = await fetch(`${address}/api/v2/alerts`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(alerts),
  });
  if (!answer.ok) throw new Error(`Alertmanager takes no alerts: ${answer.status} ${await answer.text()}`);
}

async function isReady(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/-/ready`)).ok;
  } catch {
    return false;
  }
}

/**
 * Tells a real Alertmanager of alerts, and looks who hears of which.
 * @param program its path.
 * @param configuration the file that the operator makes.
 * @param tally counts what holds.
 */
export async function verifyTold(program: string, configuration: string, tally: Tally): Promise<void> {
  const home = mkdtempSync(path.join(tmpdir(), "azora-told-"));
  const [sinkPort, port] = [await freePort(), await freePort()];
  const sink = new Sink(here, sinkPort);
  const address = `http://${here}:${port}`;
  const processes = new Processes(home);
  try {
    mkdirSync(path.join(home, "data"));
    const file = path.join(home, "alertmanager.yaml");
    writeFileSync(file, atStandIns(readFileSync(configuration, "utf8"), sinkPort));
    await sink.open();
    const args = [
      `--config.file=${file}`,
      `--storage.path=${home}/data`,
      `--web.listen-address=${here}:${port}`,
    ];
    processes.start("alertmanager", program, [...args, "--cluster.listen-address="]);
    await until(() => isReady(address), 10);

    // What keeps others from speaking is there first, as a region is lost before its entries are slow.
    await send(address, [{ labels: said.lost }, { labels: said.worse }]);
    await send(
      address,
      Object.values(said).map((labels) => ({ labels })),
    );
    const told = new Told(sink);
    const names = Object.keys(heard) as Name[];
    await until(
      () => names.every((name) => heard[name].every((who) => told.of(said[name]).includes(who))),
      10,
    );
    // As long again for what should not come.
    await pause(3000);
    for (const name of names) {
      const by = told.of(said[name]);
      tally.check(
        by.join() === [...heard[name]].sort().join(),
        `told: ${Object.values(said[name]).slice(0, 4).join(" ")}`,
        `is heard by ${by.join(", ") || "nobody"}, not by ${heard[name].join(", ") || "nobody"}`,
      );
    }
    await send(address, [{ labels: said.lost, endsAt: new Date().toISOString() }]);
    tally.check(
      await until(() => told.of(said.lost, "resolved").join() === "channel,page", 10),
      "told: the end of a region's loss",
      `is heard by ${told.of(said.lost, "resolved").join(", ") || "nobody"}`,
    );
    tally.check(
      await until(() => told.of(said.entryOfLost).join() === "channel", 10),
      "told: what its loss kept from speaking, once it is back",
    );
  } finally {
    await processes.endAll();
    await sink.close();
    rmSync(home, { recursive: true, force: true });
  }
}
