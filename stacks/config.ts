import * as pulumi from "@pulumi/pulumi";
import { closest } from "fastest-levenshtein";
import { eksAddonsFor } from "../components/facts/addons";
import { today } from "../components/facts/days";
import { readVerifiers } from "../components/cache";
import { readOverrides, type SteeringOverrides } from "../components/edge";
import { planHas, smallestPlanWith } from "../components/facts/edge";
import { kubernetesVersion, kubernetesVersions } from "../components/facts/kubernetes";
import { reservedBlocks } from "../components/facts/network";
import { allRegions, regionNamed } from "../components/facts/regions";
import { cidrsOverlap, parseCidr } from "../components/network";
import type { AuditArchive } from "../components/storage";
import { readArchives } from "./auditArchives";
import { lastDayOf } from "./certificates";
import { checkLists, checkOrganization, checkPeople } from "./accountChecks";
import { globalKeys } from "./globalKeys";
import { receiverKeys } from "./receiverKeys";
import { regionKeys, steeringKeys } from "./regionKeys";
import type { Key, Keys, ValuesOf } from "./schema";

const namespace = "azora";

/** Every mistake in a stack's configuration, in one message, which Pulumi's CLI prints as it is. */
export class ConfigurationError extends pulumi.RunError {
  override readonly name = "ConfigurationError";
  constructor(
    stack: string,
    readonly mistakes: readonly string[],
  ) {
    super(`Pulumi.${stack}.yaml: ${mistakes.join("\n  ")}`);
  }
}

/** The configuration of one stack as the engine gives it. */
export interface RawConfig {
  readonly stack: string;
  /** Texts by full key, such as `azora:accountId`; lists and objects are JSON. */
  readonly values: Readonly<Record<string, string>>;
  readonly isSecret: (fullKey: string) => boolean;
}

export type RegionConfig = ValuesOf<typeof regionKeys>;
/** Orders of regions and archives are read once, here, where a wrong one is refused. */
export type GlobalConfig = Omit<ValuesOf<typeof globalKeys>, "steeringOverrides" | "auditArchives"> & {
  readonly steeringOverrides: SteeringOverrides;
  readonly auditArchives: readonly AuditArchive[];
};

/** How a value is shown in a message; a secret never is, also one that need not have been encrypted. */
function shown(fullKey: string, value: string, raw: RawConfig, key?: Key<unknown>): string {
  return key?.secret || raw.isSecret(fullKey) ? "(hidden)" : JSON.stringify(value);
}

/** Reads all keys of a table and adds every mistake to `mistakes`. */
function readAll<T extends Keys>(keys: T, raw: RawConfig, mistakes: string[]): Partial<ValuesOf<T>> {
  const result: Record<string, unknown> = {};
  const ours = Object.keys(raw.values).filter((fullKey) => fullKey.startsWith(`${namespace}:`));
  for (const fullKey of ours) {
    const name = fullKey.slice(namespace.length + 1);
    if (!Object.hasOwn(keys, name)) {
      mistakes.push(
        `${fullKey} is no key of this stack; did you mean ${namespace}:${closest(name, Object.keys(keys))}?`,
      );
    }
  }
  for (const [name, key] of Object.entries(keys)) {
    const fullKey = `${namespace}:${name}`;
    const value = raw.values[fullKey];
    if (value === undefined) {
      if (key.fallback === undefined && !key.optional)
        mistakes.push(`${fullKey} is missing; allowed: ${key.allowed}`);
      result[name] = key.fallback;
      continue;
    }
    if (key.secret && !raw.isSecret(fullKey)) {
      mistakes.push(`${fullKey} is a secret given as plain text; allowed: ${key.allowed}`);
      continue;
    }
    const parsed = key.parse(value);
    if ("wrong" in parsed)
      mistakes.push(`${fullKey} is ${shown(fullKey, value, raw, key)}; allowed: ${key.allowed}`);
    else result[name] = parsed.value;
  }
  return result as Partial<ValuesOf<T>>;
}

