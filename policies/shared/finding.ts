import type { Reader } from "../framework/reader";
import type { Finding } from "../framework/rule";

/** A finding about the value that a reader stands on. */
export function wrong(value: Reader, wanted: string, fix: string): Finding {
  return { path: value.path, found: value.shown, wanted, fix };
}

/** A finding about a resource as a whole. */
export function wrongResource(found: string, wanted: string, fix: string, urn?: string): Finding {
  return { path: "", found, wanted, fix, ...(urn === undefined ? {} : { urn }) };
}
