/** The plan's AWS resources as CloudFormation templates, one a stack and region. Pure. */
import { createHash } from "node:crypto";
import type { PlanObject, PlanValue } from "../../../preview/engine/values";
import type { Plan, PlannedResource } from "../../../preview/plan";
import { convertFields, emptyNotes, merge, nest, type Converted, type Notes } from "./fields";
import type { Entry, Fold, Row } from "./rows";

/** Where a property of a template comes from. */
export interface Source {
  /** Below the resource's `Properties`. */
  readonly path: readonly (string | number)[];
  readonly urn: string;
  /** Empty: the whole resource. */
  readonly field: string;
}

interface TemplateResource {
  readonly cfn: string;
  readonly pulumi: string;
  /** Of the resource that it is made from. */
  readonly urn: string;
  readonly properties: PlanObject;
  readonly sources: readonly Source[];
  /** Properties that are missing because their values are secrets. */
  readonly secrets: readonly string[];
}

export interface Template {
  readonly stack: string;
  readonly region: string;
  /** By logical id. */
  readonly resources: Readonly<Record<string, TemplateResource>>;
}

interface Problem {
  readonly urn: string;
  readonly field: string;
  readonly message: string;
}

export interface Conversions {
  readonly templates: readonly Template[];
  /** URNs that are in a template, alone or as a part. */
  readonly judged: readonly string[];
  readonly skipped: readonly { readonly urn: string; readonly type: string; readonly reason: string }[];
  /** `type field` → how many resources set it; neither is judged. */
  readonly unmapped: ReadonlyMap<string, number>;
  readonly absent: ReadonlyMap<string, number>;
  readonly problems: readonly Problem[];
}

/** Why a type is skipped of which nobody has thought. */
export const notInTable = "not in the table";

/** Where a resource is made when neither it nor its provider names a region: global services answer there. */
const globalRegion = "us-east-1";

function regionOf(resource: PlannedResource, all: ReadonlyMap<string, PlannedResource>): string {
  const own = resource.resolved.region;
  if (typeof own === "string") return own;
  const providers = all.get(resource.provider)?.resolved.region;
  return typeof providers === "string" ? providers : globalRegion;
}

/**
 * A logical id: letters and digits, the same for the same URN.
 * @example logicalId("urn:pulumi:africa::azora::aws:ec2/vpc:Vpc::network-vpc") // "NetworkVpc" and 10 hexadecimal digits
 */
export function logicalId(urn: string, part = ""): string {
  const words = (urn.split("::").at(-1) ?? "").split(/[^A-Za-z0-9]+/);
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  const digest = createHash("sha256")
    .update(urn + part)
    .digest("hex");
  return `${name.slice(0, 200)}${digest.slice(0, 10)}`;
}

function same(a: PlanValue | undefined, b: PlanValue | undefined): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}

/** The resource that a part belongs to: by its links, else the only one of the type that it depends on. */
function wholeOf(
  part: PlannedResource,
  entry: Fold,
  candidates: readonly PlannedResource[],
): PlannedResource | undefined {
  const links = Object.entries(entry.links);
  const linked = candidates.filter((candidate) =>
    links.every(([field, key]) => same(part.resolved[field], candidate.resolved[key])),
  );
  if (links.length > 0 && linked[0] !== undefined) return linked[0];
  const depended = candidates.filter((candidate) => part.dependencies.includes(candidate.urn));
  return depended.length === 1 ? depended[0] : undefined;
}

interface Draft {
  readonly resource: PlannedResource;
  readonly row: Row;
  converted: Converted<PlanObject>;
  sources: Source[];
  readonly notes: Notes;
}

function add(draft: Draft, urn: string, converted: Converted<PlanObject>): void {
  const before = draft.converted.origins.length;
  draft.converted = merge(draft.converted, converted);
  draft.sources.push(...draft.converted.origins.slice(before).map((origin) => ({ ...origin, urn })));
}

function isAws(resource: PlannedResource): boolean {
  return resource.type.startsWith("aws:");
}

/** Converts one stack's resources; its templates come in the order of their regions. */
class StackConversion {
  readonly judged: string[] = [];
  readonly skipped: { urn: string; type: string; reason: string }[] = [];
  readonly problems: Problem[] = [];
  readonly drafts = new Map<string, Draft>();
  readonly #byUrn: ReadonlyMap<string, PlannedResource>;

