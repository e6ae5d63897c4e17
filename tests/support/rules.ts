import { testDay } from "./cli";
import { Ruleset, type Verdict } from "../../policies/framework/evaluate";
import { Reader } from "../../policies/framework/reader";
import type { RecordedResource } from "../../preview/engine/monitor";
import type { WireObject } from "../../preview/engine/values";
import { setAt, stepsOf } from "./mutations";
import type { ResourceView, Rule } from "../../policies/framework/rule";

/** Stands for a value that is not known yet, in fixtures and mutations. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export { absent } from "./mutations";

/** A resource that a rule is shown. */
export interface Fixture {
  readonly type: string;
  readonly name?: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** Name of its stack. Default `test`. */
  readonly stack?: string;
  /** Types of the components around it, outermost first, joined by `$` as in a URN. Default none. */
  readonly within?: string;
  /** Default false. */
  readonly protect?: boolean;
  /** Default: an explicit provider in europe. */
  readonly provider?: {
    readonly name: string;
    readonly type: string;
    readonly props: Readonly<Record<string, unknown>>;
  };
  /**
   * Names of the fixtures from which each input derives, in stack rules; `organization/…` is a stack that is referred to,
   * such as `organization/azora/africa`.
   */
  readonly from?: Readonly<Record<string, readonly string[]>>;
}

/** One changed field, and what the rule must say of it. */
export interface Mutation {
  readonly name: string;
  /** Which of the fixtures; default the first. */
  readonly resource?: number;
  /** Path of the field, such as `rules[0].status`, also inside a JSON text: `policy.Statement[0].Action`; `@protect` is the
   * option, `@provider.props.region` a part of the provider, `@from.bucket` what an input derives from; `@stack`, `@type` and
   * `@within` make it a resource elsewhere, or of another type. */
  readonly path: string;
  /** The new value; `absent` removes the field. */
  readonly to: unknown;
  /** Why the plan's own resources rightly stay accepted with this change: it takes the fixture's other fields too. */
  readonly fixtureOnly?: string;
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
  /**
   * Paths that the rule reads and that no change of theirs makes it refuse, each with why that is right; `[*]` stands for any
   * index, `*` at the end for all below.
   */
  readonly survivors?: readonly { readonly path: string; readonly why: string }[];
  /** Paths at some indices of which no change makes the rule refuse, while at others one does, each with why that is right. */
  readonly partly?: readonly { readonly path: string; readonly why: string }[];
}

const stackUrn = "urn:pulumi:test::azora::pulumi:pulumi:Stack::azora-test";

/** What explicit providers are made with. */
const explicitProvider = {
  name: "aws",
  type: "pulumi:providers:aws",
  props: { region: "eu-central-1", allowedAccountIds: '["111122223333"]' },
};

/** The provider of a fixture; a mutation may have given it a part of one. */
function providerOf({ provider }: Fixture): NonNullable<Fixture["provider"]> {
  return { ...explicitProvider, ...provider };
}

function urnOf(fixture: Fixture, index: number): string {
  const { stack = "test", within, type } = fixture;
  const types = within === undefined ? type : `${within}$${type}`;
  return `urn:pulumi:${stack}::azora::${types}::${nameOf(fixture, index)}`;
}

function nameOf(fixture: Fixture, index: number): string {
  return fixture.name ?? `fixture-${index}`;
}

/** Whether a source is another stack's, and no fixture. */
export function isReference(source: string): boolean {
  return source.startsWith("organization/");
}

/** URN of a reference to another stack, which is among no stack's resources. */
export function referenceUrn(name: string, stack = "test"): string {
  return `urn:pulumi:${stack}::azora::pulumi:pulumi:StackReference::${name}`;
}

function view(fixture: Fixture, index: number, all: readonly Fixture[]): ResourceView {
  const provider = providerOf(fixture);
  const sources = (name: string): string[] =>
    isReference(name)
      ? [referenceUrn(name, fixture.stack)]
      : all.flatMap((other, at) => (nameOf(other, at) === name ? [urnOf(other, at)] : []));
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

/** Fixtures as a run would have recorded them, with their providers. */
export function recordedFixtures(fixtures: readonly Fixture[]): RecordedResource[] {
  const providers = new Map<string, RecordedResource>();
  const plain = { parent: "", custom: true, id: "", dependencies: [], ignoreChanges: [], outputs: {} };
  const resources = fixtures.map((fixture, index, all): RecordedResource => {
    const { urn, type, name, protect, propertyDependencies = {} } = view(fixture, index, all);
    const provider = providerOf(fixture);
    const providerUrn = `urn:pulumi:test::azora::${provider.type}::${provider.name}-${index}`;
    providers.set(providerUrn, {
      ...plain,
      urn: providerUrn,
      type: provider.type,
      name: provider.name,
      provider: "",
      protect: false,
      propertyDependencies: {},
      inputs: provider.props as WireObject,
    });
    // A wire has no undefined: such a field is absent.
    const inputs = JSON.parse(JSON.stringify(fixture.props)) as WireObject;
    return { ...plain, urn, type, name, provider: providerUrn, protect, propertyDependencies, inputs };
  });
  // No stack has two resources of one URN; of fixtures with one name the last stands.
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  return [...providers.values(), ...byUrn.values()];
}

/** A rule by itself, on the tests' day. */
function rulesetOf(rule: Rule, { asOf = testDay, preview = true, config = {} } = {}): Ruleset {
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

/** Path of a mutation without its mark: `@json:policy.Statement` is found in the text by itself. */
export function fieldOf(mutation: Pick<Mutation, "path">): string {
  return mutation.path.replace(/^@json:/, "");
}

/** One fixture with one field changed. */
function mutated<T extends Pick<Fixture, "props">>(fixture: T, mutation: Pick<Mutation, "path" | "to">): T {
  if (mutation.path === "@protect") return { ...fixture, protect: mutation.to === true };
  if (/^@(provider|from|stack|type|within)/.test(mutation.path))
    return setAt(fixture, stepsOf(mutation.path.slice(1)), mutation.to) as T;
  const props = setAt(fixture.props, stepsOf(fieldOf(mutation)), mutation.to) as Fixture["props"];
  return { ...fixture, props };
}

/** The fixtures with one field changed. */
export function mutate(
  fixtures: readonly Fixture[],
  mutation: Pick<Mutation, "resource" | "path" | "to">,
): readonly Fixture[] {
  return fixtures.map((fixture, index) =>
    index === (mutation.resource ?? 0) ? mutated(fixture, mutation) : fixture,
  );
}
