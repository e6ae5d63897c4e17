import * as aws from "@pulumi/aws";

/** The AWS provider of one region; it refuses every account but the configured one. */
export function awsProvider(name: string, awsRegion: string, accountId: string): aws.Provider {
  return new aws.Provider(name, {
    region: awsRegion as aws.Region,
    allowedAccountIds: [accountId],
  });
}
