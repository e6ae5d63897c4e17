import * as pulumi from "@pulumi/pulumi";
import type { Region } from "../facts/regions";
import { clientCertificate, type Signer } from "./clientCertificate";

export interface ProbeIdentitiesArgs {
  readonly domain: string;
  readonly regions: readonly Pick<Region, "name">[];
  readonly authority: Signer;
}

/** What each region's steering controller shows to the others' entries, which let in nobody without. Costs nothing to run. */
export class ProbeIdentities extends pulumi.ComponentResource {
  /** Region → certificate and key, PEM; secret. */
  readonly identities: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: ProbeIdentitiesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:edge:ProbeIdentities", name, {}, opts);
    const made = args.regions.map(({ name: region }) => {
      const { certificatePem, privateKeyPem } = clientCertificate(
        `${name}-${region}`,
        `probes.${region}.${args.domain}`,
        args.authority,
        { parent: this },
      );
      return [region, pulumi.interpolate`${certificatePem}${privateKeyPem}`] as const;
    });
    this.identities = pulumi.secret(pulumi.all(Object.fromEntries(made)));
    this.registerOutputs({ identities: this.identities });
  }
}
