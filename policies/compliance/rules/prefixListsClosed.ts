import type { ResourceRule } from "../../framework/rule";
import { access } from "../../shared/controls";
import { wrong } from "../../shared/finding";
import { isInternet } from "../../shared/network";

const entryType = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry";

export const rule: ResourceRule = {
  id: "prefix-lists-closed",
  title: "No list of addresses holds the internet",
  why: "Security groups let in whom a list names, and the list can be changed without them.",
  severity: "critical",
  level: "mandatory",
  controls: access,
  scope: "resource",
  types: ["aws:ec2/managedPrefixList:ManagedPrefixList", entryType],
  // The regions' own addresses stand in the global stack's lists, and are unknown before the regions exist.
  onUnknown: "defer",
  check: ({ type, props }) =>
    (type === entryType ? [props] : props.items("entries"))
      .map((entry) => entry.at("cidr"))
      .filter((cidr) => isInternet(cidr.text() ?? ""))
      .map((cidr) =>
        wrong(cidr, "addresses that are known", "name who may come in, in blocks of /8 or smaller"),
      ),
};
