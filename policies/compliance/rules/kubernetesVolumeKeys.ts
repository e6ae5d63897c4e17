import type { ResourceRule } from "../../framework/rule";
import { finding } from "../../shared/kubernetes";

const storageClass = "kubernetes:storage.k8s.io/v1:StorageClass";

export const rule: ResourceRule = {
  id: "kubernetes-volume-keys",
  title: "Volumes are encrypted with a key of ours",
  why: "Without a key of its own a volume takes the account's default key, whose policy and rotation we do not hold. The key is often made by the same deployment, so the rule may be discharged after it.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.7"],
    gdpr: ["32(1)(a)"],
    hipaa: ["164.312(a)(2)(iv)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: [storageClass, "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"],
  onUnknown: "defer",
  check: ({ type, props }) => {
    const keys =
      type === storageClass
        ? [props.at("parameters", "kmsKeyId")]
        : props.items("spec", "blockDeviceMappings").map((device) => device.at("ebs", "kmsKeyID"));
    return keys
      .filter((key) => !/^(arn:aws[\w-]*:kms:[^:]+:\d{12}:key\/.+|[0-9a-f-]{36})$/.test(key.text() ?? ""))
      .map((key) =>
        finding(key, "a key of ours, by its ARN or id", "give the region's key of the data class"),
      );
  },
};
