import type { StackRule } from "../../framework/rule";
import { bucketTypes, s3Types, setUpFor } from "../../shared/buckets";
import { availability } from "../../shared/controls";
import { wrong, wrongResource } from "../../shared/finding";
import { findingsOf } from "../../shared/look";

const versioningTypes = s3Types("BucketVersioning");

export const rule: StackRule = {
  id: "buckets-versioned",
  title: "Buckets keep the versions of what is overwritten or deleted",
  why: "A bad release, or ransomware, overwrites; replication and Object Lock both need versions.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "stack",
  types: [...bucketTypes, ...versioningTypes],
  onUnknown: "fail",
  check: (stack) =>
    findingsOf(stack, bucketTypes, (bucket) => {
      const settings = setUpFor(stack, bucket, versioningTypes);
      if (settings.length === 0)
        return [wrongResource("no versioning", "Enabled", "add a BucketVersioning with status Enabled")];
      return settings
        .map((setting) => ({ setting, status: setting.props.at("versioningConfiguration", "status") }))
        .filter(({ status }) => status.text() !== "Enabled")
        .map(({ setting, status }) => ({
          ...wrong(status, "Enabled", "set the status to Enabled"),
          urn: setting.urn,
        }));
    }),
};
