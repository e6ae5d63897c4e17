import type { ResourceRule } from "../../framework/rule";
import { finding } from "../../shared/kubernetes";

export const rule: ResourceRule = {
  id: "kubernetes-storage-encrypted",
  title: "Volumes of pods are encrypted and outlive their claim",
  why: "What pods write lies on disks of AWS, where encryption must be asked for, and a deleted claim must not take the data with it.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.7", "A1.2"],
    gdpr: ["32(1)(a)", "32(1)(c)"],
    hipaa: ["164.312(a)(2)(iv)", "164.310(d)(2)(iv)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: ["kubernetes:storage.k8s.io/v1:StorageClass"],
  onUnknown: "fail",
  check: ({ props }) => {
    const provisioner = props.at("provisioner");
    const encrypted = props.at("parameters", "encrypted");
    const reclaim = props.at("reclaimPolicy");
    return [
      ...(provisioner.text() === "ebs.csi.aws.com"
        ? []
        : [finding(provisioner, "ebs.csi.aws.com", "use the EBS driver, which encrypts with our keys")]),
      ...(encrypted.flag() ? [] : [finding(encrypted, '"true"', "set parameters.encrypted")]),
      ...(reclaim.text() === "Retain" ? [] : [finding(reclaim, "Retain", "set reclaimPolicy to Retain")]),
    ];
  },
};
