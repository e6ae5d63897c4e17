import type { ResourceRule } from "../../framework/rule";
import { imageFindings, registriesSetting } from "../../shared/images";
import { imagesOf, podSpecOf, workloadTypes } from "../../shared/kubernetes";

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
  lists: { registries: registriesSetting },
  onUnknown: "fail",
  check: (resource, { lists: { registries = [] } }) =>
    imagesOf(podSpecOf(resource)).flatMap((image) => imageFindings(image, registries)),
};
