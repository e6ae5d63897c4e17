import * as pulumi from "@pulumi/pulumi";
import { keyAlias, type DataClass } from "../facts/dataClasses";
import { homePrefix, objectCopies, type ObjectCopy } from "../facts/objectCopies";
import { bucketPurpose, bucketPurposeNames, type BucketPurpose } from "../facts/objects";
import { check, type RegionContext } from "../shared";
import { BucketReplication } from "./bucketReplication";
import type { CopyRule } from "./copyRule";
import { bucketArn } from "./privateBucket";

/** What copies need of one region; from its contract. */
export interface CopyRegion {
  readonly context: RegionContext;
  /** Data class → ARN of its key. */
  readonly keys: pulumi.Input<Readonly<Record<DataClass, string>>>;
  readonly alertTopicArn: pulumi.Input<string>;
}

/** Where a region's audit records are kept a second time: in its own AWS region, by an account that the platform's cannot reach. */
export interface AuditArchive {
  readonly region: string;
  readonly bucketArn: string;
  readonly keyArn: string;
  readonly accountId: string;
}

export interface ObjectCopiesArgs {
  /** All regions. */
  readonly regions: readonly CopyRegion[];
  /** One a region at most; default none. */
  readonly archives?: readonly AuditArchive[];
}

/**
 * Copies of every region's objects along lawful edges, as `facts/objectCopies.ts` has them, and of audit records to their
 * archives. Runs: what each `BucketReplication` does.
 */
export class ObjectCopies extends pulumi.ComponentResource {
  /** `<purpose>: <from> to <to>, of <home>` of every copy between regions. */
  readonly copies: pulumi.Output<string[]>;

  /** @throws InvalidValueError before anything is created, where an archive is not of a region, or a copy's region is missing. */
  constructor(name: string, args: ObjectCopiesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:storage:ObjectCopies", name, {}, opts);
    const { regions, archives = [] } = args;
    const copies = objectCopies();
    const sides = new Map(regions.map((side) => [side.context.region.name, side]));
    const side = (region: string): CopyRegion => {
      const found = sides.get(region);
      check(found !== undefined, "ObjectCopies.regions", [...sides.keys()], `${region} among them`);
      return found;
    };
    const keyOf = (region: string, dataClass: DataClass): pulumi.Output<string> =>
      pulumi.output(side(region).keys).apply((keys) => keys[dataClass]);

    const toRegion = ({ id, purpose, prefix, bothWays, to }: ObjectCopy): CopyRule => {
      const { context, alertTopicArn } = side(to);
      const { dataClass } = bucketPurpose(purpose);
      return {
        id,
        prefix,
        bothWays,
        to,
        alertTopicArn,
        bucketArn: bucketArn(context, purpose),
        // The alias tells which key is meant before any of them is known.
        replicaKey: context.arn("kms", keyAlias(to, dataClass)),
        keyArn: keyOf(to, dataClass),
      };
    };
    const toArchive = ({ region, bucketArn: arn, keyArn, accountId }: AuditArchive): CopyRule => ({
      id: `${region}-to-archive`,
      prefix: homePrefix(region),
      bothWays: false,
      to: region,
      alertTopicArn: side(region).alertTopicArn,
      bucketArn: arn,
      replicaKey: keyArn,
      keyArn,
      accountId,
    });
    const rulesOf = (purpose: BucketPurpose, from: string): CopyRule[] =>
      bucketPurpose(purpose).reach === "archive of its place"
        ? archives.filter(({ region }) => region === from).map(toArchive)
        : copies.filter((edge) => edge.purpose === purpose && edge.from === from).map(toRegion);
    const planned = bucketPurposeNames.flatMap((purpose) =>
      [...sides.keys()].map((from) => ({ purpose, from, rules: rulesOf(purpose, from) })),
    );
    for (const { region } of archives) side(region);

    for (const { purpose, from, rules } of planned.filter((each) => each.rules.length > 0))
      new BucketReplication(
        `${name}-${from}-${purpose}`,
        {
          context: side(from).context,
          purpose,
          keyArn: keyOf(from, bucketPurpose(purpose).dataClass),
          alertTopicArn: side(from).alertTopicArn,
          rules,
        },
        { parent: this },
      );
    this.copies = pulumi.output(
      copies.map(({ purpose, from, to, home }) => `${purpose}: ${from} to ${to}, of ${home}`),
    );
    this.registerOutputs({ copies: this.copies });
  }
}
