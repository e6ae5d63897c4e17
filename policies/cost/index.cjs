"use strict";
// JavaScript, since the CLI's runner type-checks a TypeScript pack at every start (7 s); this transpiles from a cache.
require("../../scripts/transpile.cjs");
require("./index.ts");
