/** Verifiers as a stack's configuration and outputs have them. */
import { createHash } from "node:crypto";
import { cacheUserNames } from "../facts/cache";
import { allRegions } from "../facts/regions";
import type { CacheVerifier } from "./aclFile";

/** A verifier as text: region, user and SHA-256 of the password. */
export const verifierPattern = /^([a-z][a-z0-9-]*)\/([a-z][a-z0-9-]*)\/([0-9a-f]{64})$/;

/** @example shownVerifier({ region: "asia", user: "sentinel", sha256: "0a…" }) // "asia/sentinel/0a…" */
export function shownVerifier({ region, user, sha256 }: CacheVerifier): string {
  return `${region}/${user}/${sha256}`;
}

/** Reads verifiers, and says which are of nobody and which a region lacks. Texts that are no verifiers are left out. */
export function readVerifiers(texts: readonly string[]): {
  readonly verifiers: readonly CacheVerifier[];
  /** Each begins with a space and ends a sentence that begins with the name of what was read. */
  readonly mistakes: readonly string[];
} {
  const regions = allRegions().map(({ name }) => name);
  const parts = texts.flatMap((text) => {
    const [, region, name, sha256] = verifierPattern.exec(text) ?? [];
    return region === undefined || name === undefined || sha256 === undefined
      ? []
      : [{ region, name, sha256 }];
  });
  const verifiers = parts.flatMap(({ region, name, sha256 }) => {
    const user = cacheUserNames.find((each) => each === name);
    return user === undefined || !regions.includes(region) ? [] : [{ region, user, sha256 }];
  });
  const nobodys = parts
    .filter(({ region, name }) => !verifiers.some((each) => each.region === region && each.user === name))
    .map(
      ({ region, name }) =>
        ` names ${region}/${name}; allowed: a region of ${regions.join(", ")} and a user of ${cacheUserNames.join(", ")}`,
    );
  // A region that has none yet is not let in yet, and a user whom no region has is new; whatever else is missing was forgotten.
  const known = cacheUserNames.filter((user) => verifiers.some((each) => each.user === user));
  const missing = [...new Set(verifiers.map(({ region }) => region))]
    .flatMap((region) => known.map((user) => ({ region, user })))
    .filter(({ region, user }) => !verifiers.some((each) => each.region === region && each.user === user))
    .map(({ region, user }) => `${region}/${user}`);
  return {
    verifiers,
    mistakes: [
      ...new Set(nobodys),
      ...(missing.length > 0
        ? [` lacks ${missing.join(", ")}; allowed: of each region all that its output cacheVerifiers has`]
        : []),
    ],
  };
}

/** One of each region and user, of passwords that nobody has. */
export function verifierExamples(): readonly string[] {
  return allRegions().flatMap(({ name: region }) =>
    cacheUserNames.map((user) =>
      shownVerifier({ region, user, sha256: createHash("sha256").update(`${region}/${user}`).digest("hex") }),
    ),
  );
}
