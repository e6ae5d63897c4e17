/**
 * What the platform promises about secrets, identity and encryption (ARCHITECTURE sections 2 and 6), and the words in which
 * each system is told so.
 */
import { retention } from "./retention";

/** The oldest TLS that anything speaks. */
export const tlsMin = {
  version: "1.3",
  /** As programs written in Go name it (package crypto/tls). */
  goName: "VersionTLS13",
  /** Application Load Balancers: TLS 1.3 only ("Security policies for your Application Load Balancer", ELB user guide). */
  loadBalancerPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06",
} as const;

/** Data at rest, with keys that we manage ourselves, one a data class. */
export const encryption = {
  /** The cipher of KMS's symmetric keys ("SYMMETRIC_DEFAULT key spec", KMS developer guide). */
  atRest: "AES-256",
  customerManagedKeys: true,
  /** New key material every year, the interval of KMS's own default ("Rotating KMS keys", KMS developer guide). */
  keyRotationDays: 365,
} as const;

/** What Vault keeps. */
export const secrets = {
  rotationDays: retention.secretRotationDays,
  versioned: true,
  everyAccessAudited: true,
} as const;

/** Between services: Istio. */
export const mesh = {
  mtlsMode: "STRICT",
  /** Issued and renewed by the mesh, by nobody's hand. */
  automaticCertificates: true,
  /** What no policy allows is refused; traffic policies are written per service. */
  denyByDefault: true,
} as const;

/** Who may do what: OPA, by role and by attribute, every decision recorded. */
export const accessControl = { models: ["RBAC", "ABAC"], everyDecisionAudited: true } as const;

/** At run time: Falco, whose findings are answered without a person. */
export const runtimeSecurity = { automaticResponse: true } as const;

export const identity = {
  mfaRequired: true,
  protocols: ["OAuth 2.0", "OIDC"],
  /** Services prove who they are by the mesh's certificates. */
  serviceIdentity: "mTLS",
  /** A key that no person holds rotates as every other secret does. */
  apiKeyRotationDays: retention.secretRotationDays,
} as const;
