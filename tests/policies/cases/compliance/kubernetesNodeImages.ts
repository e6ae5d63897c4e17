import { rule } from "../../../../policies/compliance/rules/kubernetesNodeImages";
import { absent } from "../../../support/mutations";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import type { RuleCases } from "../../../support/rules";

const type = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";
const terms = "spec.amiSelectorTerms";
const alias = `${terms}[0].alias`;
const pinned = "an alias with a version";
const either = "an alias with a version, or an id";

export const cases: RuleCases = {
  rule,
  fixtures: [
    { alias: "bottlerocket@v1.68.1" },
    { alias: "al2023@v20260107" },
    { id: "ami-0123456789abcdef0" },
  ].map((term) => ({ type, props: { metadata: { name: "default" }, spec: { amiSelectorTerms: [term] } } })),
  mutations: [
    ...["bottlerocket@latest", "bottlerocket", "@v1.68.1", "bottlerocket@v", ""].map((text) =>
      refused(`the alias "${text}"`, alias, text, pinned),
    ),
    refused("no alias and no id", alias, absent, either, { at: `${terms}[0]`, found: "{}" }),
    refused("a search by name", `${terms}[0]`, { name: "bottlerocket-*", owner: "amazon" }, either),
    refused("a search by tag", `${terms}[0]`, { tags: { team: "platform" } }, either),
    refused("a search beside the pinned image", terms, [{ alias: "al2023@v1" }, { name: "x" }], either, {
      at: `${terms}[1]`,
      found: '{"name":"x"}',
    }),
    refused("an id of something else", `${terms}[0].id`, "i-0123456789abcdef0", either, {
      resource: 2,
      at: `${terms}[0]`,
      found: '{"id":"i-0123456789abcdef0"}',
    }),
    refused("no terms", terms, absent, either),
    refused("an empty list of terms", terms, [], either),
    ...allUndecided([terms, `${terms}[0]`, alias]),
    undecided("spec", { at: terms }),
    undecided(`${terms}[0].id`, { resource: 2 }),
  ],
};
