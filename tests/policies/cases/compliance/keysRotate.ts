import { rule } from "../../../../policies/compliance/rules/keysRotate";
import { absent, unknown, type RuleCases } from "../../../support/rules";
import { keyOf, storeTags } from "../../../support/stores";

const key = "aws:kms/key:Key";

export const cases: RuleCases = {
  rule,
  fixtures: [
    keyOf("internal"),
    // KMS rotates neither of these.
    { type: key, props: { customerMasterKeySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" } },
    { type: key, props: { customerMasterKeySpec: "HMAC_256", keyUsage: "GENERATE_VERIFY_MAC" } },
    // A year is KMS' own default.
    { type: key, props: { customerMasterKeySpec: "SYMMETRIC_DEFAULT", enableKeyRotation: true } },
    { type: key, props: { enableKeyRotation: true, rotationPeriodInDays: 90, tags: storeTags("audit") } },
  ],
  mutations: [
    {
      name: "rotation off",
      path: "enableKeyRotation",
      to: false,
      finding: { path: "enableKeyRotation", found: "false", wanted: "true" },
    },
    {
      name: "rotation not asked for",
      path: "enableKeyRotation",
      to: absent,
      finding: { path: "enableKeyRotation", found: "absent", wanted: "true" },
    },
    {
      name: "rotation that is not known",
      path: "enableKeyRotation",
      to: unknown,
      finding: { path: "enableKeyRotation", state: "undecided" },
    },
    {
      name: "rotation a day too late",
      path: "rotationPeriodInDays",
      to: 366,
      finding: { path: "rotationPeriodInDays", found: "366", wanted: "365 or less" },
    },
    {
      name: "a period that is not known",
      path: "rotationPeriodInDays",
      to: unknown,
      finding: { path: "rotationPeriodInDays", state: "undecided" },
    },
    {
      name: "a kind of key that is not known",
      path: "customerMasterKeySpec",
      to: unknown,
      finding: { path: "customerMasterKeySpec", state: "undecided" },
    },
    {
      name: "an asymmetric key that becomes symmetric",
      resource: 1,
      path: "customerMasterKeySpec",
      to: "SYMMETRIC_DEFAULT",
      finding: { path: "enableKeyRotation", found: "absent" },
    },
    {
      name: "a key of a custom store",
      path: "customKeyStoreId",
      to: "cks-1234567890abcdef0",
      finding: {
        path: "customKeyStoreId",
        found: '"cks-1234567890abcdef0"',
        wanted: "none: KMS rotates no key of a custom store",
      },
    },
  ],
};
