import * as aws from "@pulumi/aws";

/** The AWS provider of one region; it refuses every account but the configured one. */
export function awsProvider(name: string, awsRegion: string, accountId: string): aws.Provider {
  return new aws.Provider(name, {
    region: awsRegion as aws.Region,
    allowedAccountIds: [accountId],
  });
}

/** The AWS provider that works by a role of another account, and refuses every account but the role's. */
export function roleProvider(name: string, awsRegion: string, roleArn: string): aws.Provider {
  const [, , , , accountId = ""] = roleArn.split(":");
  return new aws.Provider(name, {
    region: awsRegion as aws.Region,
    allowedAccountIds: [accountId],
    assumeRoles: [{ roleArn, sessionName: "azora-global" }],
  });
}
