import { rule } from "../../../../policies/compliance/rules/replicationHomes";
import { allUndecided, refused } from "../../../support/mutationLines";
import { archived, back, out } from "../../../support/replicationFixtures";
import { absent, type RuleCases } from "../../../support/rules";

const prefix = "rules[0].filter.prefix";
const bucket = "rules[0].destination.bucket";
const wanted = "africa/ | europe/ | asia/ | americas/";
const archive = 2;

export const cases: RuleCases = {
  rule,
  fixtures: [
    out,
    back,
    archived,
    // Of what is no bucket of objects another rule says that it is not copied.
    {
      ...out,
      name: "other",
      props: { ...out.props, bucket: "azora-africa-logs-111122223333" },
    },
  ],
  mutations: [
    refused("everything in the bucket", prefix, "", wanted),
    refused("no filter", "rules[0].filter", absent, wanted, { at: prefix }),
    refused("objects of no home", prefix, "uploads/", wanted),
    refused("a part of a home's objects", prefix, "africa/uploads/", wanted),
    // Audit records of europe have no business in africa, wherever their archive is.
    refused(
      "audit records of another home",
      prefix,
      "europe/",
      "a region to which audit data of europe may go",
      {
        resource: archive,
        at: bucket,
        found: "objects of europe in africa",
      },
    ),
    refused(
      "audit records that leave their place",
      bucket,
      "arn:aws:s3:::azora-europe-audit-111122223333",
      "a region to which audit data of africa may go",
      { resource: archive, found: "objects of africa in europe" },
    ),
    refused(
      "objects to a bucket of somebody else",
      bucket,
      "arn:aws:s3:::somebody-elses",
      "a bucket of objects of the platform",
    ),
    ...allUndecided(["bucket", "rules", prefix, bucket]),
  ],
  survivors: [
    {
      path: "bucket",
      why: "of what is no bucket of objects replication-settings says that it is not copied",
    },
    { path: "rules", why: "without a rule nothing is copied" },
    { path: "rules[*]", why: "the same" },
  ],
};
