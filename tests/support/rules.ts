import { evaluateResource, evaluateStack, type Verdict } from "../../policies/framework/evaluate";
import { Reader } from "../../policies/framework/reader";
import type { ResourceView, Rule, Settings } from "../../policies/framework/rule";

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
  readonly provider?: {
    readonly name: string;
    readonly type: string;
    readonly props: Readonly<Record<string, unknown>>;
  };
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

/** Settings of the tests: a pinned day, thresholds by default. */
export function testSettings(asOf = "2026-11-24"): Settings {
  return { asOf, thresholds: {} };
}

const stackUrn = "urn:pulumi:test::azora::pulumi:pulumi:Stack::azora-test";

function view(fixture: Fixture, index: number): ResourceView {
  const name = fixture.name ?? `fixture-${index}`;
  return {
    urn: `urn:pulumi:test::azora::${fixture.type}::${name}`,
    type: fixture.type,
    name,
    props: new Reader(fixture.props),
    protect: fixture.protect ?? false,
    provider: fixture.provider && { ...fixture.provider, props: new Reader(fixture.provider.props) },
  };
}

/** All verdicts of a rule on fixtures. */
export function judge(rule: Rule, fixtures: readonly Fixture[], asOf?: string): readonly Verdict[] {
  const settings = testSettings(asOf);
  const views = fixtures.map(view);
  return rule.scope === "resource"
    ? views.flatMap((resource) => evaluateResource([rule], resource, settings).verdicts)
    : evaluateStack([rule], "test", stackUrn, views, settings).verdicts;
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
