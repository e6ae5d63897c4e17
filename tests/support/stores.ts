import type { DataClass } from "../../components/facts/dataClasses";
import { unknown, type Fixture, type Mutation } from "./rules";

/** Tags of a store in europe. */
export function storeTags(dataClass: DataClass): Record<string, string> {
  return {
    owner: "platform@azora.example",
    service: "platform",
    "data-class": dataClass,
    jurisdiction: "EU",
  };
}

/** The key of a class, named `<class>-key`. */
export function keyOf(dataClass: DataClass): Fixture {
  return {
    type: "aws:kms/key:Key",
    name: `${dataClass}-key`,
    protect: true,
    props: {
      description: `europe: data of class ${dataClass}`,
      multiRegion: true,
      enableKeyRotation: true,
      rotationPeriodInDays: 365,
      deletionWindowInDays: 30,
      tags: storeTags(dataClass),
    },
  };
}

/** A bucket in europe, named by its purpose. */
export function bucketOf(purpose: string, dataClass: DataClass, props: object = {}): Fixture {
  return {
    type: "aws:s3/bucket:Bucket",
    name: purpose,
    protect: true,
    props: {
      bucket: `azora-europe-${purpose}-111122223333`,
      forceDestroy: false,
      ...props,
      tags: storeTags(dataClass),
    },
  };
}

/** Something that sets up a bucket, of which the name is not known yet. */
export function setUp(type: string, bucket: string, props: object, from: Fixture["from"] = {}): Fixture {
  return {
    type,
    name: `${bucket}-${type.slice(type.lastIndexOf(":") + 1)}`,
    props: { bucket: unknown, ...props },
    from: { bucket: [bucket], ...from },
  };
}

/** A mutation, for long tables. */
export function change(
  resource: number,
  name: string,
  path: string,
  to: unknown,
  finding: Mutation["finding"],
): Mutation {
  return { name, resource, path, to, finding };
}
