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

/**
 * Round trips between regions, in milliseconds, where one is stated (ARCHITECTURE section 2, "about 150 ms"); the drills of
 * the data plane add the pairs that they measure.
 */
export const regionRoundTripMs: readonly {
  readonly between: readonly [string, string];
  readonly ms: number;
}[] = [{ between: ["africa", "europe"], ms: 150 }];

/** The shortest lease of a database leader: Patroni takes no smaller `ttl` (Patroni's documentation, dynamic configuration). */
export const leaderLeaseSecondsMin = 20;

/** What S3 promises for replication between regions ("S3 Replication Time Control", S3 user guide). */
export const objectReplicationMinutesMax = 15;

/** Regions that vote on a database's leader, and how many of them make a majority. */
export const quorum = { regions: 3, majority: 2 } as const;
