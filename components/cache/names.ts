/** Common names in certificates; servers check the authority, and by password who it is that calls. */

/** @example serverIdentity("cache-sentinel") // "cache-sentinel.server.azora" */
export function serverIdentity(part: string): string {
  return `${part}.server.azora`;
}
