/** Objects of the plan that the operator of Prometheus reads, and the files that it makes of them. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { generate } from "selfsigned";
import type { Plan } from "../../../preview/plan";
import { ownGoTool } from "../goTool";

/** One object, as it is given to Kubernetes. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec?: unknown;
  readonly data?: unknown;
}

/** A Prometheus' file of rules. */
export interface RuleFile {
  readonly name: string;
  readonly groups: readonly {
    readonly name: string;
    readonly interval?: string;
    readonly rules: readonly {
      readonly alert?: string;
      readonly record?: string;
      readonly expr: string;
      readonly labels?: Readonly<Record<string, string>>;
    }[];
  }[];
}

const group = "monitoring.coreos.com/";

/** Objects of the operator's in a stack. */
export function watchObjects(plan: Pick<Plan, "stacks">, stack: string): readonly KubernetesObject[] {
  return (plan.stacks[stack]?.resources ?? [])
    .filter(({ type }) => type.startsWith(`kubernetes:${group}`))
    .map(({ resolved }) => resolved as unknown as KubernetesObject);
}

/** Stacks that have any. */
export function watchedStacks(plan: Pick<Plan, "stacks">): readonly string[] {
  return Object.keys(plan.stacks).filter((stack) => watchObjects(plan, stack).length > 0);
}

/** The rules of a stack, a file a group. */
export function ruleFiles(objects: readonly KubernetesObject[]): readonly RuleFile[] {
  return objects
    .filter(({ kind }) => kind === "PrometheusRule")
    .map(({ metadata, spec }) => ({ name: metadata.name, groups: (spec as RuleFile).groups }));
}

/** Names of secrets and config maps that objects refer to, with the keys that they ask for. */
function referredTo(value: unknown, namespace: string, found: Map<string, Set<string>>): void {
  if (Array.isArray(value)) for (const item of value) referredTo(item, namespace, found);
  else if (typeof value === "object" && value !== null) {
    const { name, key } = value as { readonly name?: unknown; readonly key?: unknown };
    if (typeof name === "string" && typeof key === "string")
      found.set(`${namespace}/${name}`, (found.get(`${namespace}/${name}`) ?? new Set()).add(key));
    for (const item of Object.values(value)) referredTo(item, namespace, found);
  }
}

/** Stands for what no plan shows: an address where one is expected, else a certificate or its key. */
interface StandIn {
  readonly address: string;
  readonly certificate: string;
  readonly key: string;
}

async function standIn(): Promise<StandIn> {
  const { cert, private: key } = await generate([{ name: "commonName", value: "stand-in" }]);
  return { address: "https://stand-in.azora.example/0123456789abcdef", certificate: cert, key };
}

/** What a key of a secret or config map holds, by its name. */
function held(key: string, { address, certificate, key: proof }: StandIn): string {
  if (/\.(crt|pem)$/.test(key)) return certificate;
  return key.endsWith(".key") ? proof : address;
}

/** A secret and a config map for each that is referred to, so that the operator finds them; what they hold is made up. */
function referred(objects: readonly KubernetesObject[], made: StandIn): readonly object[] {
  const found = new Map<string, Set<string>>();
  for (const { metadata, spec } of objects) referredTo(spec, metadata.namespace, found);
  return [...found].flatMap(([full, keys]) => {
    const [namespace = "", name = ""] = full.split("/");
    const texts = Object.fromEntries([...keys].map((key) => [key, held(key, made)]));
    const bytes = Object.fromEntries(
      Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString("base64")]),
    );
    return [
      { apiVersion: "v1", kind: "Secret", metadata: { name, namespace }, data: bytes },
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, data: texts },
    ];
  });
}

const readKinds = ["Prometheus", "Alertmanager", "AlertmanagerConfig", "PodMonitor", "Probe"];

/**
 * Has the operator's own code make configuration files of a stack's objects.
 * @returns why it refuses them, or why it cannot be had; nothing where the files lie in the folder.
 */
export async function operatorFiles(
  objects: readonly KubernetesObject[],
  folder: string,
): Promise<{ readonly refused: string } | { readonly missing: string } | undefined> {
  const tool = ownGoTool("operator", path.join(__dirname, "..", "operator"));
  if ("why" in tool) return { missing: tool.why };
  mkdirSync(folder, { recursive: true });
  const read = objects.filter(({ kind }) => readKinds.includes(kind));
  const { status, stderr } = spawnSync(tool.file, [folder], {
    input: JSON.stringify([...read, ...referred(read, await standIn())]),
    encoding: "utf8",
  });
  return status === 0 ? undefined : { refused: stderr.trim() };
}

/** Writes a stack's rules into a folder. @returns their paths by the file's name. */
export function writeRules(files: readonly RuleFile[], folder: string): ReadonlyMap<string, string> {
  mkdirSync(folder, { recursive: true });
  return new Map(
    files.map(({ name, groups }) => {
      const file = path.join(folder, `${name}.json`);
      writeFileSync(file, JSON.stringify({ groups }, null, 1));
      return [name, file] as const;
    }),
  );
}
