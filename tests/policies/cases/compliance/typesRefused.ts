import { rule } from "../../../../policies/compliance/rules/typesRefused";
import { absent } from "../../../support/mutations";
import { refused, undecided } from "../../../support/mutationLines";
import type { Mutation, RuleCases } from "../../../support/rules";

const replication = { rules: [{ status: "Enabled" }] };
const ofBucket = { resource: 2, of: "a bucket" };
const ofReports = { resource: 1, of: "reports" };

/** The store, machine, entry or template that is made, become one that is not. */
const become = (resource: number, type: string, found: string): Mutation => ({
  name: `becomes ${type}`,
  resource,
  path: "@type",
  to: type,
  finding: { path: "", found },
});

export const cases: RuleCases = {
  rule,
  fixtures: [
    { type: "aws:elasticache/cluster:Cluster", props: { engine: "memcached" } },
    { type: "aws:codebuild/reportGroup:ReportGroup", props: { exportConfig: { type: "NO_EXPORT" } } },
    // Kinds of which others are refused.
    { type: "aws:s3/bucket:Bucket", props: {} },
    { type: "aws:ec2/launchTemplate:LaunchTemplate", props: {} },
    { type: "aws:backup/plan:Plan", props: {} },
  ],
  mutations: [
    ...["redis", "valkey"].map((engine) =>
      refused(`a cluster of ${engine}, plain at rest`, "engine", engine, "memcached"),
    ),
    refused("a cluster of whatever engine", "engine", absent, "memcached"),
    undecided("engine"),
    refused("that leave with a key of AWS", "exportConfig.type", "S3", "NO_EXPORT", ofReports),
    undecided("exportConfig.type", ofReports),
    undecided("exportConfig", { ...ofReports, at: "exportConfig.type" }),
    refused(
      "a bucket that replicates by itself",
      "replicationConfiguration",
      replication,
      "absent",
      ofBucket,
    ),
    undecided("replicationConfiguration", ofBucket),
    become(2, "aws:s3/directoryBucket:DirectoryBucket", "a store that no rule about stores knows"),
    become(2, "aws:dax/cluster:Cluster", "a store that no rule about stores knows"),
    become(2, "aws:athena/workgroup:Workgroup", "a store that no rule about stores knows"),
    become(
      3,
      "aws:ec2/launchConfiguration:LaunchConfiguration",
      "starts machines whose disks, metadata and addresses no launch template holds",
    ),
    become(
      3,
      "aws:ec2/spotFleetRequest:SpotFleetRequest",
      "starts machines whose disks, metadata and addresses no launch template holds",
    ),
    become(3, "aws:apprunner/service:Service", "runs programs where no rule about pods looks"),
    become(4, "aws:dlm/lifecyclePolicy:LifecyclePolicy", "copies between regions without saying whose data"),
    become(
      4,
      "aws:efs/replicationConfiguration:ReplicationConfiguration",
      "copies between regions without saying whose data",
    ),
    become(4, "aws:cloudformation/stack:Stack", "makes resources that no rule is shown"),
  ],
};
