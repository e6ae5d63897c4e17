import { encryption } from "../../../components/facts/security";
import type { ResourceRule } from "../../framework/rule";
import { atRest } from "../../shared/controls";
import { wrong, wrongResource } from "../../shared/finding";

const keyType = "aws:kms/key:Key";
const importedTypes = ["aws:kms/externalKey:ExternalKey", "aws:kms/replicaExternalKey:ReplicaExternalKey"];

export const rule: ResourceRule = {
  id: "keys-rotate",
  title: "Symmetric keys get new material every year",
  why: "What a lost copy of key material can open ends with the material; KMS rotates only keys that it made itself, and only when told to.",
  severity: "high",
  level: "mandatory",
  controls: { ...atRest, soc2: ["CC6.1"] },
  scope: "resource",
  types: [keyType, ...importedTypes],
  thresholds: {
    daysMax: {
      description: "Longest time between two rotations, in days.",
      default: encryption.keyRotationDays,
      min: 90,
      max: encryption.keyRotationDays,
    },
  },
  onUnknown: "fail",
  check: ({ type, props }, { thresholds }) => {
    const byKms = "let KMS make the key's material, or rotate it by a new key";
    if (type !== keyType) return [wrongResource("imported key material", "material that KMS rotates", byKms)];
    // KMS cannot rotate asymmetric and HMAC keys ("Rotating KMS keys", KMS developer guide).
    if ((props.text("customerMasterKeySpec") ?? "SYMMETRIC_DEFAULT") !== "SYMMETRIC_DEFAULT") return [];
    const store = props.at("customKeyStoreId");
    const days = props.at("rotationPeriodInDays");
    const most = thresholds.daysMax ?? encryption.keyRotationDays;
    return [
      ...(store.exists ? [wrong(store, "none: KMS rotates no key of a custom store", byKms)] : []),
      ...(props.flag("enableKeyRotation") === true
        ? []
        : [wrong(props.at("enableKeyRotation"), "true", "set enableKeyRotation")]),
      ...((days.number() ?? encryption.keyRotationDays) <= most
        ? []
        : [wrong(days, `${most} or less`, "set rotationPeriodInDays")]),
    ];
  },
};
