/**
 * Makes the operator's program one file: `node scripts/operator/bundle.mjs FILE`. Of Pulumi's SDK, with which components are written, the
 * operator uses the class of an error only; what would bring in anything else of it fails here.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

/** @type {import("esbuild").Plugin} */
const withoutSdk = {
  name: "without-sdk",
  setup({ onResolve, onLoad, resolve }) {
    onResolve({ filter: /^@pulumi\// }, ({ path: name }) => ({
      path: name,
      namespace: "sdk",
      sideEffects: false,
    }));
    onLoad({ filter: /.*/, namespace: "sdk" }, ({ path: name }) => ({
      contents: name === "@pulumi/pulumi" ? "export class RunError extends Error {}\n" : "export {};\n",
    }));
    // Modules of the project do nothing when they are loaded, so that those whose exports nobody uses are left out.
    onResolve({ filter: /^\.{1,2}\// }, async ({ path: name, pluginData, ...args }) => {
      if (pluginData === "resolved") return undefined;
      const found = await resolve(name, { ...args, pluginData: "resolved" });
      return { ...found, sideEffects: false };
    });
  },
};

const [outfile] = process.argv.slice(2);
if (outfile === undefined) throw new Error("bundle.mjs needs the name of the file to write");

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ["scripts/operator/index.ts"],
  bundle: true,
  write: false,
  platform: "node",
  target: "node22",
  outfile: path.resolve(outfile),
  plugins: [withoutSdk],
  // It warns of every use of what is not there, also where nobody uses that in turn and it is left out.
  logLevel: "silent",
});
const [{ text }] = outputFiles;
// As esbuild writes what is not there.
const missing = text.split("\n").filter((line) => line.includes("(void 0)."));
if (missing.length > 0)
  throw new Error(`the operator would use what it does not have:\n${missing.join("\n")}`);
writeFileSync(outfile, text);
