import { edgeCertificateAuthorities, noMailRecords } from "../../../components/facts/edgeZone";
import type { Finding, ResourceView, StackRule } from "../../framework/rule";
import { access } from "../../shared/controls";
import { domainOf, inZone, loadBalancerType, zoneFindings } from "../../shared/edgeZones";
import { wrong, wrongResource } from "../../shared/finding";

const dnssecType = "cloudflare:index/zoneDnssec:ZoneDnssec";
const recordType = "cloudflare:index/dnsRecord:DnsRecord";
const authorities: readonly string[] = edgeCertificateAuthorities;
/** Certificates for one name, and for all names below it. */
const tags = ["issue", "issuewild"];

function signed(dnssec: readonly ResourceView[]): Finding[] {
  if (dnssec.length === 0)
    return [wrongResource("its zone without DNSSEC", "a signed zone", "sign the zone (ZoneDnssec)")];
  return dnssec
    .filter(({ props }) => props.text("status") !== "active")
    .map(({ props, urn }) => ({ ...wrong(props.at("status"), "active", "sign the zone"), urn }));
}

/** A record for each authority and tag; one that is missing would keep the edge from renewing its certificates there. */
function authorised(records: readonly ResourceView[], domain: string): Finding[] {
  const caa = records
    .filter(({ props }) => props.text("name") === domain)
    .filter(({ props }) => props.text("type") === "CAA")
    .filter(({ props }) => tags.includes(props.text("data", "tag") ?? ""));
  const has = (tag: string, authority: string): boolean =>
    caa.some(({ props }) => props.text("data", "tag") === tag && props.text("data", "value") === authority);
  const missing = tags.flatMap((tag) =>
    authorities
      .filter((authority) => !has(tag, authority))
      .map((authority) => `CAA ${tag} ${authority}`)
      .map((record) => wrongResource(`its zone without ${record}`, record, "say who may certify")),
  );
  const others = caa
    .filter(({ props }) => !authorities.includes(props.text("data", "value") ?? ""))
    .map(({ props, urn }) => ({
      ...wrong(
        props.at("data", "value"),
        authorities.join(" or "),
        "let the edge's authorities certify only",
      ),
      urn,
    }));
  return [...missing, ...others];
}

/** Whether a record stands at a label of its zone; `@` is the zone itself. */
function isAt({ props }: ResourceView, label: string, domain: string): boolean {
  return props.text("name") === (label === "@" ? domain : `${label}.${domain}`);
}

function sendsNone(records: readonly ResourceView[], domain: string): Finding[] {
  return noMailRecords
    .filter(
      ({ name, type, content }) =>
        !records.some(
          (record) =>
            record.props.text("type") === type &&
            record.props.text("content") === content &&
            isAt(record, name, domain),
        ),
    )
    .map(({ type, name, content }) => `${type} ${name} ${content}`)
    .map((record) => wrongResource(`its zone without ${record}`, record, "say that the zone sends no mail"));
}

export const rule: StackRule = {
  id: "edge-dns",
  title: "The platform's zone is signed, says who may issue certificates for it, and that it sends no mail",
  why: "Without DNSSEC an answer can be forged on its way; without CAA any authority of the world may certify somebody else as us; without SPF and DMARC anybody writes in our name.",
  severity: "high",
  level: "mandatory",
  controls: access,
  scope: "stack",
  types: [loadBalancerType, dnssecType, recordType],
  onUnknown: "fail",
  check: (stack) =>
    zoneFindings(stack, (zone, balancer) => {
      const domain = domainOf(balancer);
      const records = inZone(stack, recordType, zone);
      return [
        ...signed(inZone(stack, dnssecType, zone)),
        ...authorised(records, domain),
        ...sendsNone(records, domain),
      ];
    }),
};
