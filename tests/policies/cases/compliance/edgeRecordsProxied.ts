import { rule } from "../../../../policies/compliance/rules/edgeRecordsProxied";
import { globalBalancer, typeOf } from "../../../support/edgeFixtures";
import { refused, undecided } from "../../../support/mutationLines";
import { absent, type RuleCases } from "../../../support/rules";

const noServer = "behind which is no server";
const record = typeOf("dnsRecord");

export const cases: RuleCases = {
  rule,
  fixtures: [
    globalBalancer,
    { type: record, props: { type: "A", content: "192.0.2.1", proxied: true } },
    { type: record, props: { type: "TXT", content: '"v=spf1 -all"' } },
    { type: record, props: { type: "CAA", data: { tag: "issue", value: "pki.goog" } } },
    { type: record, props: { type: "MX", content: "." } },
    { type: typeOf("record"), props: { type: "AAAA", content: "100::", proxied: "true" } },
  ],
  mutations: [
    refused("a balancer that answers by DNS only", "proxied", false, "true"),
    refused("a balancer that says nothing", "proxied", absent, "true"),
    refused("an origin's address", "proxied", false, "true", { resource: 1 }),
    refused("an origin's name, by the old type", "proxied", absent, "true", { resource: 5 }),
    refused("a server's address", "content", "203.0.113.1", `192.0.2.1, ${noServer}`, { resource: 1 }),
    refused("no address", "content", absent, `192.0.2.1, ${noServer}`, { resource: 1 }),
    refused("a server's address of the new kind", "content", "2001:db8::1", `100::, ${noServer}`, {
      resource: 5,
    }),
    refused("a server's name", "type", "CNAME", "no record, but a load balancer for the host", {
      resource: 1,
      at: "content",
      found: '"192.0.2.1"',
    }),
    refused("another kind that leads somewhere", "type", "SRV", "A, AAAA, CNAME, CAA, DS, TLSA, TXT, MX", {
      resource: 1,
    }),
    refused("a zone of others", "type", "NS", "A, AAAA, CNAME, CAA, DS, TLSA, TXT, MX", { resource: 2 }),
    refused("no kind", "type", absent, "A, AAAA, CNAME, CAA, DS, TLSA, TXT, MX", { resource: 3 }),
    {
      name: "text that becomes an address",
      resource: 2,
      path: "type",
      to: "AAAA",
      finding: { path: "proxied", found: "absent", wanted: "true" },
    },
    refused("a mail server", "content", "mail.azora.example", '"."', { resource: 4 }),
    undecided("proxied", { resource: 1 }),
    undecided("content", { resource: 1, of: "an address" }),
    undecided("type", { resource: 2 }),
    undecided("content", { resource: 4 }),
  ],
};
