export { inventoryDelivery } from "./bucketStatements";
export { ObjectCopies, type AuditArchive } from "./objectCopies";
export { bucketArn, PrivateBucket, type PrivateBucketArgs } from "./privateBucket";
export { RegionObjects } from "./regionObjects";
export { ReplicatedBucket, type ReplicatedBucketArgs } from "./replicatedBucket";
