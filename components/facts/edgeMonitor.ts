/** How the edge asks a region whether it answers, and who gets what of a region's traffic. */

/** What the gateway answers to the edge's monitors and to the other regions' probes. */
export const edgeHealth = {
  path: "/.well-known/azora/health",
  expectedCodes: "200",
  expectedBody: "ok",
} as const;

/**
 * A monitor gives up after this; with its retries it must end within the shortest interval of any plan, 10 s ("Monitors",
 * Cloudflare load balancing docs: retries are made at once).
 */
export const edgeMonitor = { timeoutSeconds: 3, retries: 2, consecutiveUp: 2, consecutiveDown: 2 } as const;

/** Shares of a region's origins: where there is a Local Zone its users go there, and its zones take over. */
export const originWeights = { localZone: 1, zone: 1, zoneBesideLocalZone: 0.01 } as const;

/** How a place's processing is named by Cloudflare ("Regional Services", region keys), where it is offered. */
export const edgeRegionKeys = { ZA: "za", EU: "eu", SG: "sg", BR: "br" } as const;
