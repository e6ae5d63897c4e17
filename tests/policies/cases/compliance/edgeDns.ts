import { edgeCertificateAuthorities, noMailRecords } from "../../../../components/facts/edgeZone";
import { rule } from "../../../../policies/compliance/rules/edgeDns";
import { globalBalancer, typeOf, zoneId } from "../../../support/edgeFixtures";
import { refused, undecided } from "../../../support/mutationLines";
import { absent, type Fixture, type RuleCases } from "../../../support/rules";

const caa = (tag: string, value: string): Fixture => ({
  type: typeOf("dnsRecord"),
  name: `${tag}-${value}`,
  stack: "global",
  props: { zoneId, type: "CAA", name: "azora.example", data: { flags: 0, tag, value } },
});
const fixtures: readonly Fixture[] = [
  globalBalancer,
  { type: typeOf("zoneDnssec"), name: "dnssec", stack: "global", props: { zoneId, status: "active" } },
  ...edgeCertificateAuthorities.flatMap((authority) => [
    caa("issue", authority),
    caa("issuewild", authority),
  ]),
  // Whom to tell is no authority.
  caa("iodef", "mailto:security@azora.example"),
  ...noMailRecords.map(({ key, name, type, content }) => ({
    type: typeOf("dnsRecord"),
    name: key,
    stack: "global",
    props: { zoneId, type, name: name === "@" ? "azora.example" : `${name}.azora.example`, content },
  })),
];
const at = (name: string): number => fixtures.findIndex((fixture) => fixture.name === name);
const issue = at("issue-letsencrypt.org");
const wild = at("issuewild-pki.goog");
const authorities = edgeCertificateAuthorities.join(" or ");
const elsewhere = "0123456789abcdef0123456789abcdef";

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    refused("switched off", "status", "disabled", "active", { resource: at("dnssec") }),
    refused("nothing said", "status", absent, "active", { resource: at("dnssec") }),
    {
      name: "DNSSEC of another zone",
      resource: at("dnssec"),
      path: "zoneId",
      to: elsewhere,
      finding: { path: "", found: "its zone without DNSSEC", wanted: "a signed zone" },
    },
    {
      name: "a zone that nobody signed",
      path: "zoneId",
      to: elsewhere,
      finding: { path: "", found: "its zone without DNSSEC" },
    },
    {
      name: "no DNSSEC",
      resource: at("dnssec"),
      path: "@type",
      to: typeOf("zoneSetting"),
      finding: { path: "", found: "its zone without DNSSEC" },
    },
    refused("any authority", "data.value", "ca.example", authorities, { resource: issue }),
    refused("any authority of all names", "data.value", "ca.example", authorities, { resource: wild }),
    {
      name: "another record",
      resource: issue,
      path: "type",
      to: "TXT",
      finding: { path: "", found: "its zone without CAA issue letsencrypt.org" },
    },
    {
      name: "no authority for all names",
      resource: wild,
      path: "data.tag",
      to: "issue",
      finding: { path: "", found: "its zone without CAA issuewild pki.goog" },
    },
    {
      name: "a record of another zone",
      resource: issue,
      path: "zoneId",
      to: elsewhere,
      finding: { path: "", found: "its zone without CAA issue letsencrypt.org" },
    },
    {
      name: "an authority for another name",
      resource: issue,
      path: "name",
      to: "lost.azora.example",
      finding: { path: "", found: "its zone without CAA issue letsencrypt.org" },
    },
    undecided("status", { resource: at("dnssec") }),
    undecided("zoneId", { resource: at("dnssec") }),
    undecided("data.value", { resource: issue }),
    undecided("data.tag", { resource: issue, of: "issue" }),
    ...[
      ["spf", 'TXT @ "v=spf1 -all"', "content", '"v=spf1 include:_spf.example ~all"'],
      [
        "dmarc",
        'TXT _dmarc "v=DMARC1; p=reject; sp=reject; adkim=s; aspf=s"',
        "content",
        '"v=DMARC1; p=none"',
      ],
      ["dmarc", 'TXT _dmarc "v=DMARC1; p=reject; sp=reject; adkim=s; aspf=s"', "name", "azora.example"],
      ["spf", 'TXT @ "v=spf1 -all"', "name", "lost.azora.example"],
      ["dkim", 'TXT *._domainkey "v=DKIM1; p="', "type", "CNAME"],
      ["mx", "MX @ .", "content", "mail.azora.example"],
    ].map(([key = "", record = "", path = "", to]) => ({
      name: `${key}: another ${path}`,
      resource: at(key),
      path,
      to,
      finding: { path: "", found: `its zone without ${record}`, wanted: record },
    })),
    undecided("type", { resource: at("spf") }),
    undecided("content", { resource: at("mx") }),
    undecided("name", { resource: at("dmarc") }),
  ],
};
