"use strict";
// JavaScript, since the CLI's runner type-checks a TypeScript pack at every start (7 s); this transpiles from a cache.
require("../../scripts/transpile.cjs");
// Half of the SDK's loading time is for serialising functions, which no pack does.
require("../../scripts/lightSdk.cjs");
require("./index.ts");
