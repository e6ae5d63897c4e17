import type { StackRule } from "../../framework/rule";
import { atRest } from "../../shared/controls";
import { encryptionMistakes } from "../../shared/keys";
import { findingsOf } from "../../shared/look";
import { storeEncryption } from "../../shared/stores";

const types = Object.keys(storeEncryption);

export const rule: StackRule = {
  id: "encrypt-stores",
  title:
    "Databases, file systems, streams and vaults are encrypted with the customer key of their data class",
  why: "A key of AWS' own cannot be refused to anybody, watched or destroyed; one key for all data lets who may read some of it read all.",
  severity: "critical",
  level: "mandatory",
  controls: atRest,
  scope: "stack",
  types,
  onUnknown: "fail",
  check: (stack) =>
    findingsOf(stack, types, (store) =>
      (storeEncryption[store.type] ?? []).flatMap((place) => encryptionMistakes(stack, store, place)),
    ),
};
