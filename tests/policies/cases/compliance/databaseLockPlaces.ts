import { rule } from "../../../../policies/compliance/rules/databaseLockPlaces";
import { atHome, knownBy, notMembers } from "../../../support/databaseFixtures";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { absent, type Mutation, type RuleCases } from "../../../support/rules";

const member = 'data["core-0.yaml"]';
const path = `${member}.etcd3.hosts`;
const vote = (region: string, ordinal = 0): string =>
  `lock-africa-${ordinal}.lock-africa.${region}.internal.azora.example:2379`;
const wanted = "3 or more, an odd number, each in a region of its own and none in africa";
const votes = (name: string, hosts: readonly string[], found: string): Mutation =>
  refused(name, path, hosts, wanted, { found });

export const cases: RuleCases = {
  rule,
  fixtures: [atHome, ...notMembers],
  mutations: [
    votes(
      "a vote at home",
      [vote("africa"), vote("asia"), vote("europe")],
      "3 votes, in africa, asia, europe",
    ),
    votes(
      "all in one region",
      [vote("asia"), vote("asia", 1), vote("asia", 2)],
      "3 votes, in asia, asia, asia",
    ),
    votes(
      "two in one region",
      [vote("asia"), vote("asia", 1), vote("europe")],
      "3 votes, in asia, asia, europe",
    ),
    votes("an even number", [vote("asia"), vote("europe")], "2 votes, in asia, europe"),
    votes("one alone", [vote("asia")], "1 votes, in asia"),
    votes(
      "one that is nowhere",
      [vote("asia"), vote("europe"), "etcd.example:2379"],
      "3 votes, in asia, europe, nowhere",
    ),
    refused("no votes", path, absent, wanted, { found: "0 votes, in no region" }),
    refused(
      "of a cluster whose home nobody knows",
      `${member}.scope`,
      "shop",
      wanted.replace("africa", "the home region"),
      {
        at: "data.core-0.yaml.etcd3.hosts",
        found: "3 votes, in europe, asia, americas",
      },
    ),
    ...allUndecided([path, `${path}[1]`, `${member}.scope`, member]),
    undecided("metadata.namespace", { resource: 1 }),
    undecided('metadata.labels["azora.io/cluster"]'),
  ],
  survivors: knownBy,
};
