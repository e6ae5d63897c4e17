import type { StackRule } from "../../framework/rule";
import { atRest } from "../../shared/controls";
import { classTag, encryptionMistakes } from "../../shared/keys";
import { findingsOf } from "../../shared/look";

const templateType = "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate";
const types = ["aws:ecr/repository:Repository", templateType];

export const rule: StackRule = {
  id: "encrypt-registries",
  title: "Image repositories are encrypted with the customer key of their data class",
  why: "Images hold our code and how it is set up; a repository's encryption is chosen when it is made and never changes.",
  severity: "high",
  level: "mandatory",
  controls: atRest,
  scope: "stack",
  types,
  onUnknown: "fail",
  check: (stack) =>
    findingsOf(stack, types, (registry) =>
      encryptionMistakes(
        stack,
        registry,
        { must: [{ at: ["encryptionType"], be: ["KMS", "KMS_DSSE"] }], key: ["kmsKey"] },
        {
          within: registry.props.at("encryptionConfigurations", 0),
          tag:
            registry.type === templateType
              ? registry.props.at("resourceTags", "data-class")
              : classTag(registry),
        },
      ),
    ),
};
