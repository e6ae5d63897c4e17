import type { Reader } from "../framework/reader";
import type { Finding, ListSetting } from "../framework/rule";
import { wrong } from "./finding";

/** Private registries of AWS accounts; `ecr-own-accounts` asks whose. */
const ecr = /^(\d{12})\.dkr(\.ecr\.[a-z0-9-]+\.amazonaws\.com|-ecr\.[a-z0-9-]+\.on\.aws)\//;

/** Where images may come from besides ECR: never a whole registry in which anybody may publish. */
const allowedRegistries = [
  { prefix: "registry.k8s.io/", reason: "Kubernetes' own projects publish there, and nobody else can" },
  { prefix: "quay.io/jetstack/", reason: "cert-manager and trust-manager are published there only" },
  { prefix: "quay.io/argoproj/", reason: "Argo's projects are published there only" },
  {
    prefix: "public.ecr.aws/eks/",
    reason: "images that EKS builds, the load balancer controller's among them",
  },
  { prefix: "public.ecr.aws/karpenter/", reason: "Karpenter is published there only" },
] as const;

/** An organisation's own registries, from the pack's configuration. */
export const registriesSetting: ListSetting = {
  description:
    "registries of the organisation's own besides ECR, each with a path, such as registry.example.com/platform.",
  pattern: "^[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9._-]+)+/?$",
  default: [],
};

/** A prefix that ends with a part of a path: `…/platform` must not stand for `…/platform-of-others`. */
function closed(prefix: string): string {
  return prefix.replace(/\/?$/, "/");
}

/** Whether an address lies below one of the prefixes. */
export function isBelow(address: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => address.startsWith(closed(prefix)));
}

/** Whether an address is in a private registry of AWS. */
export function inEcr(address: string): boolean {
  return ecr.test(address);
}

/** The account whose private registry an address is in; `undefined` for any other address. */
export function accountOfEcr(address: string): string | undefined {
  return ecr.exec(address)?.[1];
}

/** Whether an image, or what begins an image's name, comes from where it may. */
export function fromAllowedRegistry(image: string, own: readonly string[]): boolean {
  return inEcr(image) || isBelow(image, [...allowedRegistries.map(({ prefix }) => prefix), ...own]);
}

/** Registries in words, for findings. */
export function registriesShown(own: readonly string[]): string {
  const prefixes = [...allowedRegistries.map(({ prefix }) => prefix), ...own];
  return ["our ECR", ...prefixes.map((prefix) => `${closed(prefix)}…`)].join(", ");
}

/** Words with which publishers mark a tag that they move, also behind a version. */
const moving = /(^|[-+._])(latest|stable|edge|nightly|snapshot|dev|devel|main|master|canary)($|[-+._])/i;

/** A full version or a commit: what publishers do not move. `latest`, `stable` and `1.2` they do. */
function isImmutableTag(tag: string): boolean {
  const version = /^v?\d+\.\d+\.\d+([-+._][\w.+-]+)?$/.test(tag) && !moving.test(tag);
  return version || /^[0-9a-f]{40}$/.test(tag);
}

export function isDigest(digest: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(digest);
}

/** Whether a tag, a digest, or a tag with a digest (`1.2.3@sha256:…`) cannot come to mean another image. */
export function isPinned(reference: string): boolean {
  const at = reference.indexOf("@");
  return at < 0 ? isImmutableTag(reference) : isDigest(reference.slice(at + 1));
}

/** What is wrong with an image, given by its whole name. */
export function imageFindings(image: Reader, own: readonly string[]): Finding[] {
  const text = image.text() ?? "";
  const name = text.replace(/@.*$/s, "").replace(/:[^/:]*$/, "");
  const reference = text.slice(name.length).replace(/^:/, "");
  return [
    ...(fromAllowedRegistry(name, own)
      ? []
      : [
          wrong(
            image,
            `from ${registriesShown(own)}`,
            "copy the image to ECR, or allow the organisation's own registry in policies/compliance/config.json",
          ),
        ]),
    ...(isPinned(reference)
      ? []
      : [wrong(image, "a digest or a full version", "pin the image by its digest")]),
  ];
}
