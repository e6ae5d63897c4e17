import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule, ResourceView } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import type { ChartRow } from "../../shared/helmRow";
import { given, homeOf, movedTo, wholeImages } from "../../shared/helmImages";
import { refusedArguments, releaseType, rowOf, valueAt } from "../../shared/helmValues";
import {
  fromAllowedRegistry,
  imageFindings,
  isDigest,
  isPinned,
  registriesSetting,
  registriesShown,
} from "../../shared/images";

const fix = "leave the image to the chart, or give one of our ECR by full version or digest";

/** Where an image comes from, as far as values say, and how it is pinned. */
function checkImage(image: Reader, own: readonly string[]): Finding[] {
  const [tag, digest] = [image.at("tag"), image.at("digest")];
  const { at, address } = movedTo(image) ?? {};
  return [
    ...(at && address !== undefined && !fromAllowedRegistry(address, own)
      ? [wrong(at, `from ${registriesShown(own)}`, fix)]
      : []),
    ...(given(tag) && !isPinned(tag.text() ?? "") ? [wrong(tag, "a full version", fix)] : []),
    ...(given(digest) && !isDigest(digest.text() ?? "") ? [wrong(digest, "a SHA-256 digest", fix)] : []),
  ];
}

/** Charts that let all images be moved at once: an empty registry means Docker Hub. */
function checkHome(release: ResourceView, { imageHome }: ChartRow, own: readonly string[]): Finding[] {
  if (!imageHome) return [];
  const { at, address: home } = homeOf(release, imageHome);
  return fromAllowedRegistry(home, own) ? [] : [wrong(at, `from ${registriesShown(own)}`, fix)];
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
    const whole = wholeImages(release, row);
    const references = row.imageReferences.map((path) => valueAt(release, path)).filter(given);
    return [
      ...row.images.flatMap((path) => checkImage(valueAt(release, path), registries)),
      ...row.movedImages
        .map((path) => valueAt(release, `${path}.repository`))
        .filter((repository) => !given(repository))
        .map((repository) => wrong(repository, `from ${registriesShown(registries)}`, fix)),
      ...checkHome(release, row, registries),
      ...whole.flatMap((image) => imageFindings(image, registries)),
      ...references
        .filter((reference) => !isPinned(reference.text()?.replace(/^:/, "") ?? ""))
        .map((reference) => wrong(reference, "a full version", fix)),
      ...refusedArguments(release, row.imageArguments, fix),
    ];
  },
};
