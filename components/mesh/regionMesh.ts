import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { DataClass } from "../facts/dataClasses";
import { KeyReplica } from "../keys";
import { check } from "../shared";
import { replicaJoins, zoneJoins } from "./joinPlan";
import { TransitMesh, type TransitRegion } from "./transitMesh";

/** What the mesh needs of one region; from its contract. */
export interface MeshRegion extends TransitRegion {
  readonly vpcId: pulumi.Input<string>;
  readonly privateZoneId: pulumi.Input<string>;
  /** Data class → ARN of its key. */
  readonly keys: pulumi.Input<Readonly<Record<DataClass, string>>>;
}

export interface RegionMeshArgs {
  /** 12 digits: owner of every registry. */
  readonly accountId: string;
  /** All regions; the first is where platform images are pushed. */
  readonly regions: readonly MeshRegion[];
  /** Prefix of the image repositories that every region needs. */
  readonly imagePrefix: string;
}

/**
 * What joins the regions once all exist: private paths between every two, each region's private names in every other, the
 * keys that must outlive their region in its partner, and the platform's images, pushed to the first region, in the
 * registries of the others.
 * Runs: peerings by the hour and gigabyte, a charge a key; replicated images as storage and transfer between regions.
 */
export class RegionMesh extends pulumi.ComponentResource {
  /** `<zone's region>-in-<VPC's region>` of each association. */
  readonly zoneAssociations: pulumi.Output<string[]>;
  /** `<requester>-<accepter>` of each peering of transit gateways. */
  readonly peerings: pulumi.Output<string[]>;

  constructor(name: string, args: RegionMeshArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:mesh:RegionMesh", name, {}, opts);
    const { regions } = args;
    check(regions.length >= 2, "RegionMesh.regions", regions.length, "2 or more regions");
    const [source, ...targets] = regions as [MeshRegion, ...MeshRegion[]];

    const facts = regions.map(({ context }) => context.region);
    const zones = zoneJoins(facts);
    const replicas = replicaJoins(facts);
    const sides = new Map(regions.map((region) => [region.context.region.name, region]));
    const side = (region: string): MeshRegion => sides.get(region) as MeshRegion;

    const transit = new TransitMesh(`${name}-transit`, { regions }, { parent: this });
    for (const { zone, vpc, key } of zones) {
      new aws.route53.ZoneAssociation(
        `${name}-${key}`,
        {
          zoneId: side(zone).privateZoneId,
          vpcId: side(vpc).vpcId,
          vpcRegion: side(vpc).context.region.awsRegion,
        },
        { parent: this },
      );
    }
    for (const { home, partner, dataClass } of replicas) {
      new KeyReplica(
        `${name}-${home}-${dataClass}`,
        {
          context: side(partner).context,
          home: side(home).context.region,
          dataClass,
          primaryKeyArn: pulumi.output(side(home).keys).apply((keys) => keys[dataClass]),
        },
        { parent: this },
      );
    }
    new aws.ecr.ReplicationConfiguration(
      `${name}-images`,
      {
        region: source.context.region.awsRegion,
        replicationConfiguration: {
          rules: [
            {
              destinations: targets.map((target) => ({
                region: target.context.region.awsRegion,
                registryId: args.accountId,
              })),
              repositoryFilters: [{ filter: args.imagePrefix, filterType: "PREFIX_MATCH" }],
            },
          ],
        },
      },
      { parent: this },
    );

    this.zoneAssociations = pulumi.output(zones.map(({ key }) => key));
    this.peerings = transit.peerings;
    this.registerOutputs({ zoneAssociations: this.zoneAssociations, peerings: this.peerings });
  }
}
