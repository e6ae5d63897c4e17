"use strict";
/**
 * Loads the program's entry as the CLI's Node runner does (ts-node, the root tsconfig.json, which says not to type-check)
 * and prints the seconds that it took: what `pulumi preview` waits for before the program begins.
 */
const path = require("node:path");

const started = process.hrtime.bigint();
process.chdir(path.resolve(__dirname, "..", ".."));
require("@pulumi/pulumi");
const { noCheck } = require("@pulumi/pulumi/tsutils").loadTypeScriptCompilerOptions("tsconfig.json");
require("ts-node").register({ transpileOnly: noCheck, project: "tsconfig.json", compilerOptions: {} });
require("../../stacks/index.ts");
process.stdout.write(`${(Number(process.hrtime.bigint() - started) / 1e9).toFixed(2)}\n`);
