export { BucketReplication } from "./bucketReplication";
export { bucketKeyStatement } from "./bucketKey";
export { backupReportDelivery, inventoryDelivery } from "./bucketStatements";
export { ObjectCopies, type AuditArchive, type CopyRegion } from "./objectCopies";
export { bucketArn, PrivateBucket, type PrivateBucketArgs } from "./privateBucket";
export { RegionObjects } from "./regionObjects";
export { ReplicatedBucket } from "./replicatedBucket";
