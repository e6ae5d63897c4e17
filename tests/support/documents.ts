import type { Mutation } from "./rules";

/** A policy document of these statements, as the text that a resource is given. */
export function documentOf(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** A document that is not known yet: an obligation, since it holds ARNs. */
export function unknownDocument(path: string, to: string, resource = 0): Mutation {
  return {
    name: `${path} is unknown, in resource ${resource}`,
    resource,
    path,
    to,
    // A finding names plainly a key that the path of a mutation must put in quotes.
    finding: { path: path.replaceAll(/\["([^"]+)"\]/g, ".$1"), found: "unknown", state: "deferred" },
  };
}
