/** What was deployed, as the exported states of all stacks say it. */
import { pulumiState } from "../../components/facts/delivery";
import { globalStackName, stackNames } from "../../components/facts/regions";
import type { RecordedResource } from "../../preview/engine/monitor";
import { unknownSentinel, type WireObject } from "../../preview/engine/values";
import { contractVersion, type RegionOutputs } from "../../stacks/contract";
import { readDeployment, StateError, type PendingOperation } from "../discharge/state";

/** One stack as deployed. */
export interface DeployedStack {
  readonly stack: string;
  readonly resources: readonly RecordedResource[];
  /** Operations that were begun and of which no end is known. */
  readonly pending: readonly PendingOperation[];
}

/** A region as deployed, with what it tells others. */
export interface DeployedRegion extends DeployedStack {
  readonly contract: Pick<RegionOutputs, (typeof contractFields)[number]>;
}

/** What joins the regions, with what it tells others; in phase `identities` there are no hosts yet. */
export interface DeployedGlobal extends DeployedStack {
  readonly outputs: {
    readonly hosts?: Readonly<Record<string, readonly string[]>> | null;
    readonly edgeClientCa?: string;
  };
}

export interface Deployed {
  readonly regions: readonly DeployedRegion[];
  readonly global: DeployedGlobal;
}

const stackType = "pulumi:pulumi:Stack";

/** What is read of a region's contract. */
const contractFields = [
  "phase",
  "region",
  "network",
  "keys",
  "cluster",
  "caCertificatePem",
  "ingress",
] as const;

function outputsOf({ stack, resources }: DeployedStack): WireObject {
  const outputs = resources.find(({ type }) => type === stackType)?.outputs ?? {};
  if (Object.keys(outputs).length === 0)
    throw new StateError(`state of ${stack} has no outputs; allowed: the state after a whole \`pulumi up\``);
  return outputs;
}

function regionOf(deployed: DeployedStack): DeployedRegion {
  const { stack } = deployed;
  const { contractVersion: version = null, ...contract } = outputsOf(deployed);
  if (version !== contractVersion)
    throw new StateError(
      `contract of ${stack}: contractVersion is ${version === null ? "absent" : JSON.stringify(version)}; allowed: ${contractVersion} (use the command of that release)`,
    );
  for (const field of contractFields)
    if (contract[field] === undefined)
      throw new StateError(`contract of ${stack}: ${field} is absent; allowed: an output of that name`);
  // The version says what shape the fields have.
  return { ...deployed, contract: contract as unknown as RegionOutputs };
}

/**
 * Reads the exported states of all stacks, in any order.
 * @throws StateError naming a file that is none, one of another project, a stack that is unknown, given twice or missing, one
 * without outputs or of another contract version.
 */
export function readDeployed(files: readonly string[]): Deployed {
  const stacks = new Map<string, DeployedStack>();
  const all = stackNames();
  for (const file of files) {
    const { resources, pending } = readDeployment(file, "--file FILE");
    // urn:pulumi:<stack>::<project>::<types>::<name>
    const [stack = "", project = ""] = resources[0]?.urn.replace(/^urn:pulumi:/, "").split("::") ?? [];
    if (project !== pulumiState.project)
      throw new StateError(
        `state "${file}" is of stack "${stack}" in project "${project}"; allowed: project ${pulumiState.project}`,
      );
    if (!all.includes(stack))
      throw new StateError(`state "${file}" is of stack "${stack}"; allowed: ${all.join(", ")}`);
    if (stacks.has(stack))
      throw new StateError(`state of ${stack} is given twice, again by "${file}"; allowed: one file a stack`);
    stacks.set(stack, { stack, resources, pending });
  }
  const missing = all.filter((stack) => !stacks.has(stack));
  if (missing.length > 0)
    throw new StateError(
      `state of ${missing.join(", ")} is missing; allowed: one file each of ${all.join(", ")}`,
    );
  const global = stacks.get(globalStackName) as DeployedStack;
  const regions = all.filter((stack) => stack !== globalStackName);
  return {
    regions: regions.map((stack) => regionOf(stacks.get(stack) as DeployedStack)),
    global: { ...global, outputs: outputsOf(global) },
  };
}

/** The resources of one type by name, since the order of a state changes from one `up` to the next. */
export function ofType({ resources }: DeployedStack, type: string): readonly RecordedResource[] {
  return resources.filter((resource) => resource.type === type).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * A text among a resource's inputs.
 * @throws Error naming the input, where it is absent, encrypted or of another type.
 */
export function inputText({ inputs }: RecordedResource, key: string): string {
  const value = inputs[key];
  if (typeof value !== "string" || value === unknownSentinel)
    throw new Error(`${key} is ${value === undefined ? "absent" : "not readable"} in the state`);
  return value;
}

/** The same for a message: a mark where it cannot be read. */
export function shownText(resource: RecordedResource, key: string): string {
  try {
    return inputText(resource, key);
  } catch {
    return `(${key} not readable)`;
  }
}

/** The AWS region of a resource: its own where it names one, else its provider's; empty where neither says. */
export function awsRegionOf({ resources }: DeployedStack, resource: RecordedResource): string {
  const provider = resources.find(({ urn }) => urn === resource.provider);
  const region = resource.inputs.region ?? provider?.inputs.region;
  return typeof region === "string" ? region : "";
}
