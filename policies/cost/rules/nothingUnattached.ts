import type { ResourceView, StackRule, StackView } from "../../framework/rule";
import { wrongResource } from "../../shared/finding";

/** What a resource must be used by, so that it is not paid for nothing. */
interface Use {
  /** Types that use it, with the inputs by which they name it. */
  readonly by: Readonly<Record<string, readonly string[]>>;
  /** Inputs of its own by which it names what uses it. */
  readonly own?: readonly string[];
  readonly wanted: string;
}

const listeners: Use = {
  by: {
    "aws:lb/listener:Listener": ["loadBalancerArn"],
    "aws:alb/listener:Listener": ["loadBalancerArn"],
  },
  wanted: "a listener",
};

const uses: Readonly<Record<string, Use>> = {
  "aws:ec2/eip:Eip": {
    by: {
      "aws:ec2/eipAssociation:EipAssociation": ["allocationId", "publicIp"],
      "aws:ec2/natGateway:NatGateway": ["allocationId", "secondaryAllocationIds"],
      "aws:lb/loadBalancer:LoadBalancer": ["subnetMappings"],
      "aws:alb/loadBalancer:LoadBalancer": ["subnetMappings"],
    },
    own: ["instance", "networkInterface"],
    wanted: "an association, a NAT gateway, a load balancer or a network interface",
  },
  "aws:ebs/volume:Volume": {
    by: {
      "aws:ec2/volumeAttachment:VolumeAttachment": ["volumeId"],
      "kubernetes:core/v1:PersistentVolume": ["spec"],
    },
    wanted: "an attachment or a persistent volume",
  },
  "aws:ec2/natGateway:NatGateway": {
    by: {
      "aws:ec2/route:Route": ["natGatewayId"],
      "aws:ec2/routeTable:RouteTable": ["routes"],
      "aws:ec2/defaultRouteTable:DefaultRouteTable": ["routes"],
    },
    wanted: "a route",
  },
  "aws:lb/loadBalancer:LoadBalancer": listeners,
  "aws:alb/loadBalancer:LoadBalancer": listeners,
};

/** URNs of everything that resources of a type name by their inputs. */
function namedBy(stack: StackView, { by }: Use): Set<string> {
  const sources = Object.entries(by).flatMap(([type, properties]) =>
    stack.ofType(type).flatMap((user) => properties.flatMap((property) => stack.sources(user, property))),
  );
  return new Set(sources.map(({ urn }) => urn));
}

/** Whether it names itself what uses it. An unknown that comes from nothing in the stack may be nothing. */
function attachesItself(stack: StackView, resource: ResourceView, { own = [] }: Use): boolean {
  return own.some(
    (property) =>
      stack.sources(resource, property).length > 0 || (resource.props.text(property) ?? "") !== "",
  );
}

export const rule: StackRule = {
  id: "nothing-unattached",
  title: "Addresses, volumes, gateways and load balancers are in use",
  why: "An address that belongs to nothing, a volume that no machine has, a gateway without a route and a load balancer without a listener are charged by the hour and do nothing.",
  severity: "low",
  level: "mandatory",
  controls: {},
  scope: "stack",
  types: [...new Set([...Object.keys(uses), ...Object.values(uses).flatMap(({ by }) => Object.keys(by))])],
  onUnknown: "fail",
  check: (stack) =>
    Object.entries(uses).flatMap(([type, use]) => {
      const used = namedBy(stack, use);
      const idle: ResourceView[] = [];
      stack.each([type], (resource) => {
        if (!used.has(resource.urn) && !attachesItself(stack, resource, use)) idle.push(resource);
      });
      return idle.map(({ urn }) =>
        wrongResource("nothing that uses it", use.wanted, "attach it in this stack, or leave it out", urn),
      );
    }),
};
