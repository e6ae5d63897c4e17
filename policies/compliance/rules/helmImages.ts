import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule, ResourceView } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import type { ChartRow } from "../../shared/helmRow";
import { addedContainers, refusedArguments, releaseType, rowOf, valueAt } from "../../shared/helmValues";
import {
  fromAllowedRegistry,
  imageFindings,
  isDigest,
  isPinned,
  registriesSetting,
  registriesShown,
} from "../../shared/images";

const fix = "leave the image to the chart, or give one of our ECR by full version or digest";

/** A text that is there; charts take an empty one for none. */
function given(text: Reader): boolean {
  return text.exists && text.text() !== "";
}

/** Where an image comes from, as far as values say, and how it is pinned. */
function checkImage(image: Reader, own: readonly string[]): Finding[] {
  const [registry, repository, tag, digest] = ["registry", "repository", "tag", "digest"].map((key) =>
    image.at(key),
  ) as [Reader, Reader, Reader, Reader];
  const address = [registry, repository]
    .filter(given)
    .map((part) => part.text() ?? "")
    .join("/");
  const moved = given(registry) || given(repository);
  const asked = given(repository) ? repository : registry;
  return [
    ...(moved && !fromAllowedRegistry(given(repository) ? address : `${address}/`, own)
      ? [wrong(asked, `from ${registriesShown(own)}`, fix)]
      : []),
    ...(given(tag) && !isPinned(tag.text() ?? "") ? [wrong(tag, "a full version", fix)] : []),
    ...(given(digest) && !isDigest(digest.text() ?? "") ? [wrong(digest, "a SHA-256 digest", fix)] : []),
  ];
}

/** Charts that let all images be moved at once: an empty registry means Docker Hub. */
function checkHome(release: ResourceView, { imageHome }: ChartRow, own: readonly string[]): Finding[] {
  if (!imageHome) return [];
  const [registry, namespace] = [imageHome.registry, imageHome.namespace].map((path) =>
    valueAt(release, path),
  ) as [Reader, Reader];
  const { byDefault } = imageHome;
  const home = `${registry.text() ?? byDefault.registry}/${namespace.text() ?? byDefault.namespace}/`;
  return fromAllowedRegistry(home, own)
    ? []
    : [wrong(registry.exists ? registry : namespace, `from ${registriesShown(own)}`, fix)];
}

export const rule: ResourceRule = {
  id: "helm-images",
  title: "Charts run the images they pin, or pinned ones of ours",
  why: "A chart at an exact version names its images; values that point elsewhere bring in code that was not reviewed with it.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.8", "CC8.1"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.308(a)(5)(ii)(B)", "164.312(c)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: [releaseType],
  lists: { registries: registriesSetting },
  onUnknown: "fail",
  check: (release, { lists: { registries = [] } }) => {
    const row = rowOf(release);
    if (!row) return [];
    const texts = row.imageTexts.map((path) => valueAt(release, path)).filter(given);
    const added = addedContainers(release).map((container) => container.at("image"));
    const references = row.imageReferences.map((path) => valueAt(release, path)).filter(given);
    return [
      ...row.images.flatMap((path) => checkImage(valueAt(release, path), registries)),
      ...checkHome(release, row, registries),
      ...[...texts, ...added].flatMap((image) => imageFindings(image, registries)),
      ...references
        .filter((reference) => !isPinned(reference.text()?.replace(/^:/, "") ?? ""))
        .map((reference) => wrong(reference, "a full version", fix)),
      ...refusedArguments(release, row.imageArguments, fix),
    ];
  },
};
