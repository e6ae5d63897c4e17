import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { wrong } from "../../shared/finding";

const nodeTypes = ["aws:eks/nodeGroup:NodeGroup", "aws:eks/fargateProfile:FargateProfile"];
const associationType = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const tableType = "aws:ec2/routeTable:RouteTable";
const routeType = "aws:ec2/route:Route";
const gatewayType = "aws:ec2/internetGateway:InternetGateway";
const subnetType = "aws:ec2/subnet:Subnet";

function isOf(type: string): (resource: ResourceView) => boolean {
  return (resource) => resource.type === type;
}

/** URNs of the subnets whose route table leads to an internet gateway, by a route of its own or one written into it. */
function publicSubnets(stack: StackView): ReadonlySet<string> {
  const leadsOut = (resource: ResourceView, property: string): boolean =>
    stack.sources(resource, property).some(isOf(gatewayType));
  const tables = [
    ...stack
      .ofType(routeType)
      .filter((route) => leadsOut(route, "gatewayId"))
      .flatMap((route) => stack.sources(route, "routeTableId")),
    ...stack.ofType(tableType).filter((table) => leadsOut(table, "routes")),
  ];
  const open = new Set(tables.map(({ urn }) => urn));
  return new Set(
    stack
      .ofType(associationType)
      .filter((association) => stack.sources(association, "routeTableId").some(({ urn }) => open.has(urn)))
      .flatMap((association) => stack.sources(association, "subnetId"))
      .map(({ urn }) => urn),
  );
}

export const rule: StackRule = {
  id: "eks-nodes-private",
  title: "Nodes stand in private subnets, and nobody signs in to them by SSH",
  why: "A node in a public subnet is one address away from the internet with every pod on it; sessions go through Systems Manager, which asks IAM and keeps a record.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.312(a)(1)", "164.312(e)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "stack",
  types: [...nodeTypes, associationType, tableType, routeType, gatewayType, subnetType],
  onUnknown: "fail",
  check: (stack) => {
    const open = publicSubnets(stack);
    const findings: Finding[] = [];
    stack.each(nodeTypes, (nodes) => {
      const subnets = stack.sources(nodes, "subnetIds").filter(isOf(subnetType));
      const exposed = subnets.filter(({ urn }) => open.has(urn)).map(({ name }) => name);
      const place = { urn: nodes.urn, path: "subnetIds", fix: "give the private subnets of the network" };
      if (exposed.length > 0)
        findings.push({ ...place, found: exposed.join(", "), wanted: "subnets without an internet gateway" });
      if (subnets.length === 0)
        findings.push({
          ...place,
          found: "no subnet of this stack",
          wanted: "subnets whose routes this stack shows",
        });
      for (const { urn, props } of subnets) {
        const addresses = props.at("mapPublicIpOnLaunch");
        if (addresses.flag())
          findings.push({ urn, ...wrong(addresses, "false", "leave public addresses to load balancers") });
      }
      const remote = nodes.props.at("remoteAccess");
      if (remote.exists)
        findings.push({
          urn: nodes.urn,
          path: remote.path,
          found: "remote access by SSH",
          wanted: "absent",
          fix: "sign in through Systems Manager",
        });
    });
    return findings;
  },
};
