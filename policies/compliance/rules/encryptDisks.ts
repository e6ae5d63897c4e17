import { Reader } from "../../framework/reader";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { atRest } from "../../shared/controls";
import { wrong } from "../../shared/finding";
import { classTag, encryptionMistakes, type KeyPlace } from "../../shared/keys";
import { findingsOf } from "../../shared/look";

const disk: KeyPlace = { must: [{ at: ["encrypted"], be: true }], key: ["kmsKeyId"] };

/** Disks by themselves, and copies of disks. */
const diskTypes = [
  "aws:ebs/volume:Volume",
  "aws:ebs/snapshotCopy:SnapshotCopy",
  "aws:ebs/snapshotImport:SnapshotImport",
  "aws:ec2/amiCopy:AmiCopy",
];
const templateType = "aws:ec2/launchTemplate:LaunchTemplate";
const instanceTypes = ["aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest"];
const nodeGroupType = "aws:eks/nodeGroup:NodeGroup";
const defaultType = "aws:ebs/encryptionByDefault:EncryptionByDefault";
const defaultKeyType = "aws:ebs/defaultKmsKey:DefaultKmsKey";

/** A machine that does not name a disk takes its image's, with whatever key that has. */
function unnamed(where: Reader): Finding {
  return {
    path: where.path,
    found: "no disk",
    wanted: "a disk with a customer key",
    fix: "name the disks of the image",
  };
}

function templateMistakes(stack: StackView, template: ResourceView): Finding[] {
  const { props } = template;
  const disks = props
    .items("blockDeviceMappings")
    .map((mapping) => mapping.at("ebs"))
    .filter((ebs) => ebs.exists);
  const volumes = props
    .items("tagSpecifications")
    .find((specification) => specification.text("resourceType") === "volume");
  const tag = volumes?.at("tags", "data-class") ?? classTag(template);
  return disks.length === 0
    ? [unnamed(props.at("blockDeviceMappings"))]
    : disks.flatMap((within) => encryptionMistakes(stack, template, disk, { within, tag }));
}

function instanceMistakes(stack: StackView, instance: ResourceView): Finding[] {
  const { props } = instance;
  const root = props.at("rootBlockDevice");
  const disks = [...(root.exists ? [root] : []), ...props.items("ebsBlockDevices")];
  return [
    ...(root.exists || props.at("launchTemplate").exists ? [] : [unnamed(root)]),
    ...disks.flatMap((within) => encryptionMistakes(stack, instance, disk, { within })),
  ];
}

export const rule: StackRule = {
  id: "encrypt-disks",
  title: "Disks and their copies are encrypted with the customer key of their data class",
  why: "A disk is plain unless encryption is asked for, and with the account's default key whoever may attach it may read it.",
  severity: "critical",
  level: "mandatory",
  controls: atRest,
  scope: "stack",
  types: [...diskTypes, templateType, ...instanceTypes, nodeGroupType, defaultType, defaultKeyType],
  onUnknown: "fail",
  check: (stack) => [
    ...findingsOf(stack, diskTypes, (volume) => encryptionMistakes(stack, volume, disk)),
    ...findingsOf(stack, [templateType], (template) => templateMistakes(stack, template)),
    ...findingsOf(stack, instanceTypes, (instance) => instanceMistakes(stack, instance)),
    ...findingsOf(stack, [nodeGroupType], ({ props }) =>
      props.at("launchTemplate").exists
        ? []
        : [wrong(props.at("launchTemplate"), "a launch template", "name the nodes' disks in a template")],
    ),
    ...findingsOf(stack, [defaultType], ({ props }) =>
      props.flag("enabled") === false
        ? [wrong(props.at("enabled"), "true", "leave encryption by default on")]
        : [],
    ),
    // What nobody gave a key is the platform's own.
    ...findingsOf(stack, [defaultKeyType], (setting) =>
      encryptionMistakes(stack, setting, { key: ["keyArn"] }, { tag: new Reader("internal") }),
    ),
  ],
};
