import { rule } from "../../../../policies/compliance/rules/kubernetesBoundPeers";
import { absent } from "../../../support/mutations";
import { allUndecided, noted, refused, undecided } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

const type = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const tcp = (port: number) => ({ protocol: "TCP", port });
const inside = (namespace: string) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
});
const regions = ["10.16.0.0/16", "10.32.0.0/16", "10.48.0.0/16", "10.64.0.0/16"];

function policy(namespace: string, spec: Readonly<Record<string, unknown>>): Fixture {
  return { type, props: { metadata: { name: "allow", namespace }, spec: { podSelector: {}, ...spec } } };
}

const dns = policy("shop", {
  egress: [{ to: [{ ...inside("kube-system"), podSelector: {} }], ports: [tcp(53)] }],
});
const metrics = policy("shop", {
  ingress: [{ from: [inside("observability"), { podSelector: {} }], ports: [tcp(9402)] }],
});
const apiServer = policy("shop", {
  ingress: [{ from: [{ ipBlock: { cidr: "10.16.208.0/22" } }], ports: [tcp(10_250), { port: "webhook" }] }],
});
const platform = policy("shop", {
  egress: [
    {
      to: ["172.20.0.1/32", "169.254.170.23/32", "10.16.0.0/16"].map((cidr) => ({ ipBlock: { cidr } })),
      ports: [tcp(443), tcp(80)],
    },
  ],
});
/** Facts let external-dns reach the internet, and the gateway be reached from it. */
const internet = policy("external-dns", {
  egress: [
    { to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16", ...regions] } }], ports: [tcp(443)] },
  ],
});
const clients = policy("istio-ingress", {
  ingress: [{ from: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [tcp(8443), tcp(8444), tcp(15_021)] }],
});
const mesh = policy("istio-ingress", {
  egress: [
    {
      to: [{ namespaceSelector: {} }, ...regions.map((cidr) => ({ ipBlock: { cidr } }))],
      ports: [{ protocol: "TCP", port: 1024, endPort: 65_535 }],
    },
  ],
});
const bySets = policy("shop", {
  ingress: [
    {
      from: [
        { namespaceSelector: { matchExpressions: [{ key: "team", operator: "In", values: ["shop"] }] } },
      ],
      ports: [{ protocol: "TCP", port: 8444, endPort: 8444 }],
    },
  ],
});
const nothing = policy("shop", { policyTypes: ["Ingress", "Egress"] });

/** Facts let the controllers of the edge hear the other regions'. */
const reports = policy("edge-steering", {
  ingress: [{ from: regions.map((cidr) => ({ ipBlock: { cidr } })), ports: [tcp(8080)] }],
});

const fixtures = [dns, metrics, apiServer, platform, internet, clients, mesh, bySets, nothing, reports];
const on = (fixture: Fixture, of: string) => ({ resource: fixtures.indexOf(fixture), of });
const toDns = on(dns, "to DNS");
const fromMetrics = on(metrics, "from metrics");
const fromApiServer = on(apiServer, "from the API server");
const toPlatform = on(platform, "to the platform");
const toInternet = on(internet, "to the internet");
const fromClients = on(clients, "from clients");
const toMesh = on(mesh, "to the mesh");
const sets = on(bySets, "by sets");
const fromRegions = on(reports, "from regions");
const podsKept = "at most a /22: a subnet without pods";

const from = "spec.ingress[0].from";
const to = "spec.egress[0].to";
const ours = "a block of the platform's own networks";
const naming = "a selector that names namespaces";
const peerCidr = `${to}[0].ipBlock.cidr`;
const except = `${to}[0].ipBlock.except`;

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    refused("no peers", to, absent, "at least one", toDns),
    refused("an empty list of peers", to, [], "at least one", toDns),
    refused("no peers", from, absent, "at least one", fromMetrics),
    refused("no ports", "spec.egress[0].ports", absent, "at least one", toDns),
    refused("an empty list of ports", "spec.ingress[0].ports", [], "at least one", fromMetrics),
    refused("a protocol without a port", "spec.egress[0].ports[0].port", absent, "one port", toDns),
    refused("a range of ports", "spec.egress[0].ports[1].endPort", 65_535, "one port", toPlatform),
    refused("a range of ports inwards", "spec.ingress[0].ports[0].endPort", 8081, "one port", sets),
    refused("a rule of nothing", "spec.ingress", {}, "at least one", {
      ...fromMetrics,
      at: "spec.ingress.from",
      found: "absent",
    }),
    refused(
      "a peer that names nobody",
      `${from}[0]`,
      {},
      "an ipBlock, a namespaceSelector or a podSelector",
      fromMetrics,
    ),
    refused("every namespace", `${from}[0].namespaceSelector`, {}, naming, fromMetrics),
    refused("no label", `${from}[0].namespaceSelector`, { matchLabels: {} }, naming, fromMetrics),
    refused(
      "every namespace but one",
      `${from}[0].namespaceSelector.matchExpressions[0].operator`,
      "NotIn",
      naming,
      {
        ...sets,
        at: `${from}[0].namespaceSelector`,
        found: '{"matchExpressions":[{"key":"team","operator":"NotIn","values":["shop"]}]}',
      },
    ),
    refused(
      "every namespace that has a label",
      `${from}[0].namespaceSelector.matchExpressions[0].operator`,
      "Exists",
      naming,
      {
        ...sets,
        at: `${from}[0].namespaceSelector`,
        found: '{"matchExpressions":[{"key":"team","operator":"Exists","values":["shop"]}]}',
      },
    ),
    refused("every namespace outwards", `${to}[0].namespaceSelector`, {}, naming, toDns),
    refused("the mesh of a namespace that facts do not know", "metadata.namespace", "shop", naming, {
      ...toMesh,
      at: `${to}[0].namespaceSelector`,
      found: "{}",
    }),
    noted("every namespace of the mesh", `${to}[0].namespaceSelector`, { matchLabels: {} }, naming, toMesh),
    noted("a part of the mesh's ports", "spec.egress[0].ports", [{ port: 8000, endPort: 9000 }], "one port", {
      ...toMesh,
      at: "spec.egress[0].ports[0].endPort",
      found: "9000",
    }),
    refused("ports that the mesh does not have", "spec.egress[0].ports[0].port", 1023, "one port", {
      ...toMesh,
      at: "spec.egress[0].ports[0].endPort",
      found: "65535",
    }),
    refused("more ports than the mesh has", "spec.egress[0].ports[0].endPort", 65_536, "one port", toMesh),
    refused("anybody inwards", `${from}[0].ipBlock.cidr`, "0.0.0.0/0", ours, fromApiServer),
    ...["0.0.0.0/1", "128.0.0.0/1", "3.0.0.0/8", "10.0.0.0/8", "10.16.0.0/15"].map((cidr) =>
      refused(`outwards to ${cidr}`, peerCidr, cidr, ours, toPlatform),
    ),
    ...["::/0", "10.16.0.0", "10.16.256.0/24", "10.16.0.0/33", "*"].map((cidr) =>
      refused(`"${cidr}", which is no block`, peerCidr, cidr, "an IPv4 block", toPlatform),
    ),
    refused("no block", peerCidr, absent, "an IPv4 block", toInternet),
    refused(
      "a region's pods inwards",
      `${from}[0].ipBlock.cidr`,
      "10.16.0.0/16",
      "at most a /22: a subnet without pods",
      fromApiServer,
    ),
    refused(
      "a subnet of pods inwards",
      `${from}[0].ipBlock.cidr`,
      "10.16.224.0/21",
      "at most a /22: a subnet without pods",
      fromApiServer,
    ),
    noted("a region's pods, as facts say", `${from}[0].ipBlock.cidr`, "10.16.0.0/16", podsKept, fromRegions),
    refused("a region's pods on another port", "spec.ingress[0].ports[0].port", 8081, podsKept, {
      ...fromRegions,
      at: `${from}[0].ipBlock.cidr`,
      found: '"10.16.0.0/16"',
    }),
    refused("a region's pods in a namespace that hears no reports", "metadata.namespace", "shop", podsKept, {
      ...fromRegions,
      at: `${from}[0].ipBlock.cidr`,
      found: '"10.16.0.0/16"',
    }),
    noted("the internet, as facts say", peerCidr, "0.0.0.0/0", ours, toInternet),
    noted("half of the internet", peerCidr, "128.0.0.0/1", ours, toInternet),
    refused("the internet from a namespace that may not", "metadata.namespace", "metrics-server", ours, {
      ...toInternet,
      at: peerCidr,
      found: '"0.0.0.0/0"',
    }),
    refused("the internet from no namespace", "metadata.namespace", absent, ours, {
      ...toInternet,
      at: peerCidr,
      found: '"0.0.0.0/0"',
    }),
    refused(
      "the internet on another port",
      "spec.egress[0].ports[0].port",
      22,
      "443 or 80: the peers are anybody",
      toInternet,
    ),
    noted("the internet on port 80", "spec.egress[0].ports[0].port", 80, ours, {
      ...toInternet,
      at: peerCidr,
      found: '"0.0.0.0/0"',
    }),
    refused("the internet and what is inside", except, absent, "169.254.0.0/16 among them", toInternet),
    refused("the internet and a node's metadata", except, regions, "169.254.0.0/16 among them", toInternet),
    refused(
      "the internet and one region",
      except,
      ["169.254.0.0/16", ...regions.slice(1)],
      "10.16.0.0/16 among them",
      toInternet,
    ),
    refused(
      "the internet and half of the metadata",
      `${except}[0]`,
      "169.254.128.0/17",
      "169.254.0.0/16 among them",
      {
        ...toInternet,
        at: except,
        found: JSON.stringify(["169.254.128.0/17", ...regions]),
      },
    ),
    refused(
      "a node's metadata itself",
      `${to}[0].ipBlock`,
      { cidr: "169.254.169.254/32" },
      "169.254.0.0/16 among them",
      { ...toInternet, at: except, found: "absent" },
    ),
    noted("clients, as facts say", `${from}[0].ipBlock.cidr`, "0.0.0.0/0", ours, fromClients),
    refused("clients of a namespace that has none", "metadata.namespace", "external-dns", ours, {
      ...fromClients,
      at: `${from}[0].ipBlock.cidr`,
      found: '"0.0.0.0/0"',
    }),
    refused(
      "clients on a port that facts do not name",
      "spec.ingress[0].ports[0].port",
      22,
      "8443 or 8444 or 15021: the peers are anybody",
      fromClients,
    ),
    refused(
      "clients on a port by its name",
      "spec.ingress[0].ports[0].port",
      "ssh",
      "8443 or 8444 or 15021: the peers are anybody",
      fromClients,
    ),
    ...allUndecided(
      [
        to,
        `${to}[0]`,
        `${to}[0].ipBlock`,
        peerCidr,
        except,
        `${except}[0]`,
        "spec.egress",
        "spec.egress[0].ports",
        "spec.egress[0].ports[0].port",
        "spec.egress[0].ports[0].endPort",
        "metadata.namespace",
      ],
      toInternet,
    ),
    undecided("spec", { ...toInternet, at: "spec.ingress" }),
    undecided("metadata", { ...toInternet, at: "metadata.namespace" }),
    ...allUndecided([from, `${from}[0].namespaceSelector`], fromMetrics),
    undecided(`${from}[0].namespaceSelector.matchLabels`, fromMetrics),
    undecided(`${from}[1].podSelector`, fromMetrics),
    undecided(`${from}[0].namespaceSelector.matchExpressions[0].operator`, sets),
    undecided("metadata.namespace", toMesh),
  ],
};
