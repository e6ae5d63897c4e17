import type { Reader } from "../framework/reader";
import type { ResourceView } from "../framework/rule";
import { taggableTypes } from "./taggableTypes";

export const launchTemplateType = "aws:ec2/launchTemplate:LaunchTemplate";
export const scalingGroupType = "aws:autoscaling/group:Group";
const nodeClassType = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";

/** Everything that takes tags, or hands them to what it makes. */
export const taggedTypes = [...taggableTypes, scalingGroupType, nodeClassType];

/** A tag by its key: where it stands, or where it should. */
type TagSet = (key: string) => Reader;

/** Tags as a map; those of the provider stand in for what it leaves out. */
function own({ props, provider }: ResourceView): TagSet {
  return (key) => {
    const tag = props.at("tags", key);
    if (tag.exists || !provider) return tag;
    const standard = provider.props.json("defaultTags").at("tags", key);
    return standard.exists ? standard : tag;
  };
}

/** A field of a tag of an Auto Scaling group, which keeps its tags as a list. */
export function scalingGroupTag(
  { props }: ResourceView,
  key: string,
  field: "value" | "propagateAtLaunch",
): Reader {
  const tag = props.items("tags").find((item) => item.text("key") === key);
  return tag?.at(field) ?? props.at("tags", key);
}

/** The sets of tags that a resource gives to itself and to what it makes. */
export function tagSetsOf(resource: ResourceView): TagSet[] {
  const { type, props } = resource;
  if (type === scalingGroupType) return [(key) => scalingGroupTag(resource, key, "value")];
  if (type === nodeClassType) return [(key) => props.at("spec", "tags", key)];
  const launched =
    type === launchTemplateType ? props.items("tagSpecifications").map((made) => made.at("tags")) : [];
  return [
    own(resource),
    ...launched.map(
      (tags): TagSet =>
        (key) =>
          tags.at(key),
    ),
  ];
}
