import { createHash } from "node:crypto";
import { unwrapSecrets, type WireObject, type WireValue } from "../values";

/** The parts of a resource from which its made-up outputs follow. */
export interface MadeUpSource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: WireObject;
  /** AWS region of its provider. */
  readonly providerRegion: string;
  /** AWS account of its provider. */
  readonly providerAccount: string;
}

export interface MadeUp {
  readonly id: string;
  readonly outputs: WireObject;
}

/** What the tables of recipes write with: stable digits from the URN, and texts from the inputs. */
export class Maker {
  readonly digest: string;
  constructor(readonly source: MadeUpSource) {
    this.digest = createHash("sha256").update(source.urn).digest("hex");
  }

  /** An id as EC2 makes them: a prefix and 17 hexadecimal digits. */
  hex(prefix: string): string {
    return `${prefix}-${this.digest.slice(0, 17)}`;
  }

  /** An input's text, or the logical name with some digits, as Pulumi's auto-naming has it. */
  text(key: string): string {
    const value = unwrapSecrets(this.source.inputs[key] ?? null);
    return typeof value === "string" ? value : `${this.source.name}-${this.digest.slice(0, 7)}`;
  }

  /** The resource's own region if it names one, else its provider's. */
  get region(): string {
    const value = this.source.inputs.region;
    return typeof value === "string" ? value : this.source.providerRegion;
  }

  get account(): string {
    return this.source.providerAccount;
  }

  arn(service: string, resource: string, regional = true): string {
    return `arn:aws:${service}:${regional ? this.region : ""}:${this.account}:${resource}`;
  }

  uuid(): string {
    const d = this.digest;
    return `${d.slice(0, 8)}-${d.slice(8, 12)}-4${d.slice(13, 16)}-a${d.slice(17, 20)}-${d.slice(20, 32)}`;
  }

  /** A public address from the block that RFC 5737 keeps for documentation. */
  address(): string {
    return `203.0.113.${(parseInt(this.digest.slice(0, 2), 16) % 254) + 1}`;
  }
}

export type Recipe = (m: Maker) => MadeUp;

export const answer = (id: string, outputs: Record<string, WireValue> = {}): MadeUp => ({ id, outputs });
/** A resource with an EC2-style id and an ARN that ends with it. */
export const ec2 =
  (prefix: string, kind: string, more: (m: Maker) => Record<string, WireValue> = () => ({})): Recipe =>
  (m) =>
    answer(m.hex(prefix), { arn: m.arn("ec2", `${kind}/${m.hex(prefix)}`), ...more(m) });
/** A resource that is its name, with an ARN. */
export const named =
  (
    key: string,
    arn: (m: Maker, name: string) => string,
    more: (m: Maker) => Record<string, WireValue> = () => ({}),
  ): Recipe =>
  (m) => {
    const name = m.text(key);
    return answer(name, { [key]: name, arn: arn(m, name), ...more(m) });
  };
