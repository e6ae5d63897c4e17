import { rule } from "../../../../policies/cost/rules/logRetentionBounded";
import { absent, unknown, type RuleCases } from "../../../support/rules";
import { productionTags } from "../../../support/ruleFixtures";

const type = "aws:cloudwatch/logGroup:LogGroup";
const tags = (dataClass: string) => ({ ...productionTags, "data-class": dataClass });

export const cases: RuleCases = {
  rule,
  fixtures: [
    { type, props: { name: "/aws/eks/azora/cluster", retentionInDays: 30, tags: tags("operational") } },
    { type, props: { name: "audit", retentionInDays: 2557, tags: tags("audit") } },
    { type, props: { name: "builds", retentionInDays: 1, tags: tags("internal") } },
  ],
  mutations: [
    {
      name: "operational logs that stay two months",
      path: "retentionInDays",
      to: 60,
      finding: { path: "retentionInDays", found: "60", wanted: "1 to 30 days" },
    },
    {
      name: "operational logs that stay a day too long",
      path: "retentionInDays",
      to: 31,
      finding: { path: "retentionInDays", found: "31" },
    },
    {
      name: "logs that stay for ever, written as 0",
      path: "retentionInDays",
      to: 0,
      finding: { path: "retentionInDays", found: "0", wanted: "1 to 30 days" },
    },
    {
      name: "logs that stay for ever, since nothing is said",
      path: "retentionInDays",
      to: absent,
      finding: { path: "retentionInDays", found: "absent" },
    },
    {
      name: "an unknown retention",
      path: "retentionInDays",
      to: unknown,
      finding: { path: "retentionInDays", state: "undecided" },
    },
    {
      name: "audit logs that stay a day too long",
      resource: 1,
      path: "retentionInDays",
      to: 2558,
      finding: { path: "retentionInDays", found: "2558", wanted: "1 to 2557 days" },
    },
    {
      name: "audit logs that stay for ever",
      resource: 1,
      path: "retentionInDays",
      to: absent,
      finding: { path: "retentionInDays", found: "absent", wanted: "1 to 2557 days" },
    },
    {
      name: "audit logs that lose their class",
      resource: 1,
      path: 'tags["data-class"]',
      to: absent,
      finding: {
        path: "tags.data-class",
        found: "absent",
        wanted: "personal | internal | operational | audit",
      },
    },
    {
      name: "logs of a class that does not exist",
      path: 'tags["data-class"]',
      to: "debug",
      finding: { path: "tags.data-class", found: '"debug"' },
    },
    {
      name: "logs of an unknown class",
      resource: 1,
      path: 'tags["data-class"]',
      to: unknown,
      finding: { path: "tags.data-class", state: "undecided" },
    },
    {
      name: "internal logs that stay two months",
      resource: 2,
      path: "retentionInDays",
      to: 60,
      finding: { path: "retentionInDays", found: "60", wanted: "1 to 30 days" },
    },
  ],
};
