import type { DataClass } from "../../../components/facts/dataClasses";
import { Reader } from "../../framework/reader";
import type { ResourceView, StackRule } from "../../framework/rule";
import { encryptionMistakes } from "../../shared/keys";
import { findingsOf } from "../../shared/look";

const storageClass = "kubernetes:storage.k8s.io/v1:StorageClass";
const nodeClass = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";

/** What volumes hold whose class says nothing of it. */
const usualClass: DataClass = "internal";

/** Where a key is named, and what says which class of data it is for. */
interface Place {
  readonly within: Reader;
  readonly field: string;
  readonly tag: Reader;
}

function places({ type, props }: ResourceView): Place[] {
  const said = props.at(
    ...(type === storageClass
      ? ["metadata", "labels", "azora.io/data-class"]
      : ["spec", "tags", "data-class"]),
  );
  const tag = said.exists ? said : new Reader(usualClass);
  if (type === storageClass) return [{ within: props.at("parameters"), field: "kmsKeyId", tag }];
  return props
    .items("spec", "blockDeviceMappings")
    .map((device) => ({ within: device.at("ebs"), field: "kmsKeyID", tag }));
}

export const rule: StackRule = {
  id: "kubernetes-volume-key-class",
  title: "Volumes are encrypted with the key of their data class",
  why: "Who may use the key of one class of data must not thereby read another. The key is found by what the input derives from, which a preview knows; in a preview by the CLI stack rules see Kubernetes objects without inputs, and those are left out.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.7"],
    gdpr: ["32(1)(a)"],
    hipaa: ["164.312(a)(2)(iv)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "stack",
  types: [storageClass, nodeClass],
  onUnknown: "fail",
  check: (stack) =>
    findingsOf(stack, [storageClass, nodeClass], (resource) =>
      places(resource)
        // A key that is not named at all is the concern of kubernetes-volume-keys.
        .filter(({ within, field }) => within.keys().includes(field))
        .flatMap(({ within, field, tag }) =>
          encryptionMistakes(stack, resource, { key: [field] }, { within, tag }),
        ),
    ),
};
