"use strict";
/**
 * Lets Node load this project's TypeScript, without type checking.
 *
 * Each file is transpiled once by esbuild and kept under .cache, named by the digest of its content, so
 * that a second start reads JavaScript. (ts-node transpile-only costs 3.5 s a start here, @swc-node/register 2 s.)
 */
const crypto = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

const root = path.resolve(__dirname, "..");
const cache = path.join(root, ".cache", "js");
// A new compiler or new options must not read what the old ones wrote.
const salt = `${require("esbuild/package.json").version} ${fs.readFileSync(__filename, "utf8")}`;

/** JavaScript of one TypeScript file, from the cache where it is there. */
function javascriptOf(file) {
  const source = fs.readFileSync(file, "utf8");
  const digest = crypto.createHash("sha256").update(salt).update(file).update(source).digest("hex");
  const cached = path.join(cache, `${digest.slice(0, 32)}.js`);
  try {
    return fs.readFileSync(cached, "utf8");
  } catch {
    // Not yet transpiled.
  }
  const { code } = require("esbuild").transformSync(source, {
    loader: "ts",
    format: "cjs",
    target: "es2022",
    sourcefile: file,
    sourcemap: "inline",
    sourcesContent: false,
  });
  fs.mkdirSync(cache, { recursive: true });
  // Two processes may do this at once: write beside it, then rename.
  const partial = `${cached}.${process.pid}-${crypto.randomBytes(4).toString("hex")}`;
  fs.writeFileSync(partial, code);
  fs.renameSync(partial, cached);
  return code;
}

// The CLI's runner of policy packs has ts-node in this place, which would type-check every file (7 s): this takes it over.
const registered = Symbol.for("azora.transpile");
if (!Module[registered]) {
  Module[registered] = true;
  // Node 22.1 and later keep compiled bytecode between runs: about half a second less for the SDKs.
  Module.enableCompileCache?.(path.join(root, ".cache", "v8"));
  Module._extensions[".ts"] = (module, file) => {
    module._compile(javascriptOf(file), file);
  };
}
