/** What the edge keeps off the regions: managed rules, rates, and what is never in its caches. */

/** Rule sets that Cloudflare keeps, by id ("WAF Managed Rules", Cloudflare docs; the same in every account). */
export const managedRulesets = {
  cloudflare: "efb7b8c949ac4650a09736fc376e9aee",
  owasp: "4814384a9e5d4991b9815dcfc25d2f1f",
} as const;

/**
 * How the OWASP rules decide ("Configure the OWASP ruleset via API", Cloudflare docs): the rule that adds up the scores, a
 * request's score from which it blocks (medium; 25 is high, 60 low), and the levels that refuse too much of what is honest.
 */
export const owaspDecision = {
  ruleId: "6179ae15870a4bb7b2d480d4843b323c",
  scoreMax: 40,
  levelsOff: ["paranoia-level-3", "paranoia-level-4"],
} as const;

/** A class of calls with a rate of its own. */
export interface ApiClass {
  readonly name: string;
  /** Beginnings of the paths; empty for all that is left. */
  readonly paths: readonly string[];
  /** From one address, at one of the edge's data centres. */
  readonly requestsPerMinuteMax: number;
}

/** Rates by class: sign-in is what passwords are guessed at; the rest lets one office behind one address work. */
export const apiClasses: readonly ApiClass[] = [
  { name: "authentication", paths: ["/v1/auth/", "/realms/"], requestsPerMinuteMax: 30 },
  { name: "everything", paths: [], requestsPerMinuteMax: 3_000 },
];

/** By what calls are counted: the edge counts in each of its data centres, and asks to have that said. */
export const rateCharacteristics = ["cf.colo.id", "ip.src"] as const;

/** One minute is the longest period that all plans have, and the shortest time for which an address can then be kept out. */
export const ratePeriodSeconds = 60;

/** A request that says who sends it, in Cloudflare's rules language; what it gets is for nobody else. */
const authorised = 'len(http.request.headers["authorization"]) > 0 or http.cookie ne ""';

/** Requests of whose answers no copy is kept: those for personal hosts, and those that say who sends them. */
export function neverKept(globalHost: string): string {
  return `http.host ne ${JSON.stringify(globalHost)} or ${authorised}`;
}

/** What is served from the edge's caches, by path; nothing else is. */
export interface CacheClass {
  readonly name: string;
  readonly path: string;
  /** What one call empties the caches of: `npm run purge -- <tag>`. */
  readonly tag: string;
  readonly edgeSeconds: number;
}

/** All of it is public, whatever an origin says of it. Files carry a hash in their name, so that a month is safe; public data may be a minute old. */
export const cacheClasses: readonly CacheClass[] = [
  { name: "static", path: "/static/", tag: "static", edgeSeconds: 2_592_000 },
  { name: "public", path: "/v1/public/", tag: "public", edgeSeconds: 60 },
];
