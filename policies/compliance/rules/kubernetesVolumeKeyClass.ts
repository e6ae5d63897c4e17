import type { DataClass } from "../../../components/facts/dataClasses";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { wrong } from "../../shared/finding";

const storageClass = "kubernetes:storage.k8s.io/v1:StorageClass";
const nodeClass = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";
const keyTypes = ["aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"];

/** What volumes hold whose class says nothing of it. */
const usualClass: DataClass = "internal";
const fix = "give the region's key of the volumes' data class";

/** Where a key is named. */
interface Place {
  readonly holder: Reader;
  readonly field: string;
  /** The input at the top level that the field is in. */
  readonly input: string;
  readonly wanted: string;
}

function places({ type, props }: ResourceView): Place[] {
  if (type === storageClass) {
    const wanted = props.text("metadata", "labels", "azora.io/data-class") ?? usualClass;
    return [{ holder: props.at("parameters"), field: "kmsKeyId", input: "parameters", wanted }];
  }
  const wanted = props.text("spec", "tags", "data-class") ?? usualClass;
  return props
    .items("spec", "blockDeviceMappings")
    .map((device) => ({ holder: device.at("ebs"), field: "kmsKeyID", input: "spec", wanted }));
}

function checkKey(stack: StackView, resource: ResourceView, place: Place): Finding[] {
  const { holder, field, wanted } = place;
  // A key that is not named at all is the concern of kubernetes-volume-keys.
  if (!holder.keys().includes(field)) return [];
  const shown = `a key of class ${wanted}`;
  const { urn } = resource;
  const keys = stack.sources(resource, place.input).filter(({ type }) => keyTypes.includes(type));
  // Without a key behind it only the value is left, and that tells nothing of what the key is for.
  if (keys.length === 0) return [{ ...wrong(holder.at(field), `${shown} of this program`, fix), urn }];
  return keys
    .map((key) => ({ name: key.name, held: key.props.text("tags", "data-class") ?? "none" }))
    .filter(({ held }) => held !== wanted)
    .map(({ name, held }) => ({
      urn,
      path: `${holder.path}.${field}`,
      found: `${name}, a key of class ${held}`,
      wanted: shown,
      fix,
    }));
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
  check: (stack) => {
    const findings: Finding[] = [];
    stack.each([storageClass, nodeClass], (resource) => {
      findings.push(...places(resource).flatMap((place) => checkKey(stack, resource, place)));
    });
    return findings;
  },
};
