/** The controller's configuration: a JSON file for what is known when it is deployed, the environment for where it is. */
import type { ProbeTarget } from "./probe";
import { shown } from "./shown";
import type { Settings } from "./types";

export interface RegionConfig {
  readonly name: string;
  /** Name of its pool at the edge. */
  readonly pool: string;
  readonly probe: ProbeTarget;
  /** Where its controller listens for reports, for example `http://edge-steering.azora-africa.example:8080`. */
  readonly peer: string;
}

export interface Config {
  /** The region that this controller runs in. */
  readonly region: string;
  /** All regions, in the order in which they are asked to write. */
  readonly regions: readonly RegionConfig[];
  /** The hosts at the edge, and the regions whose pools each has: none is left without one. */
  readonly hosts: readonly { readonly name: string; readonly regions: readonly string[] }[];
  readonly settings: Settings;
  readonly api: { readonly baseUrl: string; readonly accountId: string };
  readonly listen: { readonly host: string; readonly port: number };
}

/** The configuration is wrong; the message names the field, its value and what is allowed. */
export class ConfigError extends Error {}

type Json = Readonly<Record<string, unknown>>;

function refuse(field: string, value: unknown, allowed: string): never {
  throw new ConfigError(`${field} is ${shown(value)}; allowed: ${allowed}`);
}

function object(field: string, value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Json)
    : refuse(field, value, "an object");
}

function text(field: string, value: unknown, pattern = /./, allowed = "a text that is not empty"): string {
  return typeof value === "string" && pattern.test(value) ? value : refuse(field, value, allowed);
}

function origin(field: string, value: unknown): string {
  const url =
    typeof value === "string" && URL.canParse(value) ? new URL(value) : refuse(field, value, "a URL");
  if (url.protocol !== "http:" && url.protocol !== "https:") refuse(field, value, "an http or https URL");
  return (value as string).replace(/\/$/, "");
}

function list(field: string, value: unknown, least: number): readonly unknown[] {
  return Array.isArray(value) && value.length >= least
    ? (value as readonly unknown[])
    : refuse(field, value, `a list of ${least} or more`);
}

const settingNames = [
  "probeIntervalMs",
  "probeTimeoutMs",
  "confirmAfterMs",
  "failedProbes",
  "goodProbes",
  "reportIntervalMs",
  "reportTimeoutMs",
  "reportFreshMs",
  "voteFreshMs",
  "apiTimeoutMs",
  "retryAfterMsMax",
  "poolsIntervalMs",
  "poolsFreshMs",
  "holdOffMs",
  "holdOffMsMax",
  "flapMemoryMs",
  "writeGapMs",
  "stampToleranceMs",
  "clockSkewMs",
  "settleMs",
] as const satisfies readonly (keyof Settings)[];

function settingsOf(value: unknown): Settings {
  const given = object("settings", value);
  for (const name of Object.keys(given))
    if (!(settingNames as readonly string[]).includes(name))
      refuse(`settings.${name}`, given[name], settingNames.join(", "));
  const settings = Object.fromEntries(
    settingNames.map((name) => {
      const number = given[name];
      return typeof number === "number" && Number.isSafeInteger(number) && number > 0
        ? [name, number]
        : refuse(`settings.${name}`, number, "a whole number above 0");
    }),
  ) as unknown as Settings;
  const orders: readonly (readonly [keyof Settings, keyof Settings])[] = [
    ["probeTimeoutMs", "confirmAfterMs"],
    ["confirmAfterMs", "probeIntervalMs"],
    ["reportIntervalMs", "reportFreshMs"],
    ["probeIntervalMs", "voteFreshMs"],
    ["poolsFreshMs", "poolsIntervalMs"],
    ["writeGapMs", "holdOffMs"],
    ["holdOffMs", "holdOffMsMax"],
  ];
  for (const [low, high] of orders)
    if (settings[low] > settings[high])
      refuse(`settings.${low}`, settings[low], `at most settings.${high}, ${settings[high]}`);
  return settings;
}

function regionOf(value: unknown, index: number): RegionConfig {
  const field = `regions.${index}`;
  const region = object(field, value);
  const probe = object(`${field}.probe`, region["probe"]);
  return {
    name: text(`${field}.name`, region["name"]),
    pool: text(`${field}.pool`, region["pool"], /^[\w-]+$/, "letters, digits, hyphens and underscores"),
    peer: origin(`${field}.peer`, region["peer"]),
    probe: {
      origins: list(`${field}.probe.origins`, probe["origins"], 1).map((each, at) =>
        origin(`${field}.probe.origins.${at}`, each),
      ),
      host: text(`${field}.probe.host`, probe["host"], /^[\w.-]+$/, "a host name"),
      path: text(`${field}.probe.path`, probe["path"], /^\//, "a path that begins with /"),
      expectedCodes: text(
        `${field}.probe.expectedCodes`,
        probe["expectedCodes"],
        /^[1-5](\d\d|xx)$/,
        "200, or 2xx",
      ),
      expectedBody: text(`${field}.probe.expectedBody`, probe["expectedBody"]),
    },
  };
}

function hostOf(value: unknown, index: number, names: readonly string[]): Config["hosts"][number] {
  const field = `hosts.${index}`;
  const host = object(field, value);
  const regions = list(`${field}.regions`, host["regions"], 1).map((region, at, all) =>
    typeof region === "string" && names.includes(region) && all.indexOf(region) === at
      ? region
      : refuse(`${field}.regions.${at}`, region, `each once of ${names.join(", ")}`),
  );
  return { name: text(`${field}.name`, host["name"], /^[\w.-]+$/, "a host name"), regions };
}

/** @throws ConfigError naming the field, its value and what is allowed. */
export function parseConfig(json: string): Config {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new ConfigError("the configuration is no JSON");
  }
  const given = object("configuration", value);
  // Two regions have one observer each, which would be a majority by itself.
  const regions = list("regions", given["regions"], 3).map(regionOf);
  const names = regions.map(({ name }) => name);
  for (const [index, { name, pool }] of regions.entries()) {
    if (names.indexOf(name) !== index) refuse(`regions.${index}.name`, name, "each region once");
    if (regions.findIndex((other) => other.pool === pool) !== index)
      refuse(`regions.${index}.pool`, pool, "each pool once");
  }
  const region = text("region", given["region"]);
  if (!names.includes(region)) refuse("region", region, names.join(", "));
  const hosts = list("hosts", given["hosts"], 1).map((host, index) => hostOf(host, index, names));
  for (const name of names)
    if (!hosts.some((host) => host.regions.includes(name)))
      refuse("hosts", given["hosts"], `hosts that have every region; none has ${name}`);
  const api = object("api", given["api"]);
  const listen = object("listen", given["listen"]);
  const { port } = listen;
  return {
    region,
    regions,
    hosts,
    settings: settingsOf(given["settings"]),
    api: {
      baseUrl: origin("api.baseUrl", api["baseUrl"]),
      accountId: text("api.accountId", api["accountId"], /^[0-9a-f]{32}$/, "32 hexadecimal digits"),
    },
    listen: {
      host: text("listen.host", listen["host"]),
      port:
        typeof port === "number" && Number.isInteger(port) && port > 0 && port < 65_536
          ? port
          : refuse("listen.port", port, "1 to 65535"),
    },
  };
}
