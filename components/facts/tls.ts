import { tlsMin } from "./security";

/** Which TLS policies end TLS: 1.3 wherever a service offers it, else 1.2 with the reason. */
export interface TlsPolicies {
  /** Policies that speak TLS 1.3 only. */
  readonly tls13: readonly string[];
  /** Policies that still speak 1.2, each with why it is accepted. */
  readonly tls12: Readonly<Record<string, string>>;
}

export const tlsPolicies = {
  loadBalancer: {
    // The second for workloads under FIPS ("Security policies for your Application Load Balancer", ELB user guide).
    tls13: [tlsMin.loadBalancerPolicy, "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04"],
    tls12: {},
  },
  // "Supported protocols and ciphers between viewers and CloudFront", CloudFront developer guide.
  cloudFront: { tls13: ["TLSv1.3_2025"], tls12: {} },
  // `OriginSslProtocols` knows SSLv3 to TLSv1.2 (CloudFront API reference).
  cloudFrontOrigin: {
    tls13: [],
    tls12: { "TLSv1.2": "CloudFront offers no other version to name towards an origin" },
  },
  // Enumeration `SecurityPolicy` of the API Gateway API, 2025-11; the last for edge-optimised names.
  restApi: {
    tls13: [
      "SecurityPolicy_TLS13_1_3_2025_09",
      "SecurityPolicy_TLS13_1_3_FIPS_2025_09",
      "SecurityPolicy_TLS13_2025_EDGE",
    ],
    tls12: {},
  },
  httpApi: {
    tls13: [],
    tls12: { TLS_1_2: "HTTP APIs offer no other policy; it negotiates TLS 1.3 with clients that speak it" },
  },
  openSearch: {
    tls13: [],
    tls12: {
      "Policy-Min-TLS-1-2-PFS-2023-10":
        "OpenSearch Service offers no policy without TLS 1.2; this one takes 1.3 where the client does and keeps forward secrecy",
    },
  },
  // `ServerTLSSettings.TLSProtocol` (istio.io/latest/docs/reference/config/networking/gateway); where none is named it is 1.2.
  mesh: { tls13: ["TLSV1_3"], tls12: {} },
} as const satisfies Record<string, TlsPolicies>;

/** Listeners that end no TLS themselves. */
export const tlsPassThrough = {
  protocols: ["TCP"],
  reason: "the connection is passed on as it is; the mesh's gateway behind it ends TLS",
} as const;
