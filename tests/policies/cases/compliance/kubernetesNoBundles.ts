import { rule } from "../../../../policies/compliance/rules/kubernetesNoBundles";
import { refused, undecided } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

const wanted = "objects of their own";
/** Where each bundle says what it brings, and something that it could bring. */
const bundles = [
  ["kubernetes:helm.sh/v3:Chart", "chart", "nginx"],
  ["kubernetes:helm.sh/v4:Chart", "chart", "oci://example.com/charts/nginx"],
  ["kubernetes:kustomize:Directory", "directory", "https://example.com/app"],
  ["kubernetes:kustomize/v2:Directory", "directory", "./app"],
  ["kubernetes:yaml:ConfigFile", "file", "app.yaml"],
  ["kubernetes:yaml/v2:ConfigFile", "file", "app.yaml"],
  ["kubernetes:yaml:ConfigGroup", "files", ["*.yaml"]],
  ["kubernetes:yaml:ConfigGroup", "yaml", "kind: Pod"],
  ["kubernetes:yaml/v2:ConfigGroup", "objs", [{ kind: "Pod" }]],
] as const;

export const cases: RuleCases = {
  rule,
  // They are there, and bring nothing.
  fixtures: bundles.map(([type]): Fixture => ({ type, props: { files: [], yaml: [], objs: [] } })),
  mutations: bundles.flatMap(([type, key, value], resource) => [
    refused(`something in ${key}`, key, value, wanted, {
      resource,
      of: type,
      ...(["objs", "yaml"].includes(key) ? { found: "manifests" } : {}),
    }),
    undecided(key, { resource, of: type }),
  ]),
};
