import { rule } from "../../../../policies/compliance/rules/prefixListsClosed";
import { absent, unknown, type RuleCases } from "../../../support/rules";

const wanted = { wanted: "addresses that are known" };
const list = (path: string, to: unknown, found: string, more = {}): RuleCases["mutations"][number] => ({
  name: `list: ${path} is ${found}`,
  resource: 0,
  path,
  to,
  finding: { path, found, ...more },
});
const entry = (to: unknown, found: string, more = {}): RuleCases["mutations"][number] => ({
  name: `entry: cidr is ${found}`,
  resource: 1,
  path: "cidr",
  to,
  finding: { path: "cidr", found, ...more },
});

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "aws:ec2/managedPrefixList:ManagedPrefixList",
      props: {
        addressFamily: "IPv4",
        maxEntries: 2,
        entries: [{ cidr: "10.32.0.0/16" }, { cidr: "10.48.0.0/16" }],
      },
    },
    {
      type: "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry",
      props: { prefixListId: unknown, cidr: "10.64.0.0/16" },
    },
  ],
  mutations: [
    list("entries[1].cidr", "0.0.0.0/0", '"0.0.0.0/0"', wanted),
    list("entries[0].cidr", "128.0.0.0/1", '"128.0.0.0/1"', wanted),
    list("entries[0].cidr", absent, "absent", wanted),
    list("entries[0].cidr", unknown, "unknown", { state: "deferred" }),
    list("entries", unknown, "unknown", { state: "deferred" }),
    entry("::/0", '"::/0"', wanted),
    entry(absent, "absent", wanted),
    entry(unknown, "unknown", { state: "deferred" }),
  ],
};
