import type { charts } from "../../components/facts/charts";
import type { Reader } from "../framework/reader";
import type { ResourceView } from "../framework/rule";

export const releaseType = "kubernetes:helm.sh/v3:Release";

type ChartName = (typeof charts)[keyof typeof charts]["chart"];

/** A part of a chart that makes pods, and the value that decides whether it does. */
interface Part {
  readonly path: string;
  /** The part runs only while the value there is this one, or absent and the chart's default is. */
  readonly when?: { readonly path: string; readonly is: string | boolean; readonly byDefault: boolean };
}

/**
 * Where a chart's values decide what its pods may do, since no plan shows the objects inside a release. Paths are those of
 * the pinned versions (`tests/reference/charts`); what is absent has the chart's default, which was read and is restricted
 * but for `mustSet`.
 */
export interface ChartRow {
  /** Truth values that put pods onto the node's own network. */
  readonly hostFlags: readonly string[];
  /** Security contexts; Helm merges them over the chart's own. */
  readonly securityContexts: readonly string[];
  /** What the chart leaves out and Pod Security `restricted` asks for. */
  readonly mustSet: Readonly<Record<string, string | boolean>>;
  /** Lists of volumes that a pod may be given besides its own. */
  readonly volumes: readonly string[];
  /** Requests and limits of each part. */
  readonly resources: readonly Part[];
  /** Maps with `repository`, `tag` and `registry` of an image. */
  readonly images: readonly string[];
  /** Texts that replace the registry of all images. */
  readonly registries: readonly string[];
  /** Types of the chart's services. */
  readonly serviceTypes: readonly string[];
}

const none = {
  hostFlags: [],
  securityContexts: [],
  mustSet: {},
  volumes: [],
  resources: [],
  images: [],
  registries: [],
  serviceTypes: [],
} as const satisfies ChartRow;

const certManagerParts = ["webhook", "cainjector", "startupapicheck"] as const;

/** One row a chart of facts; a chart without one is listed by `helm-seen`. */
const rows: Readonly<Record<ChartName, ChartRow>> = {
  "aws-load-balancer-controller": {
    ...none,
    hostFlags: ["hostNetwork"],
    securityContexts: ["podSecurityContext", "securityContext"],
    mustSet: {
      "podSecurityContext.seccompProfile.type": "RuntimeDefault",
      "securityContext.capabilities.drop[0]": "ALL",
    },
    volumes: ["extraVolumes"],
    resources: [{ path: "resources" }],
    images: ["image"],
  },
  "cert-manager": {
    ...none,
    hostFlags: ["webhook.hostNetwork"],
    securityContexts: ["", ...certManagerParts.map((part) => `${part}.`)].flatMap((part) => [
      `${part}securityContext`,
      `${part}containerSecurityContext`,
    ]),
    volumes: ["volumes", "webhook.volumes", "cainjector.volumes"],
    resources: [{ path: "resources" }, ...certManagerParts.map((part) => ({ path: `${part}.resources` }))],
    images: ["image", "acmesolver.image", ...certManagerParts.map((part) => `${part}.image`)],
    registries: ["imageRegistry", "imageNamespace"],
    serviceTypes: ["webhook.serviceType"],
  },
  "external-dns": {
    ...none,
    securityContexts: ["podSecurityContext", "securityContext", "provider.webhook.securityContext"],
    volumes: ["extraVolumes"],
    resources: [
      { path: "resources" },
      {
        path: "provider.webhook.resources",
        when: { path: "provider.name", is: "webhook", byDefault: false },
      },
    ],
    images: ["image", "provider.webhook.image"],
  },
  karpenter: {
    ...none,
    hostFlags: ["hostNetwork"],
    securityContexts: ["podSecurityContext", "controller.securityContext"],
    volumes: ["extraVolumes"],
    resources: [{ path: "controller.resources" }],
    images: ["controller.image"],
  },
  // Definitions only: no pods.
  "karpenter-crd": none,
  "metrics-server": {
    ...none,
    hostFlags: ["hostNetwork.enabled"],
    securityContexts: ["podSecurityContext", "securityContext", "addonResizer.securityContext"],
    volumes: ["extraVolumes"],
    resources: [
      { path: "resources" },
      {
        path: "addonResizer.resources",
        when: { path: "addonResizer.enabled", is: true, byDefault: false },
      },
    ],
    images: ["image", "addonResizer.image"],
    serviceTypes: ["service.type"],
  },
  "trust-manager": {
    ...none,
    hostFlags: ["app.webhook.hostNetwork"],
    securityContexts: ["podSecurityContext", "app.securityContext", "defaultPackage.securityContext"],
    volumes: ["volumes"],
    resources: [
      { path: "resources" },
      {
        path: "defaultPackage.resources",
        when: { path: "defaultPackage.enabled", is: true, byDefault: true },
      },
    ],
    images: ["image", "defaultPackageImage"],
    registries: ["imageRegistry", "imageNamespace"],
    serviceTypes: ["app.webhook.service.type", "app.metrics.service.type"],
  },
};

/** The name of a release's chart, without where it comes from. */
export function chartOf(release: ResourceView): string {
  return release.props.text("chart")?.split("/").at(-1) ?? "";
}

/** The row of a release's chart; `undefined` where nobody has read the chart. */
export function rowOf(release: ResourceView): ChartRow | undefined {
  const chart = chartOf(release);
  return Object.hasOwn(rows, chart) ? rows[chart as ChartName] : undefined;
}

/** What a release's values hold at a path of the table, such as `webhook.resources` or `drop[0]`. */
export function valueAt(release: ResourceView, path: string): Reader {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== "");
  return release.props.at("values", ...steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step)));
}

/** Whether a part of a chart runs with a release's values. */
export function runs(release: ResourceView, { when }: Part): boolean {
  if (!when) return true;
  const value = valueAt(release, when.path);
  const decided = typeof when.is === "boolean" ? value.flag() : value.text();
  return decided === undefined ? when.byDefault : decided === when.is;
}
