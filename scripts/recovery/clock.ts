import type { Clock } from "./evacuate";

/** The machine's. */
export const wallClock: Clock = {
  now: () => Date.now(),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
