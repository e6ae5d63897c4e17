import { volumeTags } from "../../../components/facts/keptVolumes";
import type { ResourceRule } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { wrong } from "../../shared/finding";

const driver = "ebs.csi.aws.com";

export const rule: ResourceRule = {
  id: "backup-volumes-tagged",
  title: "Volumes carry their claim and its namespace, by which backups find them",
  why: "A volume is made by the driver and in no plan; without the tag no backup takes it, and nothing fails.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "resource",
  types: ["kubernetes:storage.k8s.io/v1:StorageClass"],
  onUnknown: "fail",
  check: ({ props }) => {
    if (props.text("provisioner") !== driver) return [];
    return Object.values(volumeTags).flatMap(({ parameter, specification }) => {
      const tag = props.at("parameters", parameter);
      return tag.text() === specification
        ? []
        : [wrong(tag, specification, "let the driver write whose volume it is")];
    });
  },
};
