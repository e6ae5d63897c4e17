"use strict";
/** Who may import whom: facts ← shared ← rooms ← stacks; policies see facts only; nothing imports the plan but scripts and tests. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: from },
  to: {
    path: "^(components|stacks|policies|preview|scripts|examples|images|drills|tests)/",
    pathNot: allowed,
  },
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    only(
      "facts-import-nothing",
      "^components/facts/",
      "^components/facts/",
      "Facts are the ground that all else stands on.",
    ),
    only(
      "shared-imports-facts",
      "^components/shared/",
      "^components/(facts|shared)/",
      "Shared code knows no room.",
    ),
    only(
      "rooms-import-rooms",
      "^components/",
      "^components/",
      "A component is usable without the stacks and the plan.",
    ),
    only(
      "policies-import-facts",
      "^policies/",
      "^(policies/|components/facts/|scripts/(transpile|lightSdk)\\.cjs)",
      "Rules judge the plan, not the code that made it.",
    ),
    only(
      "stacks-import-components",
      "^stacks/",
      "^(stacks|components)/",
      "The program runs without the offline plan.",
    ),
    only(
      "contract-stands-alone",
      "^stacks/contract\\.ts$",
      "^$",
      "Other projects import the contract as it is.",
    ),
    only(
      "preview-imports",
      "^preview/",
      "^(preview/|stacks/|policies/|components/facts/|scripts/(transpile|lightSdk)\\.cjs)",
      "The plan runs the program; it does not build parts of it.",
    ),
    only(
      "examples-import-contract",
      "^examples/",
      "^(examples/|stacks/contract\\.ts)",
      "A consumer sees the contract only.",
    ),
    only(
      "images-stand-alone",
      "^images/([^/]+)/",
      "^images/$1/",
      "An image holds its own folder and the language's runtime, nothing of the program.",
    ),
    {
      name: "images-run-on-node-alone",
      comment: "What is not in the image cannot be a hole in it.",
      severity: "error",
      from: { path: "^images/" },
      to: { dependencyTypes: ["npm", "npm-dev", "npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "rooms-by-their-index",
      comment: "A room's index lists what others may use.",
      severity: "error",
      from: { path: "^components/([^/]+)/" },
      to: {
        path: "^components/([^/]+)/",
        pathNot: ["^components/$1/", "^components/facts/", "^components/[^/]+/index\\.ts$"],
      },
    },
    {
      name: "stacks-by-the-index",
      comment: "A room's index lists what others may use.",
      severity: "error",
      from: { path: "^(stacks|preview)/" },
      to: { path: "^components/", pathNot: ["^components/facts/", "^components/[^/]+/index\\.ts$"] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.check.json" },
    doNotFollow: { path: "node_modules" },
  },
};
