/**
 * `npm run recovery -- test|evacuation|watch --region NAME`: rehearses recovery, and tells how old the newest rehearsal is. Exit status:
 * 0 all held, not due, or printed; 1 something did not hold; 2 bad usage, and nothing was begun.
 */
import path from "node:path";
import { bash } from "../restore/carry";
import { placesIn } from "../restore/places";
import { streams } from "../restore/streams";
import { wallClock } from "./clock";
import { run } from "./run";

run(process.argv.slice(2), {
  places: () => placesIn(path.resolve(__dirname, "..", "..")),
  clock: wallClock,
  ...streams,
  shell: bash,
}).then((status) => {
  process.exitCode = status;
}, console.error);
