import type { StackRule } from "../../framework/rule";
import { atRest } from "../../shared/controls";
import { encryptionMistakes } from "../../shared/keys";
import { findingsOf } from "../../shared/look";

const secretType = "aws:secretsmanager/secret:Secret";
/** Types of parameters that are no secret. */
const openTypes = ["String", "StringList"];
const parameterType = "aws:ssm/parameter:Parameter";

export const rule: StackRule = {
  id: "encrypt-secrets",
  title: "Secrets are encrypted with the customer key of their data class, in every region that holds a copy",
  why: "With AWS' own key whoever may read a secret needs no permission on a key, and nobody can take that away at once.",
  severity: "critical",
  level: "mandatory",
  controls: atRest,
  scope: "stack",
  types: [secretType, parameterType],
  onUnknown: "fail",
  check: (stack) => [
    ...findingsOf(stack, [secretType], (secret) => [
      ...encryptionMistakes(stack, secret, { key: ["kmsKeyId"] }),
      ...secret.props
        .items("replicas")
        .flatMap((within) => encryptionMistakes(stack, secret, { key: ["kmsKeyId"] }, { within })),
    ]),
    // That none of the open types holds a secret is the business of the search for secrets.
    ...findingsOf(stack, [parameterType], (parameter) =>
      openTypes.includes(parameter.props.text("type") ?? "")
        ? []
        : encryptionMistakes(stack, parameter, { key: ["keyId"] }),
    ),
  ],
};
