import { testDay } from "./cli";
import { Ruleset, type Verdict } from "../../policies/framework/evaluate";
import { Reader } from "../../policies/framework/reader";
import type { ResourceView, Rule } from "../../policies/framework/rule";

/** Stands for a value that is not known yet, in fixtures and mutations. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** Removes a field. */
export const absent = Symbol("absent");

/** A resource that a rule is shown. */
export interface Fixture {
  readonly type: string;
  readonly name?: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** Default false. */
  readonly protect?: boolean;
  /** Default: an explicit provider in europe. */
  readonly provider?: {
    readonly name: string;
    readonly type: string;
    readonly props: Readonly<Record<string, unknown>>;
  };
  /** Names of the fixtures from which each input derives, in stack rules. */
  readonly from?: Readonly<Record<string, readonly string[]>>;
}

/** One changed field, and what the rule must say of it. */
export interface Mutation {
  readonly name: string;
  /** Which of the fixtures; default the first. */
  readonly resource?: number;
  /** Path of the field, such as `rules[0].status`; `@protect` is the option, `@json:policy.Statement[0].Action` a part of a JSON text. */
  readonly path: string;
  /** The new value; `absent` removes the field. */
  readonly to: unknown;
  /** What is found; `state` default `violated`. */
  readonly finding: {
    readonly path: string;
    readonly found?: string;
    readonly wanted?: string;
    readonly state?: Verdict["state"];
  };
}

/** A rule with what it accepts and what it must refuse. */
export interface RuleCases {
  readonly rule: Rule;
  /** Compliant: for a resource rule each is looked at by itself; for a stack rule they are one stack. */
  readonly fixtures: readonly Fixture[];
  readonly mutations: readonly Mutation[];
}

const stackUrn = "urn:pulumi:test::azora::pulumi:pulumi:Stack::azora-test";

/** What explicit providers are made with. */
const explicitProvider = { name: "aws", type: "pulumi:providers:aws", props: { region: "eu-central-1" } };

function urnOf(fixture: Fixture, index: number): string {
  return `urn:pulumi:test::azora::${fixture.type}::${nameOf(fixture, index)}`;
}

function nameOf(fixture: Fixture, index: number): string {
  return fixture.name ?? `fixture-${index}`;
}

function view(fixture: Fixture, index: number, all: readonly Fixture[]): ResourceView {
  const provider = fixture.provider ?? explicitProvider;
  const sources = (name: string): string[] =>
    all.flatMap((other, at) => (nameOf(other, at) === name ? [urnOf(other, at)] : []));
  return {
    urn: urnOf(fixture, index),
    type: fixture.type,
    name: nameOf(fixture, index),
    props: new Reader(fixture.props),
    protect: fixture.protect ?? false,
    provider: { ...provider, props: new Reader(provider.props) },
    propertyDependencies: Object.fromEntries(
      Object.entries(fixture.from ?? {}).map(([property, names]) => [property, names.flatMap(sources)]),
    ),
  };
}

/** A rule by itself, on the tests' day. */
export function rulesetOf(rule: Rule, { asOf = testDay, preview = true, config = {} } = {}): Ruleset {
  return new Ruleset([rule], { asOf, preview, config: { [rule.id]: config } });
}

/** All verdicts of a rule on fixtures. */
export function judge(rule: Rule, fixtures: readonly Fixture[], options = {}): readonly Verdict[] {
  const ruleset = rulesetOf(rule, options);
  const views = fixtures.map(view);
  return rule.scope === "resource"
    ? views.flatMap((resource) => ruleset.judgeResource(resource).verdicts)
    : ruleset.judgeStack("test", stackUrn, views).verdicts;
}

function setAt(value: unknown, steps: readonly string[], to: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return to;
  if (Array.isArray(value)) {
    const copy: unknown[] = [...(value as unknown[])];
    if (rest.length === 0 && to === absent) copy.splice(Number(step), 1);
    else copy[Number(step)] = setAt(copy[Number(step)], rest, to);
    return copy;
  }
  const copy: Record<string, unknown> = {
    ...(typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {}),
  };
  if (rest.length === 0 && to === absent) Reflect.deleteProperty(copy, step);
  else copy[step] = setAt(copy[step], rest, to);
  return copy;
}

/** Steps of a path; a key in quotes may hold dots: `metadata.labels["a.b/c"]`. */
function stepsOf(path: string): string[] {
  return [...path.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? "",
  );
}

/** The fixtures with one field changed. */
export function mutate(
  fixtures: readonly Fixture[],
  mutation: Pick<Mutation, "resource" | "path" | "to">,
): readonly Fixture[] {
  return fixtures.map((fixture, index) => {
    if (index !== (mutation.resource ?? 0)) return fixture;
    if (mutation.path === "@protect") return { ...fixture, protect: mutation.to === true };
    if (mutation.path.startsWith("@provider")) {
      return setAt(fixture, stepsOf(mutation.path.slice(1)), mutation.to) as Fixture;
    }
    const json = /^@json:([^.[]+)(.*)$/.exec(mutation.path);
    if (!json)
      return {
        ...fixture,
        props: setAt(fixture.props, stepsOf(mutation.path), mutation.to) as Fixture["props"],
      };
    const [, field = "", inside = ""] = json;
    const text = JSON.stringify(
      setAt(JSON.parse(String(fixture.props[field])), stepsOf(inside), mutation.to),
    );
    return { ...fixture, props: { ...fixture.props, [field]: text } };
  });
}
