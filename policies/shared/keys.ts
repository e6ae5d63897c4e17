import type { Reader } from "../framework/reader";
import type { Finding } from "../framework/rule";
import { wrong } from "./finding";

/** Aliases of keys that AWS manages; their policies cannot be changed ("AWS managed keys", KMS developer guide). */
const managedKey = /(^|:)alias\/aws\//;

/**
 * What is wrong with a field that should name a customer's key.
 * @throws UnknownError for a key that is not known: it could be AWS' own.
 */
export function customerKey(key: Reader, fix: string): Finding[] {
  const value = key.text();
  return value === undefined || value === "" || managedKey.test(value)
    ? [wrong(key, "the ARN of a customer key", fix)]
    : [];
}

/** The id of the key that an ARN, or an id by itself, names. */
export function keyId(value: string): string {
  return value.slice(value.lastIndexOf("/") + 1);
}
