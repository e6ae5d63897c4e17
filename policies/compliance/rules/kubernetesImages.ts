import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import {
  allowedRegistriesShown,
  containersOf,
  finding,
  fromAllowedRegistry,
  isImmutableTag,
  podSpecOf,
  workloadTypes,
} from "../../shared/kubernetes";

/** What is wrong with an image's name. */
function checkImage(image: Reader): Finding[] {
  const [named = "", digest] = (image.text() ?? "").split("@");
  const tag = /:([^/:]+)$/.exec(named)?.[1];
  const pinned =
    digest === undefined ? isImmutableTag(tag ?? "latest") : /^sha256:[0-9a-f]{64}$/.test(digest);
  return [
    ...(fromAllowedRegistry(named)
      ? []
      : [
          finding(
            image,
            `from ${allowedRegistriesShown}`,
            "copy the image to ECR, or add its home to policies/shared/kubernetes.ts with a reason",
          ),
        ]),
    ...(pinned ? [] : [finding(image, "a digest or a full version", "pin the image by its digest")]),
  ];
}

export const rule: ResourceRule = {
  id: "kubernetes-images",
  title: "Images are pinned and come from known registries",
  why: "What runs must be what was reviewed: a tag that moves or a registry where anybody publishes brings in code that nobody has seen.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.8", "CC8.1"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.308(a)(5)(ii)(B)", "164.312(c)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: workloadTypes,
  onUnknown: "fail",
  check: (resource) =>
    containersOf(podSpecOf(resource)).flatMap((container) => checkImage(container.at("image"))),
};
