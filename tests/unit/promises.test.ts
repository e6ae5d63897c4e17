import {
  auditLog,
  complianceReports,
  erasure,
  frameworks,
  privacyRights,
  residency,
} from "../../components/facts/compliance";
import { commitClasses, quorum } from "../../components/facts/consistency";
import { leaderElection } from "../../components/facts/database";
import { edgeProcessingJurisdictions, edgeSteering, planLimits } from "../../components/facts/edge";
import { jurisdictions } from "../../components/facts/jurisdictions";
import * as promises from "../../components/facts/promises";
import { allRegions } from "../../components/facts/regions";
import { retention } from "../../components/facts/retention";
import { roundTripMs } from "../../components/facts/roundTrips";
import {
  accessControl,
  encryption,
  identity,
  mesh,
  runtimeSecurity,
  secrets,
  tlsMin,
} from "../../components/facts/security";

const { alertThresholds, apis, autoscaling, caching, chaos, costTargets, costTracking } = promises;
const { delivery, failover, incidents, recovery, scale, sharding, slo, telemetry } = promises;
const { critical, warning } = alertThresholds;

/** Says a word only where the fact behind it holds. */
const when = (holds: boolean, words: string): string => (holds ? words : `NOT ${words}`);
const list = (words: readonly string[]): string => words.join(", ");

