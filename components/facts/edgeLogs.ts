/** What of the edge's logs is kept: where, and which fields. */

/**
 * The EU, one of two places where the edge stores logs (`edgeLogStores`), as R2 names it ("Jurisdictional restrictions",
 * R2 docs); buckets of a jurisdiction have an address of their own.
 */
export const edgeLogStore = { jurisdiction: "eu", endpoint: "eu.r2.cloudflarestorage.com" } as const;

/**
 * Reads and writes objects of a bucket: "Workers R2 Storage Bucket Item Write" ("Authentication", R2 docs; id as
 * `GET /user/tokens/permission_groups` gives it).
 */
export const bucketItemWrite = "2efd5506f9c8494dacb1fa10a3e7d5b6";

/**
 * Fields by dataset ("Datasets", Logpush docs): what says how the edge and the regions did, and nothing that a person brought
 * along. Left out: addresses, ports, cities and coordinates, user agents and fingerprints, paths, queries, referrers, cookies
 * and headers, in which a person may stand.
 */
export const edgeLogFields = {
  http_requests: [
    "CacheCacheStatus",
    "ClientCountry",
    "ClientRequestHost",
    "ClientRequestMethod",
    "ClientRequestProtocol",
    "ClientSSLProtocol",
    "EdgeColoCode",
    "EdgeEndTimestamp",
    "EdgeResponseBytes",
    "EdgeResponseStatus",
    "EdgeStartTimestamp",
    "EdgeTimeToFirstByteMs",
    "OriginIP",
    "OriginResponseDurationMs",
    "OriginResponseStatus",
    "OriginSSLProtocol",
    "RayID",
    "SecurityAction",
    "SecurityRuleID",
  ],
  firewall_events: [
    "Action",
    "ClientCountry",
    "ClientRequestHost",
    "ClientRequestMethod",
    "Datetime",
    "EdgeColoCode",
    "EdgeResponseStatus",
    "Kind",
    "MatchIndex",
    "RayID",
    "Ref",
    "RuleID",
    "Source",
  ],
} as const;

/** Longest wait before a batch is sent, in seconds; the API takes 30 to 300. */
export const edgeLogBatchSecondsMax = 60;
