"use strict";
/** Runs one mode of a plan in a thread of its own: there are two modes, and two processors. */
require("../scripts/transpile.cjs");
require("../scripts/lightSdk.cjs");
const { parentPort, workerData } = require("node:worker_threads");
const { runMode } = require("./mode.ts");

runMode(workerData, (stack) => parentPort.postMessage({ progress: stack })).then((result) =>
  parentPort.postMessage({ result }),
);
