import type { ResourceRule } from "../../framework/rule";
import { releaseType, rowOf, valueAt } from "../../shared/helmValues";
import {
  allowedRegistriesShown,
  finding,
  fromAllowedRegistry,
  inEcr,
  isImmutableTag,
} from "../../shared/kubernetes";

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
  onUnknown: "fail",
  check: (release) => {
    const row = rowOf(release);
    if (!row) return [];
    const images = row.images.map((path) => valueAt(release, path));
    const registries = [
      ...row.registries.map((path) => valueAt(release, path)),
      ...images.map((image) => image.at("registry")),
    ];
    const fix = "leave the image to the chart, or give one of our ECR by full version or digest";
    return [
      ...images
        .map((image) => image.at("repository"))
        .filter((repository) => repository.exists && !fromAllowedRegistry(repository.text() ?? ""))
        .map((repository) => finding(repository, `from ${allowedRegistriesShown}`, fix)),
      ...registries
        .filter((registry) => registry.exists && !inEcr(`${registry.text() ?? ""}/`))
        .map((registry) => finding(registry, "our ECR", fix)),
      ...images
        .map((image) => image.at("tag"))
        .filter((tag) => tag.exists && !isImmutableTag(tag.text() ?? ""))
        .map((tag) => finding(tag, "a full version", fix)),
    ];
  },
};
