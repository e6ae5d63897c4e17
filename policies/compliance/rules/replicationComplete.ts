import { objectCopies } from "../../../components/facts/objectCopies";
import { bucketPurpose } from "../../../components/facts/objects";
import { allRegions } from "../../../components/facts/regions";
import type { Finding, StackRule } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { wrongResource } from "../../shared/finding";
import { copyRules, objectBucket, plannedCopy, replicationTypes } from "../../shared/objectBuckets";

const peeringType = "aws:ec2transitgateway/peeringAttachment:PeeringAttachment";

/** A copy of facts by its words. */
const wordsOf = ({ purpose, home, from, to }: ReturnType<typeof objectCopies>[number]): string =>
  `${purpose} of ${home} from ${from} to ${to}`;

export const rule: StackRule = {
  id: "replication-complete",
  title: "The stack that copies objects makes every copy of facts, and each region's of its audit records",
  why: "A copy that nobody plans any more fails nowhere: the bucket goes on, and what it held alone is lost with its region.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "stack",
  types: [peeringType, ...replicationTypes],
  onUnknown: "fail",
  check: (stack) => {
    const planned = new Set<string>();
    const archived = new Set<string>();
    let copying = 0;
    stack.each(replicationTypes, (config) => {
      for (const view of copyRules(config)) {
        copying++;
        const copy = plannedCopy(view);
        if (copy !== undefined) planned.add(wordsOf(copy));
        const from = objectBucket(view.source);
        // An archive is another account's, which asks nothing of this one.
        if (from !== undefined && bucketPurpose(from.purpose).reach === "archive of its place")
          archived.add(from.region.name);
      }
    });
    // What joins the regions copies their objects; other stacks have nothing to copy.
    if (copying === 0 && stack.ofType(peeringType).length === 0) return [];
    const fix = "plan all of them with ObjectCopies";
    return [
      ...objectCopies()
        .map(wordsOf)
        .filter((words) => !planned.has(words))
        .map((words): Finding => wrongResource(`no copy of ${words}`, "one for each of facts", fix)),
      // Archives are named once their accounts are there, and then of all regions.
      ...(archived.size === 0 ? [] : allRegions())
        .filter(({ name }) => !archived.has(name))
        .map(({ name }): Finding =>
          wrongResource(
            `no copy of audit records of ${name} to its archive`,
            "one in each region, as soon as one has an archive",
            `${fix}; name the region's archive in azora:auditArchives`,
          ),
        ),
    ];
  },
};
