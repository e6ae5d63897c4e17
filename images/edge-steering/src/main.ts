/** Starts the controller: `node main.js CONFIG.json`. Ends with 2 on a wrong configuration, 1 when it cannot listen. */
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { PoolsApi } from "./cloudflare";
import { ConfigError, parseConfig } from "./config";
import { Controller } from "./controller";
import { serverOf, tell } from "./exchange";
import { logOf } from "./log";
import { Metrics } from "./metrics";
import { probe } from "./probe";
import { credentialsSource, keySource, tokenSource } from "./secrets";

async function main(file: string | undefined): Promise<void> {
  if (file === undefined)
    throw new ConfigError("the first argument is missing; allowed: the path of a JSON file");
  const config = parseConfig(readFileSync(file, "utf8"));
  const token = tokenSource(process.env);
  const credentials = credentialsSource(process.env);
  const { region, regions, settings } = config;
  const speaker = { region, keys: keySource(process.env), now: () => performance.now(), epoch: Date.now };
  // What is wrong with them is told now and not in the middle of a failure.
  await Promise.all([token(), speaker.keys(), credentials()]);
  const log = logOf(region, (line) => process.stdout.write(line));
  const metrics = new Metrics();
  const controller = new Controller({
    config,
    api: new PoolsApi({
      ...config.api,
      token,
      regionOf: new Map(regions.map(({ pool, name }) => [pool, name])),
      settings,
    }),
    probe: async ({ probe: target }) => probe(target, settings.probeTimeoutMs, await credentials()),
    tell: (peer, report) => tell(peer, report, settings.reportTimeoutMs, speaker),
    log,
    metrics,
    now: speaker.now,
    epoch: speaker.epoch,
  });
  const peers = regions.map(({ name }) => name).filter((name) => name !== region);
  const server = serverOf({ ...speaker, controller, metrics, peers });
  server.on("error", (error) => {
    log("error", "cannot listen", { error: error.message });
    process.exit(1);
  });
  server.listen(config.listen.port, config.listen.host, () => {
    log("info", "started", { peers: peers.length, port: config.listen.port });
    controller.start();
  });
  const stop = (signal: NodeJS.Signals): void => {
    log("info", "stopping", { signal });
    // A write that is under way is finished first; were it cut off, its mark would still tell the next controller whose it is.
    void controller.stop().finally(() => {
      server.close(() => process.exit(0));
      server.closeAllConnections();
    });
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

main(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof ConfigError ? 2 : 1;
});
