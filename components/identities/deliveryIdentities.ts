import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { stackBudget } from "../facts/budgets";
import {
  boundaryName,
  deliveryNames,
  deployerRole,
  github,
  otherHolders,
  previewEnvironments,
  sessionSeconds,
} from "../facts/delivery";
import { globalStackName, stackNames } from "../facts/regions";
import { check, policyDocument, type RegionContext } from "../shared";
import { boundaryStatements, type BoundaryArgs } from "./boundary";
import { BreakGlassAlarm } from "./breakGlassAlarm";
import { DeliveryRole } from "./deliveryRole";
import { fitting, nameless, packed } from "./packing";
import { breakGlassStatements, deployerStatements, previewStatements } from "./rights";
import { breakGlassMayTake, breakGlassTrust, githubTrust } from "./trust";

export interface DeliveryIdentitiesArgs {
  /** The region of the stack's provider: whose jurisdiction the roles' tags name. */
  readonly home: RegionContext;
  /** Every region, in each of which somebody is told of the break-glass role. */
  readonly regions: readonly RegionContext[];
  /** The one repository whose jobs sign in, as the subject of their tokens names it. @example "azora/platform" */
  readonly repository: string;
  /** Who may take the break-glass role: ARNs of users or roles of the same account. */
  readonly breakGlassPrincipals: readonly string[];
  /** The role of the management account that sets the organisation's guard rails, which `global`'s deployer takes. Default none. */
  readonly organizationRoleArn?: string | undefined;
  /** Who is told when that happens, an e-mail address. */
  readonly owner: string;
}

/** Refuses what IAM would refuse for its length, as far as it hangs on what was asked for, before anything is made. */
function checkSizes({
  home,
  repository,
  breakGlassPrincipals,
  organizationRoleArn,
}: DeliveryIdentitiesArgs): void {
  const { accountId, domain } = home;
  for (const holder of [...stackNames(), ...Object.values(otherHolders)])
    fitting(
      boundaryName(holder),
      nameless(boundaryStatements({ accountId, domain, holder, organizationRoleArn })),
      "managedCharactersMax",
    );
  for (const stack of stackNames())
    packed(deployerRole(stack), deployerStatements({ accountId, stack, organizationRoleArn }));
  fitting(
    `trust of ${deliveryNames.preview}`,
    githubTrust(accountId, repository, previewEnvironments),
    "trustCharactersMax",
  );
  fitting(
    `trust of ${deliveryNames.breakGlass}`,
    breakGlassTrust(breakGlassPrincipals),
    "trustCharactersMax",
  );
}

/**
 * Who delivers, in one account: GitHub's jobs by their environment, without a key, and named people when that fails.
 * Every role is bounded: what a deployer may change, and what it may let its own roles do, ends at its stack's boundary, which
 * it cannot change; nor can it change another. Runs: a monthly charge for a key in each region.
 * @throws InvalidValueError before anything is created, if the repository or a principal cannot be used, or IAM would refuse a
 *   policy for its length.
 */
export class DeliveryIdentities extends pulumi.ComponentResource {
  /** Stack → ARN of the role that deploys it. */
  readonly deployerRoleArns: pulumi.Output<Record<string, string>>;
  readonly previewRoleArn: pulumi.Output<string>;
  readonly breakGlassRoleArn: pulumi.Output<string>;

