import { launchedKinds, mandatoryTags } from "../../../components/facts/tags";
import type { Finding, ResourceRule, ResourceView } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import {
  launchTemplateType,
  scalingGroupTag,
  scalingGroupType,
  taggedTypes,
  tagSetsOf,
} from "../../shared/tags";

const fix = "take the tags from context.tags(…)";

/** EKS and Auto Scaling hand down no tags of theirs: the launch template names them for each kind of thing. */
function checkLaunched({ props }: ResourceView): Finding[] {
  const kinds = props.items("tagSpecifications").map((made) => made.text("resourceType"));
  return launchedKinds
    .filter((kind) => !kinds.includes(kind))
    .map((kind) => ({
      path: "tagSpecifications",
      found: `tags for ${kinds.length === 0 ? "nothing" : kinds.join(", ")}`,
      wanted: `tags for ${kind}`,
      fix,
    }));
}

function checkHandedDown(group: ResourceView): Finding[] {
  return mandatoryTags
    .map((key) => scalingGroupTag(group, key, "propagateAtLaunch"))
    .filter((handed) => !handed.flag())
    .map((handed) => wrong(handed, "true", "hand each tag down to what is launched"));
}

export const rule: ResourceRule = {
  id: "tags-mandatory",
  title: "Everything says whose it is, what it costs whom, and under whose law it stands",
  why: "What carries no tags is nobody's: its bill lands nowhere, its incident wakes nobody, and no residency rule can judge it.",
  severity: "medium",
  level: "mandatory",
  controls: {
    soc2: ["CC2.1", "CC6.1"],
    gdpr: ["30", "5(2)"],
    hipaa: ["164.310(d)(2)(iii)"],
    ccpa: ["1798.100(a)"],
  },
  scope: "resource",
  types: taggedTypes,
  general: true,
  onUnknown: "fail",
  check: (resource) => [
    ...tagSetsOf(resource).flatMap((tag) =>
      mandatoryTags
        .map((key) => ({ key, value: tag(key) }))
        .filter(({ value }) => (value.text() ?? "") === "")
        .map(({ key, value }) => wrong(value, `a tag ${key}`, fix)),
    ),
    ...(resource.type === launchTemplateType ? checkLaunched(resource) : []),
    ...(resource.type === scalingGroupType ? checkHandedDown(resource) : []),
  ],
};
