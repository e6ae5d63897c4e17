import type { Bound } from "./quantities";

/** Holds while the value there is this one, or is absent and the chart's default is. */
export interface Condition {
  readonly path: string;
  readonly is: string | boolean;
  readonly byDefault: boolean;
}

/** A value that must stand there, since the chart's own is another. */
export interface Required {
  readonly path: string;
  readonly is: string | boolean;
  readonly when?: Condition;
}

/** A container that values give requests and limits. */
interface Part {
  readonly path: string;
  readonly when?: Condition;
  /** Bounds that the chart sets itself. */
  readonly settled?: readonly Bound[];
}

/** How long a certificate of a chart's own lasts. */
interface CertificateValue {
  readonly path: string;
  /** The chart's default; absent where that is cert-manager's. */
  readonly hoursByDefault?: number;
  readonly when?: Condition;
}

/** The registry and the namespace in it that all of a chart's images come from, unless they say otherwise. */
interface ImageHome {
  readonly registry: string;
  readonly namespace: string;
  readonly byDefault: { readonly registry: string; readonly namespace: string };
}

/** Arguments of a program that must not be given, whatever their value. */
export interface RefusedArguments {
  readonly path: string;
  readonly flags: readonly string[];
}

/**
 * Where a chart's values decide what its pods may do, since no plan shows the objects inside a release. Paths are those of
 * the pinned versions (`tests/reference/charts`); what is absent has the chart's default, which was read, templates
 * included, and is restricted but for `required`.
 */
export interface ChartRow {
  /** Truth values that put pods onto the node's own network or disks, or take away their user namespace. */
  readonly hostFlags: readonly string[];
  /** Security contexts; Helm merges them over the chart's own. */
  readonly securityContexts: readonly string[];
  /** What the chart leaves out and Pod Security `restricted` asks for. */
  readonly required: readonly Required[];
  /** Volumes that a pod may be given besides its own. */
  readonly volumes: readonly string[];
  /** Lists of whole containers that values add. */
  readonly containers: readonly string[];
  /** Lists of whole objects that values add. */
  readonly objects: readonly string[];
  /** Requests and limits of each part. */
  readonly resources: readonly Part[];
  /** Maps with `repository`, `tag`, `digest` and `registry` of an image. */
  readonly images: readonly string[];
  readonly imageHome?: ImageHome;
  /** Images that the chart itself takes from where none may come from: values must move them. */
  readonly movedImages: readonly string[];
  /** Texts that name a whole image. */
  readonly imageTexts: readonly string[];
  /** Lists whose items name whole images, each by these keys. */
  readonly imageLists: readonly { readonly path: string; readonly keys: readonly string[] }[];
  /** Texts that follow an image's name: `:v1.2.3`. */
  readonly imageReferences: readonly string[];
  /** Arguments that name an image. */
  readonly imageArguments: readonly RefusedArguments[];
  /** Types of the chart's services. */
  readonly serviceTypes: readonly string[];
  /** Lists of rules that are added to a role of the whole cluster. */
  readonly roleRules: readonly string[];
  /** Truth values that let the chart read every secret. */
  readonly secretsFlags: readonly string[];
  /** What keeps the chart from rights over the whole cluster, where it has them by default. */
  readonly rights: readonly Required[];
  /** What keeps the chart from installing what it does not bring with it. */
  readonly brought: readonly Required[];
  readonly certificates: readonly CertificateValue[];
  /** What makes connections encrypted and checked. */
  readonly tls: readonly Required[];
  /** Arguments that take the check away. */
  readonly tlsArguments: readonly RefusedArguments[];
}

/** Nothing: what a row leaves out. */
export const none = {
  hostFlags: [],
  securityContexts: [],
  required: [],
  volumes: [],
  containers: [],
  objects: [],
  resources: [],
  images: [],
  movedImages: [],
  imageTexts: [],
  imageLists: [],
  imageReferences: [],
  imageArguments: [],
  serviceTypes: [],
  roleRules: [],
  secretsFlags: [],
  rights: [],
  brought: [],
  certificates: [],
  tls: [],
  tlsArguments: [],
} as const satisfies ChartRow;
