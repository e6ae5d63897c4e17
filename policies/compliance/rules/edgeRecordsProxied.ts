import { parkedAddresses } from "../../../components/facts/edgeZone";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { access } from "../../shared/controls";
import { loadBalancerType } from "../../shared/edgeZones";
import { wrong } from "../../shared/finding";

const recordTypes = ["cloudflare:index/dnsRecord:DnsRecord", "cloudflare:index/record:Record"];
/** Records that name a server; the edge can stand before these. */
const leading = ["A", "AAAA", "CNAME"];
/** Records that lead nowhere. */
const telling = ["CAA", "DS", "TLSA", "TXT"];
/** A mail server that is none (RFC 7505). */
const nullMx = ".";

/** A proxied record is led by the edge to what it names, past every load balancer; only one that names no server is none. */
function parked(props: Reader, kind: string): Finding[] {
  const wanted = parkedAddresses[kind];
  if (wanted !== undefined && props.text("content") === wanted) return [];
  return [
    wrong(
      props.at("content"),
      wanted === undefined
        ? "no record, but a load balancer for the host"
        : `${wanted}, behind which is no server`,
      "lead the host by a load balancer",
    ),
  ];
}

const fix = "put the edge before it (proxied)";

export const rule: ResourceRule = {
  id: "edge-records-proxied",
  title: "No record leads to an origin, past the edge or past its load balancers",
  why: "A record that is DNS only gives away a region's address, and whoever has it passes by the firewall, the rate limits and the steering; one that is proxied to a server passes by the steering, the monitors and the law of the hosts.",
  severity: "critical",
  level: "mandatory",
  controls: access,
  scope: "resource",
  types: [...recordTypes, loadBalancerType],
  onUnknown: "fail",
  check: ({ type, props }) => {
    const proxied = props.at("proxied");
    const kind = type === loadBalancerType ? "A" : (props.text("type") ?? "");
    if (leading.includes(kind))
      return [
        ...(props.flag("proxied") === true ? [] : [wrong(proxied, "true", fix)]),
        ...(type === loadBalancerType ? [] : parked(props, kind)),
      ];
    if (telling.includes(kind)) return [];
    if (kind === "MX")
      return props.text("content") === nullMx
        ? []
        : [wrong(props.at("content"), `"${nullMx}"`, "take no mail in this zone")];
    return [
      wrong(
        props.at("type"),
        [...leading, ...telling, "MX"].join(", "),
        "lead to a server by A, AAAA or CNAME",
      ),
    ];
  },
};