function checkCidrs(cidrs: readonly string[], mistakes: string[]): void {
  const taken: { readonly what: string; readonly cidr: string }[] = [
    ...allRegions().map((region) => ({ what: `region ${region.name}`, cidr: region.cidr })),
    ...reservedBlocks,
  ];
  for (const cidr of cidrs) {
    try {
      parseCidr(cidr);
    } catch (error) {
      mistakes.push(`azora:corporateCidrs: ${error instanceof Error ? error.message : String(error)}`);
      continue;
    }
    const clash = taken.find((other) => cidrsOverlap(other.cidr, cidr));
    if (clash) {
      mistakes.push(
        `azora:corporateCidrs is ${cidr}, which overlaps ${clash.cidr} of ${clash.what}; allowed: blocks that overlap nothing`,
      );
    }
    taken.push({ what: "azora:corporateCidrs", cidr });
  }
}

/** Keys that name something in the region itself, in the account of the stack. */
const regionalArns = ["runnerConnectionArn", "edgeCertificateArn"] as const;

/** What belongs to another region or account would be refused by AWS only at the end of a long `up`. */
function checkArns(raw: RawConfig, config: Partial<RegionConfig>, mistakes: string[]): void {
  const { awsRegion, localZone } = regionNamed(raw.stack);
  for (const name of regionalArns) {
    const arn = config[name];
    const used = name !== "edgeCertificateArn" || (localZone !== undefined && config.edge === true);
    if (arn === undefined || !used) continue;
    const [, , , region, account] = arn.split(":");
    const fullKey = `${namespace}:${name}`;
    const value = shown(fullKey, arn, raw);
    if (region !== awsRegion)
      mistakes.push(`${fullKey} is ${value}, of another region; allowed: one of ${awsRegion}`);
    if (config.accountId !== undefined && account !== config.accountId)
      mistakes.push(`${fullKey} is ${value}, of another account; allowed: one of ${config.accountId}`);
  }
}

/** Why a cluster cannot run a version on a day; empty where it can. */
function versionMistakes(version: string, asOf: string): string[] {
  const supported = kubernetesVersions.filter(({ standardSupportEnds }) => standardSupportEnds >= asOf);
  const allowed = supported.filter((fact) => fact.version === eksAddonsFor);
  if (allowed.some((fact) => fact.version === version)) return [];
  const known = kubernetesVersions.find((fact) => fact.version === version);
  const why = !known
    ? "unknown"
    : supported.includes(known)
      ? `not what the add-ons in facts are built for (${eksAddonsFor})`
      : `out of standard support since ${known.standardSupportEnds}`;
  return [
    `azora:kubernetesVersion is "${version}", which is ${why}; allowed: ${allowed.map((fact) => fact.version).join(", ") || "none in facts"}`,
  ];
}

function checkRegion(raw: RawConfig, config: Partial<RegionConfig>, mistakes: string[]): void {
  const { stack, values } = raw;
  const region = regionNamed(stack);
  for (const other of allRegions()) {
    if (other.name !== stack && cidrsOverlap(other.cidr, region.cidr)) {
      mistakes.push(
        `the region's block ${region.cidr} overlaps ${other.cidr} of region ${other.name}; allowed: blocks that overlap nothing`,
      );
    }
  }
  for (const zone of config.zones ?? []) {
    if (!region.allZones.includes(zone)) {
      mistakes.push(
        `azora:zones is ${zone}, which ${region.awsRegion} lacks; allowed: ${region.allZones.join(", ")}`,
      );
    }
  }
  if (config.corporateCidrs) checkCidrs(config.corporateCidrs, mistakes);
  const { systemNodesMin, systemNodesMax } = config;
  const version = config.kubernetesVersion ?? kubernetesVersion;
  mistakes.push(...versionMistakes(version, config.asOf ?? today()));
  if (systemNodesMin !== undefined && systemNodesMax !== undefined && systemNodesMax < systemNodesMin) {
    mistakes.push(
      `azora:systemNodesMax is ${systemNodesMax}; allowed: at least azora:systemNodesMin, ${systemNodesMin}`,
    );
  }
  if (region.localZone && config.edge && config.edgeCertificateArn === undefined) {
    mistakes.push(
      `azora:edgeCertificateArn is missing; allowed: ${regionKeys.edgeCertificateArn.allowed}, or azora:edge: false`,
    );
  }
  const { edgeClientCa } = config;
  if (edgeClientCa !== undefined && lastDayOf(edgeClientCa) < (config.asOf ?? today()))
    mistakes.push(
      `azora:edgeClientCa ended on ${lastDayOf(edgeClientCa)}; allowed: a certificate that has not ended, the global stack's output edgeClientCa`,
    );
  checkArns(raw, config, mistakes);
  checkLists(config, mistakes);
  checkTogether(raw, steeringKeys, mistakes);
  checkTogether(raw, receiverKeys, mistakes);
  checkCache(config, mistakes);
  // What is given, right or wrong: a password that is refused is not one that is missing.
  if ("azora:chartMirrorUsername" in values !== "azora:chartMirrorPassword" in values) {
    mistakes.push(
      "azora:chartMirrorUsername and azora:chartMirrorPassword go together; one of them is missing",
    );
  }
}