  constructor(name: string, args: DeliveryIdentitiesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:identities:DeliveryIdentities", name, {}, opts);
    const { home, repository, breakGlassPrincipals, organizationRoleArn } = args;
    const { accountId } = home;
    check(
      /^[\w.-]+(@\d+)?\/[\w.-]+(@\d+)?$/.test(repository),
      "DeliveryIdentities.repository",
      repository,
      "<owner>/<name>",
    );
    for (const principal of breakGlassPrincipals)
      check(
        new RegExp(`^arn:aws:iam::${accountId}:(user|role)/(?!aws-)[\\w+=,.@/-]+$`).test(principal),
        "DeliveryIdentities.breakGlassPrincipals",
        principal,
        `users or roles of account ${accountId} by their ARN`,
      );
    checkSizes(args);
    const tags = {
      ...home.tags({ service: "identities" }),
      [stackBudget.stackTag]: globalStackName,
    };
    const child = { parent: this };

    const provider = new aws.iam.OpenIdConnectProvider(
      `${name}-github`,
      {
        url: `https://${github.issuer}`,
        clientIdLists: [github.audience],
        tags: { ...tags, Name: "azora-github" },
      },
      child,
    );
    const bounded = (holder: string): pulumi.Output<string> =>
      this.boundary(name, { accountId, domain: home.domain, holder, organizationRoleArn }, tags);
    // Of the roles by which S3 copies objects, which the stack makes later, and of those by which AWS Backup copies volumes.
    bounded(otherHolders.copies);
    bounded(otherHolders.vaults);
    // IAM looks up whom a trust names.
    const role = { parent: this, dependsOn: [provider] };
    const preview = new DeliveryRole(
      `${name}-preview`,
      {
        roleName: deliveryNames.preview,
        description: "Compares the program with what is deployed; changes nothing",
        trust: githubTrust(accountId, repository, previewEnvironments),
        rights: previewStatements(accountId),
        sessionSeconds: sessionSeconds.preview,
        boundaryArn: bounded(otherHolders.preview),
        tags,
      },
      role,
    );
    const breakGlass = new DeliveryRole(
      `${name}-break-glass`,
      {
        roleName: deliveryNames.breakGlass,
        description: "What a person takes when workflows cannot; every use is told to the owner",
        trust: breakGlassTrust(breakGlassPrincipals),
        rights: breakGlassStatements(accountId),
        sessionSeconds: sessionSeconds.breakGlass,
        boundaryArn: bounded(otherHolders.breakGlass),
        tags,
      },
      child,
    );
    const deployers = stackNames().map((stack): [string, pulumi.Output<string>] => {
      const { roleArn } = new DeliveryRole(
        `${name}-deployer-${stack}`,
        {
          roleName: deployerRole(stack),
          description: `Deploys the stack ${stack}`,
          trust: [...githubTrust(accountId, repository, [stack]), breakGlassMayTake(accountId)],
          rights: deployerStatements({ accountId, stack, organizationRoleArn }),
          sessionSeconds: sessionSeconds.deployer,
          boundaryArn: bounded(stack),
          tags,
        },
        { parent: this, dependsOn: [provider, breakGlass] },
      );
      return [stack, roleArn];
    });
    for (const context of args.regions)
      new BreakGlassAlarm(
        `${name}-alarm-${context.region.name}`,
        { context, roleArn: breakGlass.roleArn, owner: args.owner },
        child,
      );

    this.deployerRoleArns = pulumi.output(Object.fromEntries(deployers));
    this.previewRoleArn = preview.roleArn;
    this.breakGlassRoleArn = breakGlass.roleArn;
    this.registerOutputs({
      deployerRoleArns: this.deployerRoleArns,
      previewRoleArn: this.previewRoleArn,
      breakGlassRoleArn: this.breakGlassRoleArn,
    });
  }

  /** The most that one holder, and whatever role it makes, may do. */
  private boundary(
    name: string,
    args: BoundaryArgs,
    tags: Readonly<Record<string, string>>,
  ): pulumi.Output<string> {
    const policyName = boundaryName(args.holder);
    return new aws.iam.Policy(
      `${name}-boundary-${args.holder}`,
      {
        name: policyName,
        path: deliveryNames.boundaryPath,
        description: `The most that ${args.holder}, and any role that it makes, may do`,
        policy: policyDocument(
          fitting(policyName, nameless(boundaryStatements(args)), "managedCharactersMax"),
        ),
        tags: { ...tags, Name: policyName },
      },
      { parent: this },
    ).arn;
  }
}
