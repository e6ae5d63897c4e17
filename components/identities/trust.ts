/** Who may take the roles of delivery; pure, so that every statement can be tested. */
import { breakGlassMfaSeconds, deliveryNames, github, subjectOf } from "../facts/delivery";
import { dataRegions } from "../facts/guardRails";
import type { PolicyStatement } from "../shared";

/** Lets the jobs of some environments of one repository take a role, with a token that was asked for AWS. */
export function githubTrust(
  accountId: string,
  repository: string,
  environments: readonly string[],
): PolicyStatement[] {
  return [
    {
      Sid: "JobsOfEnvironment",
      Effect: "Allow",
      Principal: { Federated: `arn:aws:iam::${accountId}:oidc-provider/${github.issuer}` },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          [`${github.issuer}:aud`]: github.audience,
          [`${github.issuer}:sub`]: environments.map((name) => subjectOf(repository, name)),
        },
      },
    },
  ];
}

/** Lets whoever has taken the break-glass role go on to a deployer's, which is bounded to its stack. */
export function breakGlassMayTake(accountId: string): PolicyStatement {
  return {
    Sid: "PeopleInNeed",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${accountId}:role/${deliveryNames.breakGlass}` },
    Action: "sts:AssumeRole",
  };
}

/**
 * Lets named people take the break-glass role, with a second factor that was shown a moment ago. They call one of the
 * platform's regions: EventBridge sees a call only in the region that it went to, and only there the alarm is set.
 */
export function breakGlassTrust(principals: readonly string[]): PolicyStatement[] {
  return [
    {
      Sid: "NamedPeopleWithMfa",
      Effect: "Allow",
      Principal: { AWS: [...principals] },
      Action: "sts:AssumeRole",
      Condition: {
        Bool: { "aws:MultiFactorAuthPresent": "true" },
        NumericLessThan: { "aws:MultiFactorAuthAge": String(breakGlassMfaSeconds) },
        StringEquals: { "aws:RequestedRegion": dataRegions() },
      },
    },
  ];
}
