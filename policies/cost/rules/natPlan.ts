import { environmentNames, environments, type EnvironmentFact } from "../../../components/facts/environments";
import { localZoneHasNatGateway } from "../../../components/facts/network";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { wrong, wrongResource } from "../../shared/finding";
import { localZoneNamed } from "../../shared/instances";
import { collect, natGatewayType, sourceOf, subnetType, vpcOf } from "../../shared/links";

interface Nat {
  readonly resource: ResourceView;
  readonly vpc: string;
  readonly zone: string;
  readonly plan: EnvironmentFact["natGateways"] | undefined;
}

const fix = "set azora:natGateways: per-zone in production, single elsewhere";

function natOf(stack: StackView, resource: ResourceView): Nat | undefined {
  const subnet = sourceOf(stack, resource, "subnetId", subnetType);
  if (!subnet) return undefined;
  const environment = resource.props.text("tags", "environment");
  const name = environmentNames.find((known) => known === environment);
  return {
    resource,
    vpc: vpcOf(stack, subnet),
    zone: subnet.props.text("availabilityZone") ?? "",
    plan: name && environments[name].natGateways,
  };
}

/** What is wrong with the gateways of one VPC, whose subnets stand in these zones. */
function wrongPlan(nats: readonly Nat[], zones: ReadonlySet<string>): Finding[] {
  const perZone = nats.some(({ plan }) => plan === "per-zone");
  const extra = nats.filter(({ zone }, index) =>
    perZone ? nats.findIndex((other) => other.zone === zone) !== index : index > 0,
  );
  const served = new Set(nats.map(({ zone }) => zone));
  const bare = perZone ? [...zones].filter((zone) => !served.has(zone)) : [];
  return [
    ...extra.map(({ resource, zone }) =>
      perZone
        ? wrongResource(`a second gateway in ${zone}`, "one gateway a zone", fix, resource.urn)
        : wrongResource(`gateway in ${zone}, one of ${nats.length}`, "one gateway in all", fix, resource.urn),
    ),
    ...bare.map((zone) =>
      wrongResource(`no gateway in ${zone}`, "one gateway a zone", fix, nats[0]?.resource.urn),
    ),
  ];
}

export const rule: StackRule = {
  id: "nat-plan",
  title: "There are as many NAT gateways as the environment needs",
  why: "Each gateway is charged by the hour; production needs one in every zone to survive the loss of a zone, other environments do with one in all.",
  severity: "medium",
  level: "mandatory",
  controls: { soc2: ["A1.2"] },
  scope: "stack",
  types: [natGatewayType, subnetType],
  onUnknown: "fail",
  check: (stack) => {
    const findings: Finding[] = [];
    const zones = collect(stack, [subnetType], (subnet) => {
      const named = subnet.props.at("availabilityZone");
      const zone = named.text();
      if (zone === undefined) {
        findings.push({ ...wrong(named, "a zone by name", "name the subnet's zone"), urn: subnet.urn });
        return [];
      }
      // What stands in a Local Zone without gateways leaves through the region.
      const served = !localZoneNamed(zone) || localZoneHasNatGateway(zone);
      return served ? [{ vpc: vpcOf(stack, subnet), zone }] : [];
    });
    const nats = collect(stack, [natGatewayType], (resource) => {
      const nat = natOf(stack, resource);
      const { urn, props } = resource;
      if (!nat) {
        findings.push({
          ...wrong(props.at("subnetId"), "a subnet of this stack, whose zone is known", fix),
          urn,
        });
        return [];
      }
      if (!nat.plan)
        findings.push({ ...wrong(props.at("tags", "environment"), environmentNames.join(" | "), fix), urn });
      return [nat];
    });
    if (!zones.complete || !nats.complete) return findings;
    const vpcs = new Set(nats.found.map(({ vpc }) => vpc));
    return [
      ...findings,
      ...[...vpcs].flatMap((vpc) =>
        wrongPlan(
          nats.found.filter((nat) => nat.vpc === vpc),
          new Set(zones.found.filter((subnet) => subnet.vpc === vpc).map(({ zone }) => zone)),
        ),
      ),
    ];
  },
};
