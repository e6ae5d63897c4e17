import { regionOfPool } from "../../../components/facts/edgeHosts";
import { httpsPort } from "../../../components/facts/network";
import { regionNamed } from "../../../components/facts/regions";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { poolType } from "../../shared/edgePools";
import { wrong } from "../../shared/finding";

const fix = "take the region's addresses from its contract, one a zone";

/** An origin that is there and gets no request, answers for no address, or is reached another way than the gateways' own. */
function idle(origin: Reader): Finding[] {
  return [
    ...((origin.text("address") ?? "") === "" ? [wrong(origin.at("address"), "an address", fix)] : []),
    ...(origin.flag("enabled") === false ? [wrong(origin.at("enabled"), "true", "leave it on")] : []),
    ...(origin.at("virtualNetworkId").exists
      ? [wrong(origin.at("virtualNetworkId"), "absent", "reach the region by its public address")]
      : []),
    ...([0, httpsPort].includes(origin.number("port") ?? 0)
      ? []
      : [wrong(origin.at("port"), String(httpsPort), "reach the gateway where it listens")]),
    ...(origin.number("weight") === 0
      ? [wrong(origin.at("weight"), "more than 0", "give every origin a share")]
      : []),
  ];
}

export const rule: ResourceRule = {
  id: "edge-origins",
  title: "Every pool of the edge has an origin for each zone of its region, all on, and lives while one does",
  why: "A pool without origins, or with all of them off, counts as a region that takes over and answers nobody.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "resource",
  types: [poolType],
  // Addresses come from contracts, and are known once their regions are deployed.
  onUnknown: "defer",
  check: ({ props }) => {
    const region = regionOfPool(props.text("name"));
    const zones = region === undefined ? 1 : regionNamed(region).zones.length;
    const minimum = props.number("minimumOrigins") ?? 1;
    const origins = props.items("origins");
    return [
      ...(origins.length < zones ? [wrong(props.at("origins"), `${zones} or more origins`, fix)] : []),
      ...(minimum === 1
        ? []
        : [wrong(props.at("minimumOrigins"), "1", "keep the region while a zone answers")]),
      ...origins.flatMap(idle),
    ];
  },
};