/** Every row of the platform's promises (design, section 2): its name, what the facts say, what was promised. */
const rows: readonly (readonly [row: string, facts: string, promised: string])[] = [
  [
    "Regions",
    list(allRegions().map(({ name, city, role }) => `${name} (${city}, ${role})`)),
    "africa (Lagos, primary), europe (Frankfurt, secondary), asia (Singapore, tertiary), americas (São Paulo, backup)",
  ],
  [
    "Failover",
    `check every ${failover.healthCheckIntervalSeconds} s, decision < ${failover.decisionSecondsMax} s, recovery < ${failover.fullRecoverySecondsMax} s`,
    "check every 5 s, decision < 10 s, recovery < 30 s",
  ],
  [
    "Recovery",
    [
      `RTO < ${recovery.rtoMinutesMax} min, RPO < ${recovery.rpoMinutesMax} min`,
      `backup every ${recovery.backupIntervalMinutes} min, kept ${retention.backupDays} days`,
      when(recovery.copiedToOtherRegions, "copied to other regions"),
      when(recovery.verified, "verified"),
      when(recovery.oneClickRestore, "one-click restore"),
      `DR test every ${recovery.drTestIntervalDays} days`,
    ].join(", "),
    "RTO < 15 min, RPO < 5 min, backup every 5 min, kept 30 days, copied to other regions, verified, one-click restore, DR test every 30 days",
  ],
  [
    "Tracing, metrics, logs",
    [
      `${telemetry.traceSamplePercent} % of requests, ${telemetry.errorSamplePercent} % of errors`,
      `scrape every ${telemetry.scrapeIntervalSeconds} s: ${list(telemetry.metrics)}`,
      `kept ${retention.operationalDays} days`,
      `${telemetry.logSearch} search`,
      when(telemetry.dashboardsAsCode, "dashboards"),
      when(telemetry.anomalyDetection.alerts, "anomalies alert"),
    ].join("; "),
    "10 % of requests, 100 % of errors; scrape every 60 s: technical, business; kept 30 days; full text search; dashboards; anomalies alert",
  ],
  [
    "SLO",
    `uptime ${slo.uptimePercentMin} %, p95 < ${slo.p95LatencyMsMax} ms, errors < ${slo.errorPercentMax} %, < $${slo.costPerRequestUsdMax} a request`,
    "uptime 99.99 %, p95 < 100 ms, errors < 0.01 %, < $0.01 a request",
  ],
  [
    "Alerts",
    `critical: ${critical.uptimePercentBelow} %, ${critical.p95LatencyMsAbove} ms, ${critical.errorPercentAbove} %; warning: ${warning.uptimePercentBelow} %, ${warning.p95LatencyMsAbove} ms`,
    "critical: 99.9 %, 500 ms, 1 %; warning: 99.95 %, 200 ms",
  ],
  [
    "Secrets",
    `rotated every ${secrets.rotationDays} days, ${when(secrets.versioned, "versioned")}, ${when(secrets.everyAccessAudited, "every access audited")}`,
    "rotated every 30 days, versioned, every access audited",
  ],
  [
    "Mesh, access, runtime",
    [
      `mTLS ${mesh.mtlsMode}`,
      when(mesh.automaticCertificates, "automatic certificates"),
      when(mesh.denyByDefault, "denied by default"),
      accessControl.models.join(" + "),
      when(accessControl.everyDecisionAudited, "audited"),
      when(runtimeSecurity.automaticResponse, "automatic response"),
    ].join(", "),
    "mTLS STRICT, automatic certificates, denied by default, RBAC + ABAC, audited, automatic response",
  ],
  [
    "Identity",
    `${when(identity.mfaRequired, "MFA")}, ${identity.protocols.join(" / ")}, services by ${identity.serviceIdentity}, API keys rotated every ${identity.apiKeyRotationDays} days`,
    "MFA, OAuth 2.0 / OIDC, services by mTLS, API keys rotated every 30 days",
  ],
  [
    "Encryption",
    `${encryption.atRest} at rest, ${when(encryption.customerManagedKeys, "customer-managed keys")}, TLS ${tlsMin.version} in transit`,
    "AES-256 at rest, customer-managed keys, TLS 1.3 in transit",
  ],
  [
    "Compliance",
    [
      list(frameworks),
      `${auditLog.years} years under ${auditLog.objectLockMode}`,
      when(auditLog.tamperDetection, "tamper detection"),
      list(privacyRights),
      when(residency.geoFenced, "geo-fencing"),
      when(complianceReports.scheduled, "reports on schedule"),
      when(complianceReports.onDemand, "and on demand"),
    ].join("; "),
    "SOC 2 Type II, GDPR, HIPAA, CCPA; 7 years under COMPLIANCE; tamper detection; retention, erasure, portability, consent; geo-fencing; reports on schedule; and on demand",
  ],
  [
    "Scale",
    `${scale.concurrentUsersPerRegion} users a region, ${scale.requestsPerSecond} requests/s, ${scale.storagePetabytes} PB`,
    "10000 users a region, 100000 requests/s, 1 PB",
  ],
  [
    "Autoscaling",
    `${list(autoscaling.kinds)}, a policy per ${autoscaling.policyPer}`,
    "Kubernetes, predictive, cost-aware, a policy per service",
  ],
  [
    "Caching",
    `${list(caching.layers)}, ${when(caching.invalidation, "invalidation")}`,
    "CDN edge, application, query, invalidation",
  ],
  [
    "Sharding",
    `${sharding.distribution}, ${list(sharding.capabilities)}`,
    "consistent hashing, routing, rebalancing, cross-shard queries",
  ],
  [
    "Cost",
    [
      `per ${list(costTracking.per)}, every ${costTracking.granularityHours} h`,
      list(costTracking.outputs),
      `−${costTargets.optimisationPercentMin} %, reserved > ${costTargets.reservedUtilisationPercentMin} %, spot > ${costTargets.spotSharePercentMin} %`,
    ].join("; "),
    "per service, team, customer, every 1 h; budgets, alerts, forecast, right-sizing; −40 %, reserved > 80 %, spot > 60 %",
  ],
  [
    "Chaos",
    `${list(chaos.kinds)}, every ${chaos.intervalHours} h, > ${chaos.selfRecoveryPercentMin} % recover`,
    "service, network, database, region, every 24 h, > 99 % recover",
  ],
  [
    "APIs",
    [
      when(apis.severalVersionsAtOnce, "several versions"),
      when(apis.backwardCompatible, "backward compatible"),
      `${apis.deprecationNoticeMonths} months' notice`,
      list(apis.provides),
    ].join(", "),
    "several versions, backward compatible, 12 months' notice, version routing, warnings, usage tracking, migration guides",
  ],
  [
    "Incidents",
    list(incidents.steps),
    "detection, on-call, channels, escalation, runbooks, automated remediation, status updates, blameless post-mortems",
  ],
  [
    "Delivery",
    [
      list(delivery.strategies),
      when(delivery.automaticRollback, "automatic rollback"),
      `${delivery.downtimeSecondsMax} s down`,
      when(delivery.gitOps, "GitOps"),
    ].join(", "),
    "blue-green, canary, progressive, automatic rollback, 0 s down, GitOps",
  ],
];

