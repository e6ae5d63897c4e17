/** `npm start`: installs what is missing, then plans every stack. */
import { createRequire } from "node:module";
import { ensureDependencies } from "./dependencies.mjs";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Node ${process.versions.node} is too old; use 20.19 or later (24 is fastest)\n`);
  process.exit(2);
}
ensureDependencies();
const require = createRequire(import.meta.url);
require("./transpile.cjs");
require("../preview/cli.ts");
