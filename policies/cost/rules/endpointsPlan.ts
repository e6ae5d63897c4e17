import { gatewayEndpoints, interfaceEndpoints } from "../../../components/facts/network";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import {
  associationType,
  endpointOf,
  endpointType,
  routeType,
  tablesOf,
  tablesWithNat,
  tableType,
  type Endpoint,
} from "../../shared/endpoints";
import { wrong, wrongResource } from "../../shared/finding";
import { collect, natGatewayType, sourceOf, subnetType, vpcOf } from "../../shared/links";

const fix = "make the endpoint with VpcEndpoints, in every private route table";

/** What is wrong with the endpoints without charge of a VPC, where these tables lead to NAT. */
function wrongGateways(
  stack: StackView,
  endpoints: readonly Endpoint[],
  nat: { readonly vpc: string; readonly urn: string },
  tables: readonly ResourceView[],
): Finding[] {
  return gatewayEndpoints.flatMap((service) => {
    const endpoint = endpoints.find(
      (one) => one.vpc === nat.vpc && one.kind === "Gateway" && one.service === service,
    )?.resource;
    const wanted = `a gateway endpoint for ${service}`;
    if (!endpoint) return [wrongResource(`NAT without ${wanted}`, wanted, fix, nat.urn)];
    const led = tablesOf(stack, endpoint);
    return tables
      .filter(({ urn }) => !led.has(urn))
      .map((table) => ({
        path: "routeTableIds",
        found: `without ${table.name}`,
        wanted: "every table that leads to NAT",
        fix,
        urn: endpoint.urn,
      }));
  });
}

function wrongInterfaces(endpoints: readonly Endpoint[]): Finding[] {
  const listed = interfaceEndpoints.map(({ service }) => service);
  const interfaces = endpoints.filter(({ kind }) => kind === "Interface");
  return interfaces.flatMap(({ resource, vpc, service }, index) => {
    const name = resource.props.at("serviceName");
    const same = interfaces.findIndex((other) => other.vpc === vpc && other.service === service);
    if (listed.includes(service) && same === index) return [];
    const wanted = same === index ? `one of ${listed.join(", ")}` : "one endpoint a service and VPC";
    return [
      { ...wrong(name, wanted, "leave it out, or add the service to facts/network.ts"), urn: resource.urn },
    ];
  });
}

export const rule: StackRule = {
  id: "endpoints-plan",
  title: "S3 and DynamoDB are reached without NAT, and other endpoints are those that are needed",
  why: "Gateway endpoints cost nothing, while the same traffic through NAT is charged by the gigabyte; interface endpoints are charged by the hour and zone, used or not.",
  severity: "medium",
  level: "mandatory",
  controls: { soc2: ["CC6.6"] },
  scope: "stack",
  types: [natGatewayType, endpointType, associationType, tableType, routeType],
  onUnknown: "fail",
  check: (stack) => {
    const endpoints = collect(stack, [endpointType], (resource) => [endpointOf(stack, resource)]);
    const findings = wrongInterfaces(endpoints.found);
    const nats = new Map<string, { readonly vpc: string; readonly urn: string }>();
    stack.each([natGatewayType], (nat) => {
      const { urn, props } = nat;
      const subnet = sourceOf(stack, nat, "subnetId", subnetType);
      if (!subnet) findings.push({ ...wrong(props.at("subnetId"), "a subnet of this stack", fix), urn });
      else nats.set(vpcOf(stack, subnet), { vpc: vpcOf(stack, subnet), urn });
    });
    // An endpoint that cannot be read may be the one that seems to be missing.
    if (!endpoints.complete) return findings;
    const throughNat = tablesWithNat(stack);
    const tables = collect(stack, [tableType], (table) =>
      throughNat.has(table.urn) ? [{ table, vpc: vpcOf(stack, table) }] : [],
    ).found;
    const perVpc = [...nats.values()].flatMap((nat) =>
      wrongGateways(
        stack,
        endpoints.found,
        nat,
        tables.filter(({ vpc }) => vpc === nat.vpc).map(({ table }) => table),
      ),
    );
    return [...findings, ...perVpc];
  },
};
