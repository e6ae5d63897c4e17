import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";

/** An ARN, or an id by itself; that of a multi-region key begins with `mrk-`. Aliases may come to mean another key. */
const ownKey =
  /^(arn:aws[\w-]*:kms:[^:]+:\d{12}:key\/.+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;

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
      .filter((key) => !ownKey.test(key.text() ?? ""))
      .map((key) => wrong(key, "a key of ours, by its ARN or id", "give the region's key of the data class"));
  },
};
