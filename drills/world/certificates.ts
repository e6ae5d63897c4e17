/**
 * Certificates of a drill, for secrets of type `kubernetes.io/tls`: an authority a region, as the plan has, and what it signs.
 * Made anew for each drill; keys exist in memory only, and in the pods that they are for.
 */
import { randomBytes, webcrypto } from "node:crypto";
import { isIP } from "node:net";
import * as x509 from "@peculiar/x509";

export interface Pair {
  /** PEM, the leaf first and then its authority, as cert-manager writes `tls.crt`. */
  readonly certificate: string;
  readonly key: string;
}

export interface LeafArgs {
  readonly commonName: string;
  /** Names and addresses that it is for. */
  readonly names?: readonly string[];
  /** Default both. */
  readonly uses?: readonly ("server" | "client")[];
}

interface Authority {
  readonly keys: webcrypto.CryptoKeyPair;
  readonly certificate: x509.X509Certificate;
}

/** Longer than any drill, and too short to be of use to anybody else. */
const lifeDays = 2;
const dayMs = 86_400_000;
/** Clocks of pods may be a moment behind. */
const leewayMs = dayMs / 24;

/** Curve and hash of the plan's authorities, and of what they sign (`facts/tls`). */
const authorityAlgorithm = { name: "ECDSA", namedCurve: "P-384", hash: "SHA-384" } as const;
const leafAlgorithm = { name: "ECDSA", namedCurve: "P-256" } as const;

x509.cryptoProvider.set(webcrypto);

function keysOf(algorithm: webcrypto.EcKeyGenParams): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

function lifeFromNow(): { readonly notBefore: Date; readonly notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - leewayMs), notAfter: new Date(now + lifeDays * dayMs) };
}

/** A positive number of 16 bytes. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01;
  return bytes.toString("hex");
}

async function authorityOf(region: string): Promise<Authority> {
  const keys = await keysOf(authorityAlgorithm);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: `O=Azora, CN=Azora ${region} drill authority`,
    ...lifeFromNow(),
    signingAlgorithm: authorityAlgorithm,
    keys: keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { keys, certificate };
}

export class Authorities {
  private constructor(private readonly byRegion: ReadonlyMap<string, Authority>) {}

  /** Makes an authority for each region. */
  static async make(regions: readonly string[]): Promise<Authorities> {
    const made = regions.map(async (region) => [region, await authorityOf(region)] as const);
    return new Authorities(new Map(await Promise.all(made)));
  }

  /** Certificates of all regions' authorities, PEM, as every pod is given them. */
  get certificates(): string {
    return [...this.byRegion.values()].map(({ certificate }) => pemOf(certificate)).join("");
  }

  /** Certificate of one region's authority, PEM: `ca.crt` of a secret. */
  certificateOf(region: string): string {
    return pemOf(this.of(region).certificate);
  }

  /** A certificate that a region's authority signs. */
  async issue(
    region: string,
    { commonName, names = [], uses = ["server", "client"] }: LeafArgs,
  ): Promise<Pair> {
    const authority = this.of(region);
    const keys = await keysOf(leafAlgorithm);
    const leaf = await x509.X509CertificateGenerator.create({
      serialNumber: serialNumber(),
      subject: `CN=${commonName}`,
      issuer: authority.certificate.subject,
      ...lifeFromNow(),
      signingKey: authority.keys.privateKey,
      signingAlgorithm: authorityAlgorithm,
      publicKey: keys.publicKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension(uses.map((use) => x509.ExtendedKeyUsage[`${use}Auth`])),
        // Python's own checks ask for both since 3.13 (`VERIFY_X509_STRICT`).
        await x509.AuthorityKeyIdentifierExtension.create(authority.keys.publicKey),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        ...(names.length === 0
          ? []
          : [
              new x509.SubjectAlternativeNameExtension(
                names.map((name) => ({ type: isIP(name) === 0 ? "dns" : "ip", value: name })),
              ),
            ]),
      ],
    });
    const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
    return {
      certificate: `${pemOf(leaf)}${pemOf(authority.certificate)}`,
      key: `${x509.PemConverter.encode(key, "PRIVATE KEY")}\n`,
    };
  }

  private of(region: string): Authority {
    const authority = this.byRegion.get(region);
    if (authority === undefined)
      throw new Error(
        `there is no authority of ${region}; there are ${[...this.byRegion.keys()].join(", ")}`,
      );
    return authority;
  }
}

function pemOf(certificate: x509.X509Certificate): string {
  return `${certificate.toString("pem").trimEnd()}\n`;
}