describe("the promises in facts", () => {
  test("are twenty rows, each once", () => {
    expect(new Set(rows.map(([row]) => row)).size).toBe(20);
    expect(rows).toHaveLength(20);
  });

  test.each(rows)("%s: what was promised", (_row, facts, promised) => {
    expect(facts).toBe(promised);
  });

  test("are all about something that is promised: no promise is left that no row reads", () => {
    const read: readonly unknown[] = [
      ...[alertThresholds, apis, autoscaling, caching, chaos, costTargets, costTracking, delivery],
      ...[failover, incidents, recovery, scale, sharding, slo, telemetry],
    ];
    expect(Object.values(promises).filter((fact) => !read.includes(fact))).toEqual([]);
  });
});

describe("facts agree with each other", () => {
  test("on how long seven years are, and that CloudWatch and S3 are told in days", () => {
    expect(auditLog.days).toBe(Math.ceil(auditLog.years * 365.25));
  });

  test("on TLS, in every system's words", () => {
    const digits = tlsMin.version.replace(".", "");
    expect(tlsMin.goName).toContain(digits);
    expect(tlsMin.loadBalancerPolicy).toContain(`TLS${digits}`);
  });

  test("that a lost write is possible in one commit class only, and that the other waits for two places", () => {
    expect(commitClasses.durable).toMatchObject({ synchronousCommit: "on", rpo: "0" });
    expect(commitClasses.durable.waitsFor).toHaveLength(2);
    expect(commitClasses.fast).toMatchObject({ synchronousCommit: "local", rpo: "seconds" });
  });

  test("that a durable write over an ocean cannot keep the promised latency, which is why there are two classes", () => {
    for (const { name, partner } of allRegions())
      expect(roundTripMs(name, partner)).toBeGreaterThan(slo.p95LatencyMsMax);
  });

  test("that the vendors' monitors are slower than what is promised, and the platform's own loop is in time", () => {
    for (const seconds of Object.values(planLimits("monitorIntervalSecondsMin")))
      expect(seconds).toBeGreaterThan(failover.healthCheckIntervalSeconds);
    expect(edgeSteering.failedProbes * edgeSteering.probeIntervalSeconds).toBeLessThanOrEqual(
      failover.decisionSecondsMax,
    );
  });

  test("that a leader's lease ends within the recovery, and a majority outlives one region", () => {
    expect(leaderElection.ttlSeconds).toBeLessThan(failover.fullRecoverySecondsMax);
    expect(quorum.majority).toBe(Math.floor(quorum.regions / 2) + 1);
    expect(quorum.regions - 1).toBeGreaterThanOrEqual(quorum.majority);
  });

  test("that key backups end within the legal time, which is shorter than other backups are kept", () => {
    expect(erasure.keyBackupDaysMax).toBeLessThan(28 * erasure.deadlineMonths);
    expect(erasure.keyBackupDaysMax).toBeLessThan(retention.backupDays);
  });

  test("on the places where the edge can process: the regions' own, and not the Local Zone's", () => {
    expect(Object.keys(jurisdictions)).toEqual(expect.arrayContaining([...edgeProcessingJurisdictions]));
    expect([...edgeProcessingJurisdictions].sort()).toEqual(
      allRegions()
        .map(({ jurisdiction }) => jurisdiction)
        .sort(),
    );
  });
});