/** Passwords that nobody could check would keep members and services out. */
function checkCache({ cacheVerifiers, regionAuthorities }: Partial<RegionConfig>, mistakes: string[]): void {
  if (cacheVerifiers === undefined) return;
  const key = `${namespace}:cacheVerifiers`;
  mistakes.push(...readVerifiers(cacheVerifiers).mistakes.map((mistake) => `${key}${mistake}`));
  if (regionAuthorities === undefined)
    mistakes.push(
      `${key} needs ${namespace}:regionAuthorities, by which members trust each other; it is missing`,
    );
}

/** Keys of which one without the others could do nothing, and would be forgotten. */
function checkTogether({ values }: RawConfig, keys: readonly string[], mistakes: string[]): void {
  const full = keys.map((name) => `${namespace}:${name}`);
  const missing = full.filter((name) => !(name in values));
  if (missing.length > 0 && missing.length < full.length)
    mistakes.push(`${full.join(", ")} go together; missing: ${missing.join(", ")}`);
}

/**
 * The configuration of a region's stack.
 * @throws ConfigurationError with every mistake at once.
 */
export function regionConfig(raw: RawConfig): RegionConfig {
  const mistakes: string[] = [];
  const config = readAll(regionKeys, raw, mistakes);
  checkRegion(raw, config, mistakes);
  if (mistakes.length > 0) throw new ConfigurationError(raw.stack, mistakes);
  return config as RegionConfig;
}

/** What is asked for and the plan has not. */
function planMistakes({
  cloudflarePlan: plan,
  personalDataHosts,
  edgeLogs,
}: Partial<ValuesOf<typeof globalKeys>>): string[] {
  const asked = [
    {
      on: personalDataHosts,
      feature: "regionalHostnames",
      why: "azora:personalDataHosts, which needs regional hostnames",
    },
    { on: edgeLogs, feature: "logPush", why: "azora:edgeLogs, which needs log push" },
  ] as const;
  return asked.flatMap(({ on, feature, why }) =>
    on === true && plan !== undefined && !planHas(plan, feature)
      ? [`azora:cloudflarePlan is "${plan}"; allowed: ${smallestPlanWith(feature) ?? "none"} with ${why}`]
      : [],
  );
}

/**
 * The configuration of the global stack.
 * @throws ConfigurationError with every mistake at once.
 */
export function globalConfig(raw: RawConfig): GlobalConfig {
  const mistakes: string[] = [];
  const config = readAll(globalKeys, raw, mistakes);
  mistakes.push(...planMistakes(config));
  const steering = readOverrides(config.steeringOverrides ?? [], allRegions());
  mistakes.push(...steering.mistakes.map((mistake) => `azora:steeringOverrides${mistake}`));
  const archived = readArchives(config.auditArchives ?? [], config.accountId);
  mistakes.push(...archived.mistakes.map((mistake) => `azora:auditArchives${mistake}`));
  checkPeople(config, mistakes);
  checkOrganization(raw.values, config, mistakes);
  if (mistakes.length > 0) throw new ConfigurationError(raw.stack, mistakes);
  return {
    ...(config as ValuesOf<typeof globalKeys>),
    steeringOverrides: steering.overrides,
    auditArchives: archived.archives,
  };
}

/** The configuration that Pulumi's engine gives to the running program. */
export function engineConfig(): RawConfig {
  // Left out of the SDK's type definitions, and the only way to see which keys are secret.
  const { isConfigSecret } = pulumi.runtime as unknown as {
    readonly isConfigSecret: (fullKey: string) => boolean;
  };
  return { stack: pulumi.getStack(), values: pulumi.runtime.allConfig(), isSecret: isConfigSecret };
}
