export { bucketArn, PrivateBucket, type PrivateBucketArgs } from "./privateBucket";
