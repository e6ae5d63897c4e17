import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import {
  automaticTtl,
  edgeCertificateAuthorities,
  edgeZoneSettings,
  noMailRecords,
  strictTransportSecurity,
  transportSettingId,
} from "../facts/edgeZone";

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
    new cloudflare.ZoneDnssec(`${name}-dnssec`, { zoneId, status: "active" }, child);

    const authorities = edgeCertificateAuthorities.flatMap((authority) =>
      (["issue", "issuewild"] as const).map((tag) => ({ key: `${tag}-${authority}`, tag, value: authority })),
    );
    const report = { key: "iodef", tag: "iodef", value: `mailto:${owner}` };
    for (const { key, tag, value } of [...authorities, report])
      new cloudflare.DnsRecord(
        `${name}-caa-${key.replaceAll(".", "-")}`,
        { zoneId, name: domain, type: "CAA", data: { flags: 0, tag, value }, ttl: automaticTtl },
        child,
      );
    for (const { key, name: label, ...record } of noMailRecords)
      new cloudflare.DnsRecord(
        `${name}-${key}`,
        { zoneId, name: label === "@" ? domain : `${label}.${domain}`, ttl: automaticTtl, ...record },
        child,
      );
    this.registerOutputs({});
  }
}
