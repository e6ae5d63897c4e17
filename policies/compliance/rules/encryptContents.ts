import type { ResourceRule } from "../../framework/rule";
import { atRest } from "../../shared/controls";
import { wrong } from "../../shared/finding";
import { encryptedByContainer } from "../../shared/stores";

export const rule: ResourceRule = {
  id: "encrypt-contents",
  title: "Objects and tables are encrypted as the store that holds them",
  why: "An object that names an encryption of its own leaves the key of its bucket's data class, also for S3's own key, which nobody can refuse, watch or destroy.",
  severity: "critical",
  level: "mandatory",
  controls: atRest,
  scope: "resource",
  types: Object.keys(encryptedByContainer),
  onUnknown: "fail",
  check: ({ type, props }) =>
    (encryptedByContainer[type] ?? [])
      .map((field) => props.at(...field))
      // Providers write an empty text, or list, where nothing is said.
      .filter((field) => field.items().length > 0 && field.text() !== "")
      .map((field) => wrong(field, "absent", "leave it to the store's own configuration")),
};
