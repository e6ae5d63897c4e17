import { rule } from "../../../../policies/compliance/rules/keysDeletionWindow";
import { unknown, type Fixture, type RuleCases } from "../../../support/rules";
import { keyOf, storeTags } from "../../../support/stores";

const other = (type: string): Fixture => ({
  type,
  protect: true,
  props: { deletionWindowInDays: 30, tags: storeTags("internal") },
});

export const cases: RuleCases = {
  rule,
  fixtures: [
    keyOf("internal"),
    other("aws:kms/replicaKey:ReplicaKey"),
    other("aws:kms/externalKey:ExternalKey"),
    other("aws:kms/replicaExternalKey:ReplicaExternalKey"),
    // The longest is KMS' own default.
    { type: "aws:kms/key:Key", protect: true, props: { enableKeyRotation: true } },
  ],
  mutations: [
    ...["key", "replica", "imported key", "replica of an imported key"].flatMap((what, resource) => [
      {
        name: `a ${what} that is gone a day too early`,
        resource,
        path: "deletionWindowInDays",
        to: 29,
        finding: { path: "deletionWindowInDays", found: "29", wanted: "30" },
      },
      {
        name: `a ${what} that Pulumi may delete`,
        resource,
        path: "@protect",
        to: false,
        finding: { path: "", found: "not protected", wanted: "protect: true" },
      },
    ]),
    {
      name: "a window that is not known",
      path: "deletionWindowInDays",
      to: unknown,
      finding: { path: "deletionWindowInDays", state: "undecided" },
    },
  ],
};
