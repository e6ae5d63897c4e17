import { edgeCertificateAuthorities, noMailRecords } from "../facts/edgeZone";

/** A record of the platform's zone, as the edge is asked for it; `key` is for names. */
export interface ZoneRecord {
  readonly key: string;
  /** Whole name. */
  readonly name: string;
  readonly type: string;
  readonly content?: string;
  readonly priority?: number;
  readonly data?: { readonly flags: number; readonly tag: string; readonly value: string };
}

/**
 * Every record of the zone beside the load balancers' own: who may issue certificates, and that the domain sends no mail.
 * @param owner who is told of certificates that an authority refused, an e-mail address.
 */
export function zoneRecords(domain: string, owner: string): readonly ZoneRecord[] {
  const authorities = edgeCertificateAuthorities.flatMap((authority) =>
    (["issue", "issuewild"] as const).map((tag) => ({ key: `${tag}-${authority}`, tag, value: authority })),
  );
  const report = { key: "iodef", tag: "iodef", value: `mailto:${owner}` };
  const issuers = [...authorities, report].map(({ key, tag, value }) => ({
    key: `caa-${key.replaceAll(".", "-")}`,
    name: domain,
    type: "CAA",
    data: { flags: 0, tag, value },
  }));
  const noMail = noMailRecords.map(({ name, ...record }) => ({
    ...record,
    name: name === "@" ? domain : `${name}.${domain}`,
  }));
  return [...issuers, ...noMail];
}
