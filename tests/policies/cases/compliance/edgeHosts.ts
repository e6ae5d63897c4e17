import { rule } from "../../../../policies/compliance/rules/edgeHosts";
import {
  globalBalancer,
  personalBalancer,
  references,
  regionNames,
  typeOf,
} from "../../../support/edgeFixtures";
import { undecided } from "../../../support/mutationLines";
import type { Fixture, Mutation, RuleCases } from "../../../support/rules";

const fixtures: readonly Fixture[] = [
  globalBalancer,
  ...regionNames.map((home) => personalBalancer(home, regionNames)),
  references,
];
const wanted = "the global host, and one for each home";
const gone = (resource: number, label: string): readonly Mutation[] => [
  {
    name: `${label} is gone`,
    resource,
    path: "@type",
    to: typeOf("healthcheck"),
    finding: { path: "", found: `no load balancer for ${label}.<domain>`, wanted },
  },
  {
    name: `${label} goes by another name`,
    resource,
    path: "name",
    to: `${label}-old.azora.example`,
    finding: { path: "", found: `no load balancer for ${label}.<domain>`, wanted },
  },
];

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    ...gone(0, "api"),
    ...regionNames.flatMap((home, index) => gone(index + 1, home)),
    undecided("name"),
    undecided("name", { resource: 2, of: "africa" }),
  ],
};
