import { Ruleset } from "../../policies/framework/evaluate";
import { Reader } from "../../policies/framework/reader";
import type { ResourceView, Rule } from "../../policies/framework/rule";
import { absent, getAt, setAt, stepsOf } from "../../tests/support/mutations";
import {
  fieldOf,
  isReference,
  referenceUrn,
  unknown,
  type Mutation,
  type RuleCases,
} from "../../tests/support/rules";

/** Resources that a stack of the plan has, in one mode, with their inputs at hand. */
interface Subject extends Omit<ResourceView, "props"> {
  readonly inputs: Readonly<Record<string, unknown>>;
}

export interface SubjectStack {
  readonly stack: string;
  readonly preview: boolean;
  readonly subjects: readonly Subject[];
}

export interface RuleScore {
  readonly rule: Rule;
  /** Mutations of the rule's table whose field occurs in the plan, and those that the rule refused there. */
  readonly table: { readonly applied: number; readonly failed: number; readonly survived: readonly string[] };
  /** Paths that the rule read in the plan, and those at which some change was refused. */
  readonly paths: { readonly read: number; readonly decisive: number; readonly survived: readonly string[] };
  /** Survivors of the table of cases, with their reasons, that were used. */
  readonly excused: readonly string[];
  /** Paths at which an unknown went unnoticed. */
  readonly deaf: readonly string[];
}

/** How many resources of a type and of one component a path is changed in: the others are made by the same lines. */
const samplesMax = 2;

const operators: Readonly<Record<string, (value: unknown) => unknown>> = {
  delete: () => absent,
  flip: (value) => {
    if (typeof value === "boolean") return !value;
    if (typeof value === "number") return value === 0 ? 1 : 0;
    return typeof value === "string" ? "mutated" : { mutated: true };
  },
  empty: (value) => (Array.isArray(value) ? [] : typeof value === "object" ? {} : ""),
  wildcard: (value) => (Array.isArray(value) ? ["*"] : "*"),
  grow: (value) => (typeof value === "number" ? value * 1000 + 1 : [value, value]),
};

function viewOf(subject: Subject, seen?: Set<string>): ResourceView {
  return { ...subject, props: new Reader(subject.inputs, "", seen) };
}

/** One rule on one stack, ready to be asked again with one resource changed. */
class Trial {
  private readonly ruleset: Ruleset;
  private readonly views: readonly ResourceView[];
  private readonly before: ReadonlySet<string>;
  /** Paths that the rule read, by URN. */
  readonly read = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly rule: Rule,
    readonly stack: SubjectStack,
    asOf: string,
  ) {
    this.ruleset = new Ruleset([rule], { asOf, preview: stack.preview });
    const seen = new Map(stack.subjects.map(({ urn }) => [urn, new Set<string>()]));
    this.views = stack.subjects.map((subject) => viewOf(subject, seen.get(subject.urn)));
    this.before = new Set(this.verdicts(this.views));
    for (const [urn, paths] of seen) {
      // A copy: the readers go on noting what later trials ask.
      const read = new Set(paths);
      read.delete("");
      if (read.size > 0) this.read.set(urn, read);
    }
  }

  private verdicts(views: readonly ResourceView[]): string[] {
    const { rule, ruleset, stack } = this;
    const { verdicts } =
      rule.scope === "stack"
        ? ruleset.judgeStack(stack.stack, "", views)
        : { verdicts: views.flatMap((view) => ruleset.judgeResource(view).verdicts) };
    return verdicts
      .filter(({ state }) => state !== "passed-with-note")
      .map(({ urn, path, state, found }) => `${urn} ${path} ${state} ${found}`);
  }

  /** Whether the rule says something new of the stack with this resource changed. */
  refuses(changed: Subject): boolean {
    const views =
      this.rule.scope === "stack"
        ? this.views.map((view) => (view.urn === changed.urn ? viewOf(changed) : view))
        : [viewOf(changed)];
    return this.verdicts(views).some((verdict) => !this.before.has(verdict));
  }
}

function generic(path: string): string {
  return path.replaceAll(/\[\d+\]/g, "[*]");
}

function change(subject: Subject, path: string, to: unknown): Subject {
  if (path === "@protect") return { ...subject, protect: to === true };
  return { ...subject, inputs: setAt(subject.inputs, stepsOf(path), to) as Subject["inputs"] };
}

/** Whether an input is another resource's output. */
function isDerived(subject: Subject, property: string): boolean {
  return (subject.propertyDependencies?.[property] ?? []).length > 0;
}

/**
 * Whether a table tells apart where a field's value comes from, as rules about keys do: what such a rule says of a text, it
 * says only where the value is no other resource's output.
 */
function isOfText({ fixtures }: RuleCases, { resource = 0 }: Mutation, property: string): boolean {
  const fixture = fixtures[resource];
  const derives = (other: typeof fixture): boolean => other?.from?.[property] !== undefined;
  return !derives(fixture) && fixtures.some((other) => other.type === fixture?.type && derives(other));
}

