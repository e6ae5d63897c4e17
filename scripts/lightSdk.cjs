"use strict";
/**
 * Keeps from being loaded what Pulumi's SDK loads and neither a plan nor a policy pack uses: the TypeScript compiler and
 * npm's resolver, which serialise functions for dynamic providers. Half of the SDK's loading time. A program that does
 * serialise a function fails with the message below.
 */
const Module = require("node:module");

const unused = new Set(["typescript", "@npmcli/arborist"]);
const pulumiSdk = /[\\/]@pulumi[\\/]pulumi[\\/]/;
const load = Module._load;

const refusal = new Proxy(
  {},
  {
    get: (_target, key) => {
      // What module loaders ask of every module.
      if (key === "__esModule" || typeof key === "symbol") return undefined;
      throw new Error("serialises a function (a dynamic provider or a callback), which no offline plan does");
    },
  },
);

Module._load = function loadLightly(request, parent, ...rest) {
  if (unused.has(request) && parent && pulumiSdk.test(parent.filename ?? "")) return refusal;
  return load.call(this, request, parent, ...rest);
};
