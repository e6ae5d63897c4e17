import { allRegions } from "../../../components/facts/regions";
import type { ResourceRule } from "../../framework/rule";
import { transfers } from "../../shared/controls";
import { wrong, wrongResource } from "../../shared/finding";
import { effectiveRegion, regionAt } from "../../shared/places";
import { storeTypes } from "../../shared/stores";

export const rule: ResourceRule = {
  id: "residency",
  title: "Every store sits in the jurisdiction that its tag names",
  why: "Data that is said to rest under one law and rests under another is a transfer that nobody recorded; a Local Zone holds nothing that must last, and is under a law of its own.",
  severity: "critical",
  level: "mandatory",
  controls: transfers,
  scope: "resource",
  types: storeTypes,
  general: true,
  onUnknown: "fail",
  check: (store) => {
    const awsRegion = effectiveRegion(store);
    const region = regionAt(awsRegion);
    if (!region)
      return [
        wrongResource(
          awsRegion ?? "no region",
          allRegions()
            .map((known) => known.awsRegion)
            .join(" | "),
          "make the store in a region of the platform",
        ),
      ];
    const tag = store.props.at("tags", "jurisdiction");
    const zone = store.props.at("availabilityZone");
    return [
      ...(tag.text() === region.jurisdiction
        ? []
        : [
            wrong(
              tag,
              `${region.jurisdiction}, the law of ${region.awsRegion}`,
              "move the store, or tag it rightly",
            ),
          ]),
      ...(zone.exists && zone.text() === region.localZone?.zone
        ? [
            wrong(
              zone,
              `one of ${region.zones.join(", ")}`,
              "keep data in the region: the Local Zone is stateless",
            ),
          ]
        : []),
    ];
  },
};
