/**
 * Certificates of a drill, for secrets of type `kubernetes.io/tls`: an authority a region, as the plan has, and what it signs.
 * Made anew for each drill; keys exist in memory only, and in the pods that they are for.
 */
import { isIP } from "node:net";
import { generate, type GenerateResult } from "selfsigned";

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

/** Longer than any drill, and too short to be of use to anybody else. */
const lifeDays = 2;
const dayMs = 86_400_000;

interface Life {
  readonly notBeforeDate: Date;
  readonly notAfterDate: Date;
}

export class Authorities {
  private readonly life: Life;

  private constructor(private readonly byRegion: ReadonlyMap<string, GenerateResult>) {
    this.life = lifeFrom(Date.now());
  }

  /** Makes an authority for each region. */
  static async make(regions: readonly string[]): Promise<Authorities> {
    const made = await Promise.all(
      regions.map(
        async (region) =>
          [
            region,
            await generate(
              [
                { name: "organizationName", value: "Azora" },
                { name: "commonName", value: `Azora ${region} drill authority` },
              ],
              {
                keyType: "ec",
                curve: "P-384",
                algorithm: "sha384",
                ...lifeFrom(Date.now()),
                extensions: [
                  { name: "basicConstraints", cA: true, critical: true },
                  { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
                ],
              },
            ),
          ] as const,
      ),
    );
    return new Authorities(new Map(made));
  }

  /** Certificates of all regions' authorities, PEM, as every pod is given them. */
  get certificates(): string {
    return [...this.byRegion.values()].map(({ cert }) => withEnd(cert)).join("");
  }

  /** Certificate of one region's authority, PEM: `ca.crt` of a secret. */
  certificateOf(region: string): string {
    return withEnd(this.of(region).cert);
  }

  /** A certificate that a region's authority signs. */
  async issue(
    region: string,
    { commonName, names = [], uses = ["server", "client"] }: LeafArgs,
  ): Promise<Pair> {
    const authority = this.of(region);
    const leaf = await generate([{ name: "commonName", value: commonName }], {
      keyType: "ec",
      curve: "P-256",
      algorithm: "sha256",
      ...this.life,
      ca: { key: authority.private, cert: authority.cert },
      extensions: [
        { name: "basicConstraints", cA: false, critical: true },
        { name: "keyUsage", digitalSignature: true, critical: true },
        { name: "extKeyUsage", serverAuth: uses.includes("server"), clientAuth: uses.includes("client") },
        ...(names.length === 0
          ? []
          : [
              {
                name: "subjectAltName" as const,
                altNames: names.map((name) =>
                  isIP(name) === 0 ? { type: 2 as const, value: name } : { type: 7 as const, ip: name },
                ),
              },
            ]),
      ],
    });
    return { certificate: `${withEnd(leaf.cert)}${withEnd(authority.cert)}`, key: withEnd(leaf.private) };
  }

  private of(region: string): GenerateResult {
    const authority = this.byRegion.get(region);
    if (authority === undefined)
      throw new Error(
        `there is no authority of ${region}; there are ${[...this.byRegion.keys()].join(", ")}`,
      );
    return authority;
  }
}

function lifeFrom(now: number): Life {
  return { notBeforeDate: new Date(now - dayMs / 24), notAfterDate: new Date(now + lifeDays * dayMs) };
}

function withEnd(pem: string): string {
  return `${pem.replaceAll("\r", "").trimEnd()}\n`;
}
