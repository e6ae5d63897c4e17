import type { DataClass } from "../facts/dataClasses";
import { boundaryArn } from "../facts/delivery";
import { environments, scheduleTag, type Environment } from "../facts/environments";
import type { Region } from "../facts/regions";

/** What a resource is for; becomes its tags. */
export interface TagUse {
  /** The part of the platform that it serves, for example `network`. */
  readonly service: string;
  /** Default `internal`. */
  readonly dataClass?: DataClass;
  /** Shown as the resource's name in the AWS console; without it no `Name` tag is set. */
  readonly name?: string;
  /** Whether it may stand still outside the hours of its environment: machines. Default false. */
  readonly stoppable?: boolean;
}

export interface RegionContextArgs {
  readonly region: Region;
  readonly environment: Environment;
  /** 12 digits. */
  readonly accountId: string;
  /** Domain that the platform answers on. */
  readonly domain: string;
  readonly owner: string;
  readonly team: string;
  readonly costCenter: string;
}

/** Where a component is built and for whom: facts of the region, and the names and tags that follow from them. */
export class RegionContext {
  readonly region: Region;
  readonly environment: Environment;
  readonly accountId: string;
  readonly domain: string;
  private readonly args: RegionContextArgs;

  constructor(args: RegionContextArgs) {
    this.args = args;
    this.region = args.region;
    this.environment = args.environment;
    this.accountId = args.accountId;
    this.domain = args.domain;
  }

  /**
   * A name that no other region uses.
   * @example context.name("cluster") // "azora-africa-cluster"
   */
  name(purpose: string): string {
    return `azora-${this.region.name}-${purpose}`;
  }

  /** The name of a bucket: bucket names are global, so the account's number is part of it. */
  bucketName(purpose: string): string {
    return `${this.name(purpose)}-${this.accountId}`;
  }

  /** What bounds every role that the region's stack makes; its deployer may make no other. */
  get boundaryArn(): string {
    return boundaryArn(this.accountId, this.region.name);
  }

  /** The tags that every resource carries. */
  tags(use: TagUse): Record<string, string> {
    const { schedule } = environments[this.environment];
    return {
      ...(use.name === undefined ? {} : { Name: use.name }),
      owner: this.args.owner,
      team: this.args.team,
      "cost-center": this.args.costCenter,
      environment: this.environment,
      service: use.service,
      "data-class": use.dataClass ?? "internal",
      jurisdiction: this.region.jurisdiction,
      region: this.region.name,
      ...(use.stoppable && schedule !== undefined ? { [scheduleTag]: schedule } : {}),
    };
  }

  /** Amazon Resource Name of something in this region and account. */
  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.region.awsRegion}:${this.accountId}:${resource}`;
  }
}
