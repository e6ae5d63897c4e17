import { objectCopies } from "../../../../components/facts/objectCopies";
import { allRegions } from "../../../../components/facts/regions";
import { rule } from "../../../../policies/compliance/rules/replicationComplete";
import { allUndecided } from "../../../support/mutationLines";
import { archivedIn, copied } from "../../../support/replicationFixtures";
import type { Fixture, RuleCases } from "../../../support/rules";

const copies = objectCopies();
const archives = allRegions().map(({ name }) => archivedIn(name));
/** What joins the regions, copies their objects. */
const peering: Fixture = {
  type: "aws:ec2transitgateway/peeringAttachment:PeeringAttachment",
  name: "africa-europe",
  stack: "global",
  props: {},
};
const fixtures = [
  ...copies.map((copy, index) => ({ ...copied(copy), name: `copy-${index}` })),
  ...archives,
  peering,
];
const of = (purpose: string): number => copies.findIndex((copy) => copy.purpose === purpose);

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    ...copies.map(({ purpose, home, from, to }, resource) => ({
      name: `${purpose} of ${home} from ${from} to ${to} copied no more`,
      resource,
      path: "rules",
      to: [],
      finding: { path: "", found: `no copy of ${purpose} of ${home} from ${from} to ${to}` },
    })),
    ...archives.map((_, index) => {
      const region = allRegions()[index]?.name ?? "";
      return {
        name: `audit records of ${region} archived no more`,
        resource: copies.length + index,
        path: "rules",
        to: [],
        finding: { path: "", found: `no copy of audit records of ${region} to its archive` },
      };
    }),
    {
      name: "another bucket's",
      resource: of("backups"),
      path: "bucket",
      to: "azora-europe-logs-111122223333",
      finding: { path: "", wanted: "one for each of facts" },
    },
    {
      name: "to where facts do not say",
      resource: of("backups"),
      path: "rules[0].destination.bucket",
      to: "arn:aws:s3:::azora-europe-data-111122223333",
      finding: { path: "", wanted: "one for each of facts" },
    },
    {
      name: "of another home",
      resource: of("data"),
      path: "rules[0].filter.prefix",
      to: "nobody/",
      finding: { path: "", wanted: "one for each of facts" },
    },
    ...allUndecided(["bucket", "rules", "rules[0].destination.bucket", "rules[0].filter.prefix"], {
      resource: of("data"),
      of: "a copy",
    }),
  ],
};
