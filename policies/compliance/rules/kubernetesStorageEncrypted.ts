import { scratchClassNames } from "../../../components/facts/dataClasses";
import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";

const snapshotClass = "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass";
const driver = "ebs.csi.aws.com";
const driverFix = "use the EBS driver, which encrypts with our keys";

export const rule: ResourceRule = {
  id: "kubernetes-storage-encrypted",
  title: "Volumes of pods are encrypted and outlive their claim",
  why: "What pods write lies on disks of AWS, where encryption must be asked for, and a deleted claim must take neither the data nor its snapshots with it.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.7", "A1.2"],
    gdpr: ["32(1)(a)", "32(1)(c)"],
    hipaa: ["164.312(a)(2)(iv)", "164.310(d)(2)(iv)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: ["kubernetes:storage.k8s.io/v1:StorageClass", snapshotClass],
  onUnknown: "fail",
  check: ({ type, props }) => {
    // A snapshot of an encrypted volume is encrypted with the volume's key.
    const isSnapshot = type === snapshotClass;
    const provisioner = props.at(isSnapshot ? "driver" : "provisioner");
    const policy = isSnapshot ? "deletionPolicy" : "reclaimPolicy";
    const kept = props.at(policy);
    // What is kept elsewhere, and tried: its disk goes with the pod.
    const isScratch = (): boolean =>
      !isSnapshot && scratchClassNames.includes(props.text("metadata", "name") ?? "");
    const encrypted = props.at("parameters", "encrypted");
    return [
      ...(provisioner.text() === driver ? [] : [wrong(provisioner, driver, driverFix)]),
      ...(isSnapshot || encrypted.flag() ? [] : [wrong(encrypted, '"true"', "set parameters.encrypted")]),
      ...(kept.text() === "Retain" || isScratch() ? [] : [wrong(kept, "Retain", `set ${policy} to Retain`)]),
    ];
  },
};
