/** Starts the controller: `node main.js CONFIG.json`. Ends with 2 on a wrong configuration, 1 when it cannot listen. */
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { PoolsApi } from "./cloudflare";
import { ConfigError, parseConfig, tokenSource } from "./config";
import { Controller } from "./controller";
import { serverOf, tell } from "./exchange";
import { logOf } from "./log";
import { Metrics } from "./metrics";
import { probe } from "./probe";

function main(file: string | undefined): void {
  if (file === undefined)
    throw new ConfigError("the first argument is missing; allowed: the path of a JSON file");
  const config = parseConfig(readFileSync(file, "utf8"));
  const token = tokenSource(process.env);
  const { region, regions, settings } = config;
  const log = logOf(region, (line) => process.stdout.write(line));
  const metrics = new Metrics();
  const now = (): number => performance.now();
  const controller = new Controller({
    config,
    api: new PoolsApi({
      ...config.api,
      token,
      regionOf: new Map(regions.map(({ pool, name }) => [pool, name])),
      settings,
    }),
    probe: ({ probe: target }) => probe(target, settings.probeTimeoutMs),
    tell: (peer, report) => tell(peer, report, settings.reportTimeoutMs, now),
    log,
    metrics,
    now,
    epoch: Date.now,
  });
  const peers = regions.map(({ name }) => name).filter((name) => name !== region);
  const server = serverOf({ controller, metrics, peers, now });
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
    controller.stop();
    server.close(() => process.exit(0));
    server.closeAllConnections();
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

try {
  main(process.argv[2]);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof ConfigError ? 2 : 1;
}
