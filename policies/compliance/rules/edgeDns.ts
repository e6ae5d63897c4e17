import { edgeCertificateAuthorities } from "../../../components/facts/edgeZone";
import type { Finding, ResourceView, StackRule } from "../../framework/rule";
import { access } from "../../shared/controls";
import { inZone, loadBalancerType, zoneFindings } from "../../shared/edgeZones";
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

function authorised(records: readonly ResourceView[]): Finding[] {
  const caa = records.filter(({ props }) => props.text("type") === "CAA");
  const missing = tags
    .filter((tag) => !caa.some(({ props }) => props.text("data", "tag") === tag))
    .map((tag) =>
      wrongResource(`its zone without a CAA record ${tag}`, `a CAA record ${tag}`, "say who may certify"),
    );
  const others = caa
    .filter(({ props }) => tags.includes(props.text("data", "tag") ?? ""))
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

export const rule: StackRule = {
  id: "edge-dns",
  title: "The platform's zone is signed, and says who may issue certificates for it",
  why: "Without DNSSEC an answer can be forged on its way; without CAA any authority of the world may certify somebody else as us.",
  severity: "high",
  level: "mandatory",
  controls: access,
  scope: "stack",
  types: [loadBalancerType, dnssecType, recordType],
  onUnknown: "fail",
  check: (stack) =>
    zoneFindings(stack, (zone) => [
      ...signed(inZone(stack, dnssecType, zone)),
      ...authorised(inZone(stack, recordType, zone)),
    ]),
};
