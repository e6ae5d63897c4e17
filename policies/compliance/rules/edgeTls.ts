import {
  edgeZoneSettings,
  strictTransportSecurity,
  transportSettingId,
} from "../../../components/facts/edgeZone";
import type { Finding, ResourceView, StackRule } from "../../framework/rule";
import { onTheWay } from "../../shared/controls";
import { inZone, loadBalancerType, zoneFindings } from "../../shared/edgeZones";
import { wrong, wrongResource } from "../../shared/finding";

const settingType = "cloudflare:index/zoneSetting:ZoneSetting";
const fix = "set it for the zone as EdgeZone does";

function valueOf({ props, urn }: ResourceView, wanted: string): Finding[] {
  const value = props.at("value");
  return props.text("value") === wanted ? [] : [{ ...wrong(value, wanted, fix), urn }];
}

function transportOf({ props, urn }: ResourceView): Finding[] {
  const header = props.at("value", "strict_transport_security");
  const findings: Finding[] = [];
  for (const key of ["enabled", "include_subdomains"])
    if (header.flag(key) !== true) findings.push(wrong(header.at(key), "true", fix));
  if ((header.number("max_age") ?? 0) < strictTransportSecurity.max_age)
    findings.push(wrong(header.at("max_age"), `${strictTransportSecurity.max_age} seconds or more`, fix));
  return findings.map((finding) => ({ ...finding, urn }));
}

export const rule: StackRule = {
  id: "edge-tls",
  title: "The edge speaks TLS 1.3 to clients, verifies origins and shows them a certificate",
  why: "Without a minimum a client may be talked down to an old version; without strict verification whoever stands between edge and region reads everything.",
  severity: "critical",
  level: "mandatory",
  controls: onTheWay,
  scope: "stack",
  types: [loadBalancerType, settingType],
  onUnknown: "fail",
  check: (stack) =>
    zoneFindings(stack, (zone) => {
      const settings = inZone(stack, settingType, zone);
      const named = (id: string) => settings.filter(({ props }) => props.text("settingId") === id);
      const looks = [
        ...Object.entries(edgeZoneSettings).map(
          ([id, wanted]) => [id, (setting: ResourceView) => valueOf(setting, wanted)] as const,
        ),
        [transportSettingId, transportOf] as const,
      ];
      return looks.flatMap(([id, look]) => {
        const found = named(id);
        return found.length === 0
          ? [wrongResource(`its zone without the setting ${id}`, `a zone with ${id}`, fix)]
          : found.flatMap(look);
      });
    }),
};
