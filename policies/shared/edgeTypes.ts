import { bucketItemWrite } from "../../components/facts/edgeLogs";
import { edgeZoneSettings, transportSettingId } from "../../components/facts/edgeZone";
import type { Must } from "./look";

/** A field that a type must set, in the resource itself or in each item of one of its lists, or of lists within lists. */
interface Bound extends Must {
  readonly each?: readonly string[];
  readonly fix: string;
}

/** A type of Cloudflare that may be made. */
interface EdgeType {
  /** What the platform has it for. */
  readonly why: string;
  /** Fields without which it would open what it is to close. */
  readonly must?: readonly Bound[];
}

const on = (fix: string): readonly Bound[] => [{ at: ["enabled"], be: true, fix }];

/** The types of @pulumi/cloudflare that may be made, by name: a new one is a line here, with its reason and its bounds. */
const allowed: Readonly<Record<string, EdgeType>> = {
  AccountToken: {
    why: "the writer of the edge's logs",
    must: [
      {
        each: ["policies", "permissionGroups"],
        at: ["id"],
        be: bucketItemWrite,
        fix: "let a program write objects of a bucket, and nothing else",
      },
    ],
  },
  ApiShieldOperation: { why: "calls that the firewall knows" },
  ArgoTieredCaching: { why: "far data centers ask near ones of the origin before it" },
  AuthenticatedOriginPullsCertificate: { why: "the certificate that the edge shows to origins" },
  AuthenticatedOriginPullsSettings: {
    why: "the edge shows origins a certificate",
    must: on("show origins a certificate"),
  },
  BotManagement: { why: "crawlers are refused" },
  CtAlerting: { why: "certificates of the domain that anybody issued", must: on("be told of certificates") },
  CustomOriginTrustStore: { why: "whose certificates origins may show" },
  DnsRecord: { why: "what the zone says of itself" },
  LoadBalancer: { why: "hosts, and which regions answer" },
  LoadBalancerMonitor: { why: "whether a region answers" },
  LoadBalancerPool: { why: "a region's origins" },
  LogpushJob: { why: "the edge's logs, to where they are kept" },
  NotificationPolicy: { why: "who is told of what" },
  NotificationPolicyWebhooks: { why: "where to, beside mail" },
  R2Bucket: {
    why: "where the edge's logs are kept",
    must: [{ at: ["jurisdiction"], be: "eu", fix: "keep what the edge stores in the EU" }],
  },
  R2BucketLifecycle: { why: "how long the edge's logs are kept" },
  RegionalHostname: { why: "where a host is processed" },
  Ruleset: { why: "firewall, rates and caches, in the phases below" },
  SchemaValidationSchemas: { why: "the documents that calls must follow" },
  SchemaValidationSettings: { why: "calls that no document allows are refused" },
  TieredCache: { why: "which data centers are near the origin" },
  UniversalSslSetting: {
    why: "the zone's certificate at the edge",
    must: on("keep the zone's certificate"),
  },
  ZoneDnssec: { why: "the zone is signed" },
  ZoneSetting: {
    why: "settings of the zone that facts name",
    must: [
      {
        at: ["settingId"],
        be: [...Object.keys(edgeZoneSettings), transportSettingId],
        fix: "name the setting and its value in facts/edgeZone.ts, where edge-tls holds it",
      },
    ],
  },
};

/** Token of a type of @pulumi/cloudflare by its name. */
function tokenOf(name: string): string {
  return `cloudflare:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
}

function byToken<T>(table: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [tokenOf(name), value]));
}

/** What may be made, by token. */
export const edgeTypes = byToken(allowed);

const byHost = "a load balancer for the host";
const byPool = "a pool with the origins of a region's contract";
const byRuleset = "a Ruleset in one of the phases that policies/shared/edgeTypes.ts lists";
const byZone = "the zone's own settings, as EdgeZone makes them";
const inRegions = "a service in the regions, behind a load balancer";
const behindTheEdge = "an R2Bucket that nobody outside reads";

/**
 * Ways past the load balancers and the firewall that people know by name, with what to make instead; whatever else the list
 * above lacks is refused as well.
 */
const instead: Readonly<Record<string, string>> = {
  AccessRule: byRuleset,
  CloudConnectorRules: byPool,
  CustomHostname: byHost,
  CustomHostnameFallbackOrigin: byPool,
  Filter: byRuleset,
  FirewallRule: byRuleset,
  HostnameTlsSetting: byZone,
  ManagedTransforms: byRuleset,
  PageRule: byRuleset,
  PagesDomain: byHost,
  PagesProject: inRegions,
  R2CustomDomain: behindTheEdge,
  R2ManagedDomain: behindTheEdge,
  RateLimit: byRuleset,
  Record: "a DnsRecord",
  Snippet: inRegions,
  SnippetRules: inRegions,
  Snippets: inRegions,
  SpectrumApplication: byHost,
  Tunnel: byPool,
  UserAgentBlockingRule: byRuleset,
  WaitingRoom: byHost,
  Web3Hostname: byHost,
  Worker: inRegions,
  WorkersCustomDomain: byHost,
  WorkersRoute: byHost,
  WorkersScript: inRegions,
  ZeroTrustTunnelCloudflared: byPool,
  ZoneLockdown: byRuleset,
};

/** What to make in place of a type that may not be. */
export const insteadOf = byToken(instead);

/** Phases in which a zone may have rules, each with the one action of its rules ("Phases list", Ruleset Engine docs). */
export const edgePhases: Readonly<Record<string, { readonly action: string; readonly why: string }>> = {
  http_ratelimit: { action: "block", why: "rates" },
  http_request_cache_settings: { action: "set_cache_settings", why: "what is kept" },
  http_request_firewall_custom: { action: "block", why: "who is refused" },
  http_request_firewall_managed: { action: "execute", why: "Cloudflare's and OWASP's rules" },
  http_response_cache_settings: { action: "set_cache_tags", why: "by what caches are emptied" },
};
