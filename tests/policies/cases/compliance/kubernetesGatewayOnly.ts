import { rule } from "../../../../policies/compliance/rules/kubernetesGatewayOnly";
import { absent } from "../../../support/mutations";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { unknown, type Fixture, type RuleCases } from "../../../support/rules";

const ingress: Fixture = {
  type: "kubernetes:networking.k8s.io/v1:Ingress",
  props: {
    metadata: { name: "api", namespace: "shop", annotations: { "azora.io/note": "x" } },
    spec: { ingressClassName: "istio", rules: [] },
  },
};
const serviceType = "networking.istio.io/service-type";
const gatewayType = "kubernetes:gateway.networking.k8s.io/v1:Gateway";
const gateway: Fixture = {
  type: gatewayType,
  props: {
    metadata: { name: "gateway", namespace: "istio-ingress", annotations: { [serviceType]: "ClusterIP" } },
    spec: { gatewayClassName: "istio", listeners: [] },
  },
};
/** A gateway that uses a Service which is there already. */
const bound: Fixture = {
  type: gatewayType,
  props: {
    metadata: { name: "gateway", namespace: "istio-ingress" },
    spec: {
      gatewayClassName: "istio",
      addresses: [{ type: "Hostname", value: "gateway.istio-ingress.svc.cluster.local" }],
    },
  },
};
const binding: Fixture = {
  type: "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
  props: {
    metadata: { name: "https", namespace: "istio-ingress" },
    spec: {
      serviceRef: { name: "gateway", port: 443 },
      targetGroupARN: unknown,
      networking: {
        ingress: [
          {
            from: [{ securityGroup: { groupID: unknown } }, { ipBlock: { cidr: "10.16.192.0/22" } }],
            ports: [{ protocol: "TCP", port: 8443 }],
          },
        ],
      },
    },
  },
};
/** The same by the version before. */
const older: Fixture = { ...gateway, type: "kubernetes:gateway.networking.k8s.io/v1beta1:Gateway" };
const ofOlder = { resource: 4, of: "a gateway of v1beta1" };
const ofGateway = { resource: 1, of: "a gateway" };
const ofBound = { resource: 2, of: "a gateway with a Service" };
const ofBinding = { resource: 3, of: "a binding" };

const classWanted = '"istio"';
const place = "a namespace that facts let clients into";
const annotation = `metadata.annotations["${serviceType}"]`;
const atAnnotation = `metadata.annotations.${serviceType}`;
const legacy = 'metadata.annotations["kubernetes.io/ingress.class"]';
const cidr = "spec.networking.ingress[0].from[1].ipBlock.cidr";
const ours = "the load balancer's security group, or a block of our own";

export const cases: RuleCases = {
  rule,
  fixtures: [ingress, gateway, bound, binding, older],
  mutations: [
    refused("an Ingress that makes a load balancer", "spec.ingressClassName", "alb", classWanted),
    refused("an Ingress of the default class", "spec.ingressClassName", absent, classWanted),
    refused("an Ingress whose annotation wins", legacy, "alb", classWanted),
    refused(
      "a Gateway that makes a load balancer",
      "spec.gatewayClassName",
      "aws-nlb",
      classWanted,
      ofGateway,
    ),
    refused("a Gateway without a class", "spec.gatewayClassName", absent, classWanted, ofGateway),
    refused("a gateway anywhere", "metadata.namespace", "shop", place, ofGateway),
    refused("a gateway where facts let nobody in", "metadata.namespace", "external-dns", place, ofGateway),
    refused("a gateway in no namespace", "metadata.namespace", absent, place, ofGateway),
    refused("a Service of type LoadBalancer", annotation, "LoadBalancer", "ClusterIP", ofGateway),
    refused("the mesh's own type of Service", annotation, absent, "ClusterIP", ofGateway),
    refused("an address of a load balancer", "spec.addresses[0].type", "IPAddress", "ClusterIP", {
      ...ofBound,
      at: atAnnotation,
      found: "absent",
    }),
    refused("no address", "spec.addresses", [], "ClusterIP", {
      ...ofBound,
      at: atAnnotation,
      found: "absent",
    }),
    refused("another class", "spec.gatewayClassName", "aws-nlb", classWanted, ofOlder),
    refused("anywhere", "metadata.namespace", "shop", place, ofOlder),
    refused("the mesh's own type of Service", annotation, absent, "ClusterIP", ofOlder),
    refused("other pods behind our load balancers", "metadata.namespace", "shop", place, ofBinding),
    refused("a binding in no namespace", "metadata.namespace", absent, place, ofBinding),
    ...["0.0.0.0/0", "0.0.0.0/1", "10.0.0.0/8", "::/0", "10.16.0.0"].map((block) =>
      refused(`nodes are opened to ${block}`, cidr, block, ours, ofBinding),
    ),
    ...allUndecided(["spec.ingressClassName", legacy]),
    undecided("metadata.annotations", { at: "metadata.annotations.kubernetes.io/ingress.class" }),
    ...allUndecided(["spec.gatewayClassName", "metadata.namespace", annotation, "spec.addresses"], ofGateway),
    undecided("spec.addresses[0].type", ofBound),
    ...allUndecided(["metadata.namespace", cidr, "spec.networking.ingress"], ofBinding),
  ],
  survivors: [
    {
      path: "spec.networking.ingress*",
      why: "a source that is left out, or a security group, opens nodes to no address",
    },
    { path: "metadata.annotations*", why: "an Ingress needs no annotation" },
  ],
};
