/** Container images that the platform keeps itself: built in `images/`, or copied; and how long images stay. */

/** What the names of the platform's own repositories begin with; the global stack replicates these. */
export const platformImagePrefix = "platform/";

/** Built from `images/`, each from the folder of its last word. */
export const builtImages = ["platform/postgres", "platform/edge-steering"] as const;

/** Repositories that every region has, below `platform/`: what is built, and what is copied from its makers (docs/deploy.md). */
export const platformImages = [...builtImages, "platform/valkey"] as const;

/** What the lifecycle of every repository keeps. */
export const imageRetention = {
  /** Images that lost their tag, or never had one. */
  untaggedDays: 14,
  /** Tagged images a repository: two releases a day for seven weeks, so that any running release can still be pulled. */
  taggedCount: 100,
} as const;
