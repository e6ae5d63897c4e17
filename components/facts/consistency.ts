/** When a write counts as done, and what that costs (ARCHITECTURE sections 2 and 5). */

interface CommitClass {
  /** PostgreSQL's `synchronous_commit`. */
  readonly synchronousCommit: "on" | "local";
  /** What has a write on disk before the writer is answered. */
  readonly waitsFor: readonly string[];
  /** What a failover may lose: nothing, or the seconds that replication lags behind. */
  readonly rpo: "0" | "seconds";
}

/**
 * Chosen per role or transaction. PostgreSQL has one list of synchronous standbys, so "in the region only" cannot be chosen
 * per transaction.
 */
export const commitClasses = {
  durable: {
    synchronousCommit: "on",
    waitsFor: ["a standby in the region", "a standby in the partner region"],
    rpo: "0",
  },
  fast: { synchronousCommit: "local", waitsFor: ["the leader's own disk"], rpo: "seconds" },
} as const satisfies Record<string, CommitClass>;

/** How sure a round trip is: `stated` by the architecture, `published` by somebody who measured, `assumed` and yet to be measured. */
export type RoundTripBasis = "stated" | "published" | "assumed";

/**
 * Round trips between regions, in milliseconds. Drills run with these; timers must allow for them.
 *
 * Sources: ARCHITECTURE section 2 ("about 150 ms"); Frankfurt and São Paulo 197 ms, IBM Cloud, "Network latency", report of
 * 2024-09-15; Singapore and São Paulo 328 ms, "Latency between AWS global regions" (2017). The others are rounded up from
 * what such tables usually show, since a time that is too long errs on the safe side: measure them before a first deployment.
 */
export const regionRoundTrips: readonly {
  readonly between: readonly [string, string];
  readonly ms: number;
  readonly basis: RoundTripBasis;
}[] = [
  { between: ["africa", "europe"], ms: 150, basis: "stated" },
  { between: ["africa", "asia"], ms: 250, basis: "assumed" },
  { between: ["africa", "americas"], ms: 340, basis: "assumed" },
  { between: ["europe", "asia"], ms: 165, basis: "assumed" },
  { between: ["europe", "americas"], ms: 200, basis: "published" },
  { between: ["asia", "americas"], ms: 330, basis: "published" },
];

/** What S3 promises for replication between regions ("S3 Replication Time Control", S3 user guide). */
export const objectReplicationMinutesMax = 15;

/** Regions that vote on a database's leader, and how many of them make a majority. */
export const quorum = { regions: 3, majority: 2 } as const;

/**
 * What is lost with a region and its partner, where they are lost one after the other and a person goes on with a third region:
 * once home is gone, all copies in step stand in the partner region, and the third copies a moment later (docs/decisions/0006).
 * The worst run of the drill; a test compares it with the result.
 */
export const pairLost = { durableRows: 5, ofRows: 486, drilledOn: "2026-11-27" } as const;
