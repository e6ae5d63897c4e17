import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";

/** Where each kind of bundle says what it brings; no offline plan has its objects. */
const bundles: Readonly<Record<string, readonly string[]>> = {
  "kubernetes:helm.sh/v3:Chart": ["chart"],
  "kubernetes:helm.sh/v4:Chart": ["chart"],
  "kubernetes:kustomize:Directory": ["directory"],
  "kubernetes:kustomize/v2:Directory": ["directory"],
  "kubernetes:yaml:ConfigFile": ["file"],
  "kubernetes:yaml:ConfigGroup": ["files", "yaml", "objs"],
  "kubernetes:yaml/v2:ConfigFile": ["file"],
  "kubernetes:yaml/v2:ConfigGroup": ["files", "yaml", "objs"],
};

/** Inputs that hold the objects themselves, Secrets among them: not to be repeated in a message. */
const written = ["objs", "yaml"];

export const rule: ResourceRule = {
  id: "kubernetes-no-bundles",
  title: "Manifests are no bundles",
  why: "What a manifest, a kustomization or a chart brings in bulk is in no offline plan: no rule is shown its objects.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.8", "CC8.1"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.312(c)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: Object.keys(bundles),
  onUnknown: "fail",
  check: ({ type, props }) =>
    (bundles[type] ?? [])
      .map((key) => props.at(key))
      .filter((part) => part.exists && part.shown !== "[]")
      .map((part) => ({
        ...wrong(part, "objects of their own", "make each object a resource, a chart a helm.v3.Release"),
        ...(written.includes(part.path) ? { found: "manifests" } : {}),
      })),
};
