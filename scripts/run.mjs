/** Runs one of the project's TypeScript files: `node scripts/run.mjs FILE [ARGUMENT…]`. */
import { createRequire } from "node:module";
import path from "node:path";
import { ensureDependencies } from "./dependencies.mjs";

ensureDependencies();
const [file, ...rest] = process.argv.slice(2);
const target = path.resolve(file);
process.argv.splice(1, process.argv.length - 1, target, ...rest);
const require = createRequire(import.meta.url);
require("./transpile.cjs");
require(target);
