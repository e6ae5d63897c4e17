import { rule } from "../../../../policies/compliance/rules/storesTagged";
import { absent, unknown, type RuleCases } from "../../../support/rules";
import { bucketOf, keyOf, storeTags } from "../../../support/stores";

/** One of each kind: with a rule of its own, of the table of stores, and a key. */
export const cases: RuleCases = {
  rule,
  fixtures: [
    bucketOf("data", "personal"),
    { type: "aws:rds/cluster:Cluster", props: { engine: "aurora-postgresql", tags: storeTags("internal") } },
    keyOf("audit"),
    { type: "aws:cloudwatch/logGroup:LogGroup", props: { tags: storeTags("operational") } },
  ],
  mutations: [
    ...["bucket", "database", "key", "log group"].flatMap((what, resource) => [
      {
        name: `a ${what} that does not say what it holds`,
        resource,
        path: "tags.data-class",
        to: absent,
        finding: {
          path: "tags.data-class",
          found: "absent",
          wanted: "personal | internal | operational | audit",
        },
      },
      {
        name: `a ${what} that does not say under whose law it is`,
        resource,
        path: "tags.jurisdiction",
        to: absent,
        finding: { path: "tags.jurisdiction", found: "absent", wanted: "NG | ZA | EU | SG | BR" },
      },
    ]),
    {
      name: "a class that there is not",
      path: "tags.data-class",
      to: "secret",
      finding: { path: "tags.data-class", found: '"secret"' },
    },
    {
      name: "a law that there is not",
      path: "tags.jurisdiction",
      to: "US",
      finding: { path: "tags.jurisdiction", found: '"US"' },
    },
    {
      name: "a class that is not known",
      path: "tags.data-class",
      to: unknown,
      finding: { path: "tags.data-class", state: "undecided" },
    },
    {
      name: "a law that is not known",
      path: "tags.jurisdiction",
      to: unknown,
      finding: { path: "tags.jurisdiction", state: "undecided" },
    },
    {
      name: "tags that are not known",
      path: "tags",
      to: unknown,
      finding: { path: "tags.data-class", state: "undecided" },
    },
  ],
};
