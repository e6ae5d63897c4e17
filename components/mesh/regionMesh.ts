import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { check } from "../shared";

/** What the mesh needs of one region; from its contract. */
export interface MeshRegion {
  readonly name: string;
  readonly awsRegion: string;
  readonly vpcId: pulumi.Input<string>;
  readonly privateZoneId: pulumi.Input<string>;
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
 * What joins the regions once all exist: every region's private names resolve in every other, and the platform's images
 * pushed to the first region reach the registries of the others.
 * Runs: nothing by the hour; replicated images are charged as storage and transfer between regions.
 */
export class RegionMesh extends pulumi.ComponentResource {
  /** `<zone's region>-in-<VPC's region>` of each association. */
  readonly zoneAssociations: pulumi.Output<string[]>;

  constructor(name: string, args: RegionMeshArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:mesh:RegionMesh", name, {}, opts);
    const { regions } = args;
    check(regions.length >= 2, "RegionMesh.regions", regions.length, "2 or more regions");
    const [source, ...targets] = regions as [MeshRegion, ...MeshRegion[]];

    const pairs = regions.flatMap((zone) =>
      regions
        .filter((vpc) => vpc.name !== zone.name)
        .map((vpc) => ({ zone, vpc, key: `${zone.name}-in-${vpc.name}` })),
    );
    for (const { zone, vpc, key } of pairs) {
      new aws.route53.ZoneAssociation(
        `${name}-${key}`,
        { zoneId: zone.privateZoneId, vpcId: vpc.vpcId, vpcRegion: vpc.awsRegion },
        { parent: this },
      );
    }
    new aws.ecr.ReplicationConfiguration(
      `${name}-images`,
      {
        region: source.awsRegion,
        replicationConfiguration: {
          rules: [
            {
              destinations: targets.map((target) => ({
                region: target.awsRegion,
                registryId: args.accountId,
              })),
              repositoryFilters: [{ filter: args.imagePrefix, filterType: "PREFIX_MATCH" }],
            },
          ],
        },
      },
      { parent: this },
    );

    this.zoneAssociations = pulumi.output(pairs.map(({ key }) => key));
    this.registerOutputs({ zoneAssociations: this.zoneAssociations });
  }
}
