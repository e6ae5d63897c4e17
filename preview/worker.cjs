"use strict";
/** Runs one mode of a plan in a thread of its own, while the main thread runs the other. */
require("../scripts/transpile.cjs");
const { parentPort, workerData } = require("node:worker_threads");
const { runMode } = require("./mode.ts");

runMode(workerData).then((result) => parentPort.postMessage(result));
