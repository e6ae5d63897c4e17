import type { Fixture } from "./rules";

const namespace = "istio-ingress";
const gatewayGroup = "kubernetes:gateway.networking.k8s.io";
const redirect = { type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } };
const forward = { backendRefs: [{ name: "api", port: 8080 }] };

/** A gateway with a listener of each kind, and the routes of both; by their names. */
export const gateways = {
  gateway: {
    type: `${gatewayGroup}/v1:Gateway`,
    props: {
      metadata: { name: "gateway", namespace },
      spec: {
        gatewayClassName: "istio",
        listeners: [
          { name: "https", protocol: "HTTPS", port: 443, allowedRoutes: { namespaces: { from: "All" } } },
          { name: "http", protocol: "HTTP", port: 80 },
          { name: "tls", protocol: "TLS", port: 8443, tls: { mode: "Passthrough" } },
        ],
      },
    },
  },
  redirecting: {
    type: `${gatewayGroup}/v1:HTTPRoute`,
    name: "redirecting",
    props: {
      metadata: { name: "to-https", namespace },
      spec: { parentRefs: [{ name: "gateway", sectionName: "http" }], rules: [{ filters: [redirect] }] },
    },
  },
  serving: {
    type: `${gatewayGroup}/v1beta1:HTTPRoute`,
    name: "serving",
    props: {
      metadata: { name: "api", namespace: "shop" },
      spec: {
        parentRefs: [{ name: "gateway", namespace, sectionName: "https", port: 443 }],
        rules: [forward],
      },
    },
  },
  calling: {
    type: `${gatewayGroup}/v1:GRPCRoute`,
    name: "calling",
    props: {
      metadata: { name: "calls", namespace: "shop" },
      spec: { parentRefs: [{ name: "gateway", namespace, sectionName: "https" }], rules: [forward] },
    },
  },
  older: {
    type: `${gatewayGroup}/v1beta1:Gateway`,
    props: {
      metadata: { name: "older", namespace },
      spec: { gatewayClassName: "istio", listeners: [{ name: "https", protocol: "HTTPS", port: 443 }] },
    },
  },
  set: {
    type: `${gatewayGroup}/v1:ListenerSet`,
    props: {
      metadata: { name: "more", namespace },
      spec: { parentRef: { name: "gateway" }, listeners: [{ name: "more", protocol: "HTTPS", port: 444 }] },
    },
  },
} satisfies Record<string, Fixture>;

const server = (protocol: string, tls: object): object => ({ port: { number: 443, protocol }, tls });

/** What the mesh itself is told. */
export const meshes = {
  servers: {
    type: "kubernetes:networking.istio.io/v1:Gateway",
    props: {
      spec: {
        selector: { istio: "ingress" },
        servers: [
          server("HTTPS", { mode: "SIMPLE", minProtocolVersion: "TLSV1_3" }),
          server("HTTP", { httpsRedirect: true }),
          server("TLS", { mode: "PASSTHROUGH" }),
        ],
      },
    },
  },
  olderServers: {
    type: "kubernetes:networking.istio.io/v1beta1:Gateway",
    props: { spec: { servers: [server("https", { mode: "MUTUAL", minProtocolVersion: "TLSV1_3" })] } },
  },
  peers: {
    type: "kubernetes:security.istio.io/v1:PeerAuthentication",
    props: {
      metadata: { name: "default", namespace: "istio-system" },
      spec: { mtls: { mode: "STRICT" }, portLevelMtls: { "8080": { mode: "STRICT" } } },
    },
  },
  olderPeers: {
    type: "kubernetes:security.istio.io/v1beta1:PeerAuthentication",
    props: { spec: { mtls: { mode: "STRICT" } } },
  },
  traffic: {
    type: "kubernetes:networking.istio.io/v1:DestinationRule",
    props: {
      spec: {
        host: "api.shop.svc.cluster.local",
        trafficPolicy: {
          tls: { mode: "ISTIO_MUTUAL" },
          portLevelSettings: [{ port: { number: 8080 }, tls: { mode: "ISTIO_MUTUAL" } }],
        },
        subsets: [{ name: "v1", trafficPolicy: { tls: { mode: "ISTIO_MUTUAL" } } }],
      },
    },
  },
} satisfies Record<string, Fixture>;