/** Applies the mutations of a rule's table whose field occurs in the plan. */
function scoreTable(cases: RuleCases, trials: readonly Trial[]): RuleScore["table"] {
  const survived: string[] = [];
  let applied = 0;
  let failed = 0;
  for (const mutation of cases.mutations) {
    if (/^@(provider|from)/.test(mutation.path)) continue;
    const type = cases.fixtures[mutation.resource ?? 0]?.type;
    const path = fieldOf(mutation);
    const property = String(stepsOf(path)[0]);
    const textOnly = isOfText(cases, mutation, property);
    const places = trials.flatMap((trial) =>
      trial.stack.subjects
        .filter(
          (subject) =>
            subject.type === type &&
            !(textOnly && isDerived(subject, property)) &&
            (path === "@protect" || getAt(subject.inputs, stepsOf(path)) !== undefined),
        )
        .map((subject) => ({ trial, subject })),
    );
    if (places.length === 0) continue;
    const bites = places.some(({ trial, subject }) => trial.refuses(change(subject, path, mutation.to)));
    // A reason that the plan has outgrown is a defect as well.
    if (!bites && mutation.fixtureOnly !== undefined) continue;
    applied++;
    if (bites && mutation.fixtureOnly === undefined) failed++;
    else
      survived.push(
        bites ? `${mutation.name} (it is refused, and "fixtureOnly" says that it is not)` : mutation.name,
      );
  }
  return { applied, failed, survived };
}

interface Place {
  readonly trial: Trial;
  readonly subject: Subject;
  readonly path: string;
}

/** The types of the components around a resource with its own, as its URN has them. */
const lineage = (urn: string): string => urn.split("::")[2] ?? "";

/** Where each path that the rule read stands, a few resources a path. */
function placesByPath(trials: readonly Trial[]): Map<string, Place[]> {
  const places = new Map<string, Place[]>();
  for (const trial of trials) {
    for (const subject of trial.stack.subjects) {
      for (const path of trial.read.get(subject.urn) ?? []) {
        if (getAt(subject.inputs, stepsOf(path)) === undefined) continue;
        const key = `${subject.type} ${path}`;
        const same = places.get(key) ?? [];
        const alike = same.filter(
          (place) =>
            place.trial.stack.preview === trial.stack.preview &&
            lineage(place.subject.urn) === lineage(subject.urn),
        );
        if (alike.length < samplesMax) same.push({ trial, subject, path });
        places.set(key, same);
      }
    }
  }
  return places;
}

/** Whether a table of reasons has a path, with `[*]` for any index and `*` at the end for all below. */
function hasReason(reasons: NonNullable<RuleCases["survivors"]>, path: string): boolean {
  return reasons.some((reason) =>
    reason.path.endsWith("*") && !reason.path.endsWith("[*]")
      ? path.startsWith(reason.path.slice(0, -1))
      : path === reason.path,
  );
}

function isDecisive({ trial, subject, path }: Place): boolean {
  const value = getAt(subject.inputs, stepsOf(path));
  return Object.values(operators).some((operator) => trial.refuses(change(subject, path, operator(value))));
}

/** Applies the generic operators to every path that the rule read; each item of a list is a path of its own. */
function scorePaths(
  cases: RuleCases,
  trials: readonly Trial[],
): Pick<RuleScore, "paths" | "deaf" | "excused"> {
  const survived: string[] = [];
  const deaf: string[] = [];
  const excused: string[] = [];
  const places = placesByPath(trials);
  const undecisive = new Map<string, Place[]>();
  const decisive = new Set<string>();
  for (const [key, where] of places) {
    if (where.some(isDecisive)) decisive.add(generic(key));
    else undecisive.set(key, where);
    const notices = ({ trial, subject, path }: Place): boolean =>
      trial.refuses(change(subject, path, unknown));
    if (!where.some(notices)) deaf.push(key);
  }
  for (const [key, [place]] of undecisive) {
    const reasons = [...(cases.survivors ?? []), ...(decisive.has(generic(key)) ? (cases.partly ?? []) : [])];
    (hasReason(reasons, generic(place?.path ?? "")) ? excused : survived).push(key);
  }
  return { paths: { read: places.size, decisive: places.size - undecisive.size, survived }, deaf, excused };
}

/** How a rule stands up to changes of the plan that it accepts. */
export function scoreRule(cases: RuleCases, stacks: readonly SubjectStack[], asOf: string): RuleScore {
  const { rule } = cases;
  const { types } = rule;
  const trials = stacks
    .filter(({ subjects }) => types === "all" || subjects.some(({ type }) => types.includes(type)))
    .map((stack) => new Trial(rule, stack, asOf));
  return { rule, table: scoreTable(cases, trials), ...scorePaths(cases, trials) };
}

/** What keeps a rule from being believed; empty where nothing does. */
export function defectsOf(score: RuleScore): string[] {
  const { rule, table, paths, deaf } = score;
  return [
    ...table.survived.map((name) => `${rule.id} accepts the plan with: ${name}`),
    ...paths.survived.map((at) => `${rule.id} reads ${at}, and no change there makes it refuse`),
    ...deaf.map((at) => `${rule.id} does not notice an unknown at ${at}`),
    ...(rule.level === "mandatory" && table.failed + paths.decisive === 0
      ? [`${rule.id} is mandatory, and nothing makes it refuse`]
      : []),
  ];
}

/** Fixtures as a stack: where a rule finds nothing in the plan, its own table stands in. */
export function fixtureStack(cases: RuleCases): SubjectStack {
  const urnOf = (index: number): string => `fixture-${index}`;
  const named = (name: string): string[] =>
    isReference(name)
      ? [referenceUrn(name)]
      : cases.fixtures.flatMap((other, at) => ((other.name ?? `fixture-${at}`) === name ? [urnOf(at)] : []));
  return {
    stack: "test",
    preview: true,
    subjects: cases.fixtures.map((fixture, index) => ({
      urn: urnOf(index),
      type: fixture.type,
      name: fixture.name ?? `fixture-${index}`,
      inputs: fixture.props,
      protect: fixture.protect ?? false,
      provider: fixture.provider && { ...fixture.provider, props: new Reader(fixture.provider.props) },
      propertyDependencies: Object.fromEntries(
        Object.entries(fixture.from ?? {}).map(([property, names]) => [property, names.flatMap(named)]),
      ),
    })),
  };
}
