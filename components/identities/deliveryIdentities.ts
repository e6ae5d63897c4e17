import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { stackBudget } from "../facts/budgets";
import { deliveryNames, deployerRole, github, previewEnvironments, sessionSeconds } from "../facts/delivery";
import { globalStackName, stackNames } from "../facts/regions";
import { check, policyDocument, type RegionContext } from "../shared";
import { boundaryStatements } from "./boundary";
import { BreakGlassAlarm } from "./breakGlassAlarm";
import { DeliveryRole } from "./deliveryRole";
import { packed } from "./packing";
import { breakGlassStatements, deployerStatements, previewStatements } from "./rights";
import { breakGlassTrust, githubTrust } from "./trust";

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

/**
 * Who delivers, in one account: GitHub's jobs by their environment, without a key, and named people when that fails.
 * Deployers are bounded: what they may change, and what they may let their own roles do, ends at the boundary, which they
 * cannot change; nor can they change one another. Runs: a monthly charge for a key in each region.
 * @throws InvalidValueError before anything is created, if the repository or a principal cannot be used.
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
    const bounds = boundaryStatements(accountId);
    packed(deliveryNames.boundary, bounds);
    const boundary = new aws.iam.Policy(
      `${name}-boundary`,
      {
        name: deliveryNames.boundary,
        path: deliveryNames.boundaryPath,
        description: "The most that a deployer, and any role that it makes, may do",
        policy: policyDocument(bounds),
        tags: { ...tags, Name: deliveryNames.boundary },
      },
      child,
    );
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
        boundaryArn: boundary.arn,
        tags,
      },
      role,
    );
    const deployers = stackNames().map((stack): [string, pulumi.Output<string>] => {
      const { roleArn } = new DeliveryRole(
        `${name}-deployer-${stack}`,
        {
          roleName: deployerRole(stack),
          description: `Deploys the stack ${stack}`,
          trust: githubTrust(accountId, repository, [stack]),
          rights: deployerStatements({ accountId, stacks: [stack], organizationRoleArn }),
          sessionSeconds: sessionSeconds.deployer,
          boundaryArn: boundary.arn,
          tags,
        },
        role,
      );
      return [stack, roleArn];
    });
    const breakGlass = new DeliveryRole(
      `${name}-break-glass`,
      {
        roleName: deliveryNames.breakGlass,
        description: "What a person does when workflows cannot; every use is told to the owner",
        trust: breakGlassTrust(breakGlassPrincipals),
        rights: breakGlassStatements(accountId, organizationRoleArn),
        sessionSeconds: sessionSeconds.breakGlass,
        tags,
      },
      child,
    );
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
}
