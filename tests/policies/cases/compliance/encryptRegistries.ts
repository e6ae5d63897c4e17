import { rule } from "../../../../policies/compliance/rules/encryptRegistries";
import { absent, unknown, type RuleCases } from "../../../support/rules";
import { keyOf, storeTags } from "../../../support/stores";

const wanted = "a customer key of class internal";
const type = "encryptionConfigurations[0].encryptionType";
const key = "encryptionConfigurations[0].kmsKey";

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "aws:ecr/repository:Repository",
      props: {
        name: "platform/postgres",
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: unknown }],
        tags: storeTags("internal"),
      },
      from: { encryptionConfigurations: ["internal-key"] },
    },
    {
      type: "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
      props: {
        prefix: "platform/",
        appliedFors: ["REPLICATION"],
        encryptionConfigurations: [{ encryptionType: "KMS_DSSE", kmsKey: "alias/azora/europe/internal" }],
        resourceTags: storeTags("internal"),
      },
    },
    keyOf("internal"),
    keyOf("audit"),
  ],
  mutations: [
    {
      name: "no encryption of its own",
      path: "encryptionConfigurations",
      to: absent,
      finding: { path: type, found: "absent", wanted: "KMS or KMS_DSSE" },
    },
    {
      name: "encryption that is not known",
      path: "encryptionConfigurations",
      to: unknown,
      finding: { path: "encryptionConfigurations[0]", state: "undecided" },
    },
    {
      name: "keys of S3",
      path: type,
      to: "AES256",
      finding: { path: type, found: '"AES256"', wanted: "KMS or KMS_DSSE" },
    },
    {
      name: "a type that is not known",
      path: type,
      to: unknown,
      finding: { path: type, state: "undecided" },
    },
    { name: "no key", path: key, to: absent, finding: { path: key, found: "absent", wanted } },
    {
      name: "the key of another class",
      path: "@from.encryptionConfigurations",
      to: ["audit-key"],
      finding: { path: key, found: "audit-key, a key of class audit", wanted },
    },
    {
      name: "a key that comes from nowhere",
      path: "@from.encryptionConfigurations",
      to: [],
      finding: { path: key, state: "undecided" },
    },
    {
      name: "a template with a key of AWS",
      resource: 1,
      path: key,
      to: "alias/aws/ecr",
      finding: { path: key, found: '"alias/aws/ecr"', wanted },
    },
    {
      name: "a template whose key is not known",
      resource: 1,
      path: key,
      to: unknown,
      finding: { path: key, state: "undecided" },
    },
    {
      name: "a template that says of no class what it makes",
      resource: 1,
      path: "resourceTags.data-class",
      to: absent,
      finding: { path: "resourceTags.data-class", found: "absent" },
    },
  ],
};
