import { costAllocationTags } from "../../../components/facts/budgets";
import { environmentNames } from "../../../components/facts/environments";
import type { Reader } from "../../framework/reader";
import type { ResourceRule } from "../../framework/rule";
import { billableTypes } from "../../shared/billableTypes";
import { wrong } from "../../shared/finding";

const addonType = "aws:eks/addon:Addon";
const templateType = "aws:ec2/launchTemplate:LaunchTemplate";
const nodeClassType = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";

/** The tags that a launch template puts on one kind of what it starts; absent where it puts none. */
function started(template: Reader, kind: string): Reader {
  const specifications = template.at("tagSpecifications");
  const found = specifications.items().find((one) => one.text("resourceType") === kind);
  return found?.at("tags") ?? specifications.at(kind);
}

/** Every map of tags that must be complete: a resource's own, and those of what it makes later by itself. */
function tagsOf(type: string, props: Reader): Reader[] {
  if (type === nodeClassType) return [props.at("spec", "tags")];
  const own = props.at("tags");
  if (type === templateType) return [own, started(props, "instance"), started(props, "volume")];
  if (type === addonType && props.text("addonName") === "aws-ebs-csi-driver")
    return [own, props.json("configurationValues").at("controller", "extraVolumeTags")];
  return [own];
}

export const rule: ResourceRule = {
  id: "cost-tags",
  title: "Whatever costs money says who pays for it, who runs it and what it is for",
  why: "A bill can be split only by tags that were there when the money was spent; what carries none is nobody's, and stays.",
  severity: "medium",
  level: "mandatory",
  controls: { soc2: ["CC6.1"] },
  scope: "resource",
  types: [...billableTypes, nodeClassType],
  general: true,
  onUnknown: "fail",
  check: ({ type, props }) =>
    tagsOf(type, props).flatMap((tags) =>
      costAllocationTags.flatMap((key) => {
        const tag = tags.at(key);
        const value = tag.text()?.trim() ?? "";
        const names: readonly string[] = environmentNames;
        if (key === "environment" ? names.includes(value) : value !== "") return [];
        const wanted = key === "environment" ? names.join(" | ") : "a text";
        return [wrong(tag, wanted, "take the tags from RegionContext.tags")];
      }),
    ),
};