  constructor(
    readonly stack: string,
    readonly resources: readonly PlannedResource[],
    readonly table: ReadonlyMap<string, Entry>,
    readonly count: { unmapped: Map<string, number>; absent: Map<string, number> },
  ) {
    this.#byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    const mine = resources.filter(isAws);
    for (const resource of mine) this.start(resource);
    for (const resource of mine) {
      const entry = table.get(resource.type);
      if (entry?.kind === "fold") this.foldIn(resource, entry);
    }
  }

  private skip(resource: PlannedResource, reason: string): void {
    this.skipped.push({ urn: resource.urn, type: resource.type, reason });
  }

  private start(resource: PlannedResource): void {
    const entry = this.table.get(resource.type);
    if (entry === undefined) this.skip(resource, notInTable);
    else if (entry.kind === "without") this.skip(resource, entry.reason);
    else if (entry.kind === "row") {
      const notes = emptyNotes();
      const draft: Draft = {
        resource,
        row: entry,
        converted: { value: {}, origins: [] },
        sources: [],
        notes,
      };
      add(draft, resource.urn, this.convert(resource, entry, notes));
      this.drafts.set(resource.urn, draft);
      this.judged.push(resource.urn);
    }
  }

  private foldIn(resource: PlannedResource, entry: Fold): void {
    const candidates = this.resources.filter((other) => other.type === entry.into);
    const draft = this.drafts.get(wholeOf(resource, entry, candidates)?.urn ?? "");
    if (draft === undefined) {
      this.skip(resource, `the ${entry.into} that it is a part of is not in the stack`);
      return;
    }
    const notes = emptyNotes();
    const part = this.convert(resource, entry, notes);
    // What no field set is blamed on the part itself.
    const whole = { path: [], field: "" };
    add(
      draft,
      resource.urn,
      entry.at === "" ? part : nest(entry.at, { ...part, origins: [whole, ...part.origins] }),
    );
    draft.notes.secrets.push(...notes.secrets);
    this.judged.push(resource.urn);
  }

  private convert(resource: PlannedResource, entry: Row | Fold, notes: Notes): Converted<PlanObject> {
    // The region decides which template a resource is in.
    const source = Object.fromEntries(Object.entries(resource.resolved).filter(([key]) => key !== "region"));
    const converted = convertFields(entry.fields, source, "", notes);
    const tally = (counts: Map<string, number>, fields: readonly string[]): void => {
      for (const field of new Set(fields)) {
        const key = `${resource.type} ${field}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    };
    tally(this.count.unmapped, notes.unmapped);
    tally(this.count.absent, notes.absent);
    this.problems.push(...notes.problems.map((problem) => ({ ...problem, urn: resource.urn })));
    return converted;
  }

  templates(): Template[] {
    const regions = new Map<string, Record<string, TemplateResource>>();
    const put = (region: string, id: string, resource: TemplateResource): void => {
      const before = regions.get(region) ?? {};
      before[id] = resource;
      regions.set(region, before);
    };
    for (const { resource, row, converted, sources, notes } of this.drafts.values()) {
      const region = regionOf(resource, this.#byUrn);
      const { urn } = resource;
      put(region, logicalId(urn), {
        cfn: row.cfn,
        pulumi: row.pulumi,
        urn,
        properties: { ...row.defaults, ...converted.value },
        sources,
        secrets: notes.secrets,
      });
      for (const [index, piece] of notes.pieces.entries()) {
        put(region, logicalId(urn, String(index)), {
          cfn: piece.cfn,
          pulumi: row.pulumi,
          urn,
          properties: piece.properties,
          sources: piece.origins.map((origin) => ({ ...origin, urn })),
          secrets: [],
        });
      }
    }
    return [...regions]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([region, resources]) => ({ stack: this.stack, region, resources }));
  }
}

/** Converts every AWS resource of a plan by the table. */
export function convertPlan(plan: Pick<Plan, "stacks">, table: ReadonlyMap<string, Entry>): Conversions {
  const count = { unmapped: new Map<string, number>(), absent: new Map<string, number>() };
  const stacks = Object.entries(plan.stacks).map(
    ([stack, { resources }]) => new StackConversion(stack, resources, table, count),
  );
  return {
    templates: stacks.flatMap((stack) => stack.templates()),
    judged: stacks.flatMap((stack) => stack.judged),
    skipped: stacks.flatMap((stack) => stack.skipped),
    problems: stacks.flatMap((stack) => stack.problems),
    ...count,
  };
}

/** What the linter reads. */
export function templateBody(template: Template): PlanObject {
  const resources = Object.entries(template.resources).map(
    ([id, { cfn, properties }]) => [id, { Type: cfn, Properties: properties }] as const,
  );
  return { AWSTemplateFormatVersion: "2010-09-09", Resources: Object.fromEntries(resources) };
}
