import { dataClassReach, volumeClassName, type DataClass } from "../../../components/facts/dataClasses";
import type { ResourceRule } from "../../framework/rule";
import { inCacheNamespace } from "../../shared/cacheConfigs";
import { transfers } from "../../shared/controls";
import { wrong } from "../../shared/finding";

const label = "azora.io/data-class";

const everywhere = (Object.keys(dataClassReach) as DataClass[]).filter(
  (dataClass) => dataClassReach[dataClass] === "anywhere",
);

export const rule: ResourceRule = {
  id: "cache-impersonal",
  title: "Caches hold nothing about people",
  why: "The cache is copied to every region, which the law allows for no data about persons, and pseudonyms are such data.",
  severity: "high",
  level: "mandatory",
  controls: transfers,
  scope: "resource",
  types: ["kubernetes:apps/v1:StatefulSet", "kubernetes:apps/v1:Deployment"],
  onUnknown: "fail",
  check: (resource) => {
    if (!inCacheNamespace(resource)) return [];
    const { props } = resource;
    const template = props.at("spec", "template");
    const claims = props.items("spec", "volumeClaimTemplates");
    return [
      ...[props, template, ...claims]
        .map((object) => object.at("metadata", "labels", label))
        .filter((dataClass) => !everywhere.some((each) => each === dataClass.text()))
        .map((dataClass) =>
          wrong(dataClass, everywhere.join(" | "), "keep such data in the database of its home region"),
        ),
      ...claims
        .map((claim) => claim.at("spec", "storageClassName"))
        .filter((name) => !everywhere.some((each) => volumeClassName(each) === name.text()))
        .map((name) =>
          wrong(
            name,
            everywhere.map(volumeClassName).join(" | "),
            "name the class of volumes of the data class",
          ),
        ),
    ];
  },
};
