import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import {
  automaticTtl,
  edgeZoneSettings,
  strictTransportSecurity,
  transportSettingId,
} from "../facts/edgeZone";
import { zoneRecords } from "./zoneRecords";

export interface EdgeZoneArgs {
  /** Cloudflare's zone of the domain, 32 hexadecimal digits. */
  readonly zoneId: string;
  readonly domain: string;
  /** Who is told of certificates that an authority refused, an e-mail address. */
  readonly owner: string;
}

/**
 * The guard of the platform's zone: TLS 1.3 and strict origins, DNSSEC, who may issue certificates, no mail. Costs nothing to
 * run.
 */
export class EdgeZone extends pulumi.ComponentResource {
  constructor(name: string, args: EdgeZoneArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:edge:EdgeZone", name, {}, opts);
    const { zoneId, domain, owner } = args;
    const child = { parent: this };
    for (const [settingId, value] of Object.entries(edgeZoneSettings))
      new cloudflare.ZoneSetting(
        `${name}-${settingId.replaceAll("_", "-")}`,
        { zoneId, settingId, value },
        child,
      );
    new cloudflare.ZoneSetting(
      `${name}-security-header`,
      {
        zoneId,
        settingId: transportSettingId,
        value: { strict_transport_security: { ...strictTransportSecurity } },
      },
      child,
    );
    new cloudflare.UniversalSslSetting(`${name}-certificates`, { zoneId, enabled: true }, child);
    // Who gets a certificate of the domain from whatever authority is told to its owner.
    new cloudflare.CtAlerting(`${name}-certificates-seen`, { zoneId, enabled: true, emails: [owner] }, child);
    new cloudflare.ZoneDnssec(`${name}-dnssec`, { zoneId, status: "active" }, child);

    for (const { key, ...record } of zoneRecords(domain, owner))
      new cloudflare.DnsRecord(`${name}-${key}`, { zoneId, ttl: automaticTtl, ...record }, child);
    this.registerOutputs({});
  }
}
