import { absent } from "./mutations";
import { unknown, type Mutation } from "./rules";

/** Where a line departs from the usual: the finding is at the field that was changed, and shows its new value. */
interface Departure {
  /** Which of the fixtures; default the first. */
  readonly resource?: number;
  /** Where the finding is. */
  readonly at?: string;
  /** What it shows. */
  readonly found?: string;
  /** Text before the name, where one field is changed in several fixtures. */
  readonly of?: string;
  /** Why the plan's own resources rightly stay accepted with this change. */
  readonly fixtureOnly?: string;
}

function shown(value: unknown): string {
  return value === absent ? "absent" : JSON.stringify(value);
}

function line(
  what: string,
  path: string,
  to: unknown,
  departure: Departure,
  state: Mutation["finding"]["state"],
): Mutation {
  const { resource, at = path.replaceAll(/\["([^"]+)"\]/g, ".$1"), of, fixtureOnly } = departure;
  return {
    name: of === undefined ? what : `${of}: ${what}`,
    ...(resource === undefined ? {} : { resource }),
    path,
    to,
    ...(fixtureOnly === undefined ? {} : { fixtureOnly }),
    finding: { path: at, ...(state === undefined ? {} : { state }) },
  };
}

/** A value that must be refused. */
export function refused(
  name: string,
  path: string,
  to: unknown,
  wanted: string,
  departure: Departure = {},
): Mutation {
  const mutation = line(name, path, to, departure, undefined);
  const found = departure.found ?? shown(to);
  return { ...mutation, finding: { ...mutation.finding, found, wanted } };
}

/** A value that is accepted with the reason that facts give. */
export function noted(
  name: string,
  path: string,
  to: unknown,
  wanted: string,
  departure: Departure = {},
): Mutation {
  const mutation = line(name, path, to, departure, "passed-with-note");
  const found = departure.found ?? shown(to);
  return { ...mutation, finding: { ...mutation.finding, found, wanted } };
}

/** A field that is not known yet, so that nothing can be decided. */
export function undecided(path: string, departure: Departure = {}): Mutation {
  return line(`${path} is unknown`, path, unknown, departure, "undecided");
}

/** The same for several fields. */
export function allUndecided(paths: readonly string[], departure: Departure = {}): Mutation[] {
  return paths.map((path) => undecided(path, departure));
}
