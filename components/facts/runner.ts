/** The CI runner inside a region's network. */
export const runner = {
  /** A first `up` waits for a cluster and its add-ons, which takes under an hour; twice that. */
  jobTimeoutMinutes: 120,
  /** A job may wait for one deployment before it. */
  queueTimeoutMinutes: 60,
} as const;
