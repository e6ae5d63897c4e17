import type { DataClass } from "../../components/facts/dataClasses";
import { allRegions } from "../../components/facts/regions";
import type { Reader } from "../framework/reader";
import type { ResourceView, StackView } from "../framework/rule";
import { classTag, dataClassAt } from "./keys";
import type { Path } from "./look";
import { effectiveRegion, regionOfArn } from "./places";

/** Data that something copies, or will copy, from one AWS region to another. */
export interface Copy {
  /** What decides it: a region, an ARN. */
  readonly decider: Reader;
  /** `undefined` where nothing says it; such a copy cannot be lawful. */
  readonly dataClass: DataClass | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export type CopiesOf = (stack: StackView, resource: ResourceView) => readonly Copy[];

/** Several ways in which one type copies. */
export function all(...kinds: readonly CopiesOf[]): CopiesOf {
  return (stack, resource) => kinds.flatMap((kind) => kind(stack, resource));
}

/** Fields by which a store sends copies of itself to other regions: a list of maps, and the region in each. */
export function outward(list: string, region: string): CopiesOf {
  return (_stack, store) =>
    store.props.items(list).map((target) => ({
      decider: target.at(region),
      dataClass: dataClassAt(classTag(store)),
      from: effectiveRegion(store),
      to: target.text(region),
    }));
}

function outwardBy(regionOf: (target: Reader) => string | undefined, field: Path): CopiesOf {
  return (_stack, store) =>
    store.props
      .items(...field)
      .filter((target) => target.exists)
      .map((target) => ({
        decider: target,
        dataClass: dataClassAt(classTag(store)),
        from: effectiveRegion(store),
        to: regionOf(target),
      }));
}

/** The same, where the field holds a region, or a list of them, by itself; absent, nothing is copied. */
export function outwardTo(...field: Path): CopiesOf {
  return outwardBy((region) => region.text(), field);
}

/** The same, where it holds the ARNs of stores elsewhere. */
export function outwardToArns(...field: Path): CopiesOf {
  return outwardBy((arn) => regionOfArn(arn.text()), field);
}

/** A store that is a copy of another, which it names by an ARN; the class is that of the original where the stack has it. */
export function copyOf(original: string, types: readonly string[]): CopiesOf {
  return (stack, copy) => {
    const decider = copy.props.at(original);
    const to = effectiveRegion(copy);
    const sources = stack.sources(copy, original).filter(({ type }) => types.includes(type));
    return sources.length > 0
      ? sources.map((source) => ({
          decider,
          dataClass: dataClassAt(classTag(source)),
          from: effectiveRegion(source),
          to,
        }))
      : [{ decider, dataClass: dataClassAt(classTag(copy)), from: regionOfArn(decider.text()), to }];
  };
}

/** The same, where a store may be a copy: without an original it is none, and a name that is no ARN is of its own region. */
export function mayBeCopyOf(original: string, types: readonly string[]): CopiesOf {
  const copy = copyOf(original, types);
  return (stack, resource) => {
    const known = stack.sources(resource, original).some(({ type }) => types.includes(type));
    return known || resource.props.text(original)?.startsWith("arn:") === true ? copy(stack, resource) : [];
  };
}

/** A copy of a snapshot or an image, which names the region that it comes from. */
export function copyFrom(region: string): CopiesOf {
  return (_stack, copy) => [
    {
      decider: copy.props.at(region),
      dataClass: dataClassAt(classTag(copy)),
      from: copy.props.text(region),
      to: effectiveRegion(copy),
    },
  ];
}

function hasJoined(stack: StackView, store: ResourceView, field: string): boolean {
  return stack.sources(store, field).length > 0 || (store.props.text(field) ?? "") !== "";
}

/**
 * A store that joins a global one. A later stack joins it from its own region without a word here, so that it counts as copied
 * to every region of the platform; those of others are refused where they are joined.
 */
export function joins(field: string): CopiesOf {
  return (stack, store) => {
    const joined = hasJoined(stack, store, field);
    const from = effectiveRegion(store);
    return allRegions()
      .filter(({ awsRegion }) => joined && awsRegion !== from)
      .map(({ awsRegion }) => ({
        decider: store.props.at(field),
        dataClass: dataClassAt(classTag(store)),
        from,
        to: awsRegion,
      }));
  };
}

/** The same where the type of the global one is refused: it is made elsewhere, by whom and of which regions nobody sees. */
export function joinsUnseen(field: string): CopiesOf {
  return (stack, store) =>
    hasJoined(stack, store, field)
      ? [
          {
            decider: store.props.at(field),
            dataClass: dataClassAt(classTag(store)),
            from: effectiveRegion(store),
            to: undefined,
          },
        ]
      : [];
}
