/** What each role of delivery may do; pure, so that every statement can be tested. */
import { stackBudget } from "../facts/budgets";
import { deliveryNames, github, pulumiState, regionsOfStack } from "../facts/delivery";
import {
  joinedActions,
  joiningActions,
  keepingActions,
  makingActions,
  providerActions,
  roleActions,
  roleOwners,
  roleTakers,
} from "../facts/deployerActions";
import { globalStackName, stackNames, type Region } from "../facts/regions";
import type { PolicyStatement } from "../shared";

/** Everything that a stack makes says by this tag whose it is. */
const requested = `aws:RequestTag/${stackBudget.stackTag}`;
const existing = `aws:ResourceTag/${stackBudget.stackTag}`;

/** Whose rights are asked for. */
export interface RightsArgs {
  readonly accountId: string;
  /** Names of stacks. */
  readonly stacks: readonly string[];
  /** The role of the management account that sets the organisation's guard rails. Default none. */
  readonly organizationRoleArn?: string | undefined;
}

/** Resources whose ARNs carry the stack's name, by service; `{}` stands for `azora-<stack>`. */
const namedResources: Readonly<Record<string, readonly string[]>> = {
  codebuild: ["project/{}-*"],
  eks: [
    "access-entry/{}-*/*",
    "addon/{}-*/*",
    "cluster/{}-*",
    "nodegroup/{}-*/*",
    "podidentityassociation/{}-*/*",
  ],
  elasticloadbalancing: ["app", "net"].flatMap((kind) => [
    `listener/${kind}/{}-*/*`,
    `loadbalancer/${kind}/{}-*/*`,
  ]),
  events: ["rule/{}-*"],
  logs: ["log-group:/aws/codebuild/{}-*", "log-group:/aws/eks/{}-*"],
  sqs: ["{}-*"],
};

function allow(
  Sid: string,
  Action: string | readonly string[],
  Resource: string | readonly string[],
  Condition?: PolicyStatement["Condition"],
): PolicyStatement {
  return { Sid, Effect: "Allow", Action, Resource, ...(Condition ? { Condition } : {}) };
}

/** What is made carries the stack's tag from birth; nothing that already has an owner's tag can be taken over by it. */
function making(Sid: string, actions: readonly string[], names: readonly string[]): PolicyStatement {
  return allow(Sid, actions, "*", {
    StringEquals: { [requested]: names },
    Null: { [existing]: "true" },
  });
}

/** What is made stands in something that has the tag already: a subnet in its network. */
function keeping(Sid: string, actions: readonly string[], names: readonly string[]): PolicyStatement {
  return allow(Sid, actions, "*", { StringEquals: { [existing]: names } });
}

function byName(accountId: string, regions: readonly Region[]): PolicyStatement {
  const resources = Object.entries(namedResources).flatMap(([service, kinds]) =>
    regions.flatMap(({ name, awsRegion }) =>
      kinds.map(
        (kind) => `arn:aws:${service}:${awsRegion}:${accountId}:${kind.replace("{}", `azora-${name}`)}`,
      ),
    ),
  );
  const buckets = regions.map(({ name }) => `arn:aws:s3:::azora-${name}-*`);
  const services = [...Object.keys(namedResources), "s3"];
  return allow(
    "ByName",
    services.map((service) => `${service}:*`),
    [...resources, ...buckets],
  );
}

/** Roles of a stack's name, handed to the services that run it; the boundary says what such a role may be. */
function roles(accountId: string, regions: readonly Region[]): PolicyStatement[] {
  const iam = (resource: string): string => `arn:aws:iam::${accountId}:${resource}`;
  const own = regions.map(({ name }) => iam(`role/azora-${name}-*`));
  return [
    allow("Roles", roleActions, [
      ...own,
      ...regions.map(({ name }) => iam(`instance-profile/azora-${name}-*`)),
    ]),
    allow("HandRoles", "iam:PassRole", own, { StringEquals: { "iam:PassedToService": roleTakers } }),
    allow(
      "ClusterIdentity",
      providerActions,
      regions.map(({ awsRegion }) => iam(`oidc-provider/oidc.eks.${awsRegion}.amazonaws.com/*`)),
    ),
  ];
}

function servicesOwnRoles(accountId: string): PolicyStatement {
  return allow(
    "ServicesOwnRoles",
    "iam:CreateServiceLinkedRole",
    `arn:aws:iam::${accountId}:role/aws-service-role/*`,
    { StringEquals: { "iam:AWSServiceName": roleOwners } },
  );
}

function aliases(accountId: string, regions: readonly Region[], owners: readonly Region[]): string[] {
  return regions.flatMap(({ awsRegion }) =>
    owners.map(({ name }) => `arn:aws:kms:${awsRegion}:${accountId}:alias/azora/${name}/*`),
  );
}

/** What makes and keeps the regions themselves. */
function regional(accountId: string, regions: readonly Region[]): PolicyStatement[] {
  const names = regions.map(({ name }) => name);
  return [
    making("Make", makingActions, names),
    keeping("Keep", [...makingActions, ...keepingActions], names),
    byName(accountId, regions),
    allow(
      "Aliases",
      ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"],
      regions.flatMap((region) => aliases(accountId, [region], [region])),
    ),
    ...roles(accountId, regions),
    allow("Scanning", "ecr:PutRegistryScanningConfiguration", "*"),
  ];
}

/** What joins the regions. */
function joining(accountId: string, regions: readonly Region[]): PolicyStatement[] {
  const names = regions.map(({ name }) => name);
  return [
    making("Join", joiningActions, names),
    keeping("Joined", [...joiningActions, ...joinedActions], names),
    allow("JoinedKeys", "kms:ReplicateKey", `arn:aws:kms:*:${accountId}:key/*`, {
      StringEquals: { [existing]: names },
    }),
    allow(
      "JoinedAliases",
      ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"],
      aliases(accountId, regions, regions),
    ),
    allow(
      "JoinedZones",
      ["route53:AssociateVPCWithHostedZone", "route53:DisassociateVPCFromHostedZone"],
      "arn:aws:route53:::hostedzone/*",
    ),
    allow("Images", "ecr:PutReplicationConfiguration", "*"),
  ];
}

/** Use of the key of state and secrets, which its alias tells from every other. */
function stateKey(accountId: string, actions: readonly string[]): PolicyStatement {
  return allow("StateKey", actions, `arn:aws:kms:*:${accountId}:key/*`, {
    "ForAnyValue:StringEquals": { "kms:ResourceAliases": pulumiState.keyAlias },
  });
}

/**
 * The state of some stacks, as Pulumi lays it out in a bucket (pkg/backend/diy: store.go, lock.go); the states of others are
 * read by what reads everything.
 */
function state({ accountId, stacks }: RightsArgs): PolicyStatement[] {
  const bucket = `arn:aws:s3:::${pulumiState.bucketPrefix}${accountId}`;
  const { project } = pulumiState;
  return [
    allow(
      "State",
      ["s3:DeleteObject", "s3:PutObject"],
      stacks.flatMap((stack) => [
        `${bucket}/.pulumi/stacks/${project}/${stack}.json*`,
        `${bucket}/.pulumi/locks/organization/${project}/${stack}/*`,
        ...["backups", "history", "journal"].map(
          (folder) => `${bucket}/.pulumi/${folder}/${project}/${stack}/*`,
        ),
      ]),
    ),
    stateKey(accountId, ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"]),
  ];
}

/** Everything that previews need beside reading: they decrypt the state, and nothing else that is encrypted. */
export function previewStatements(accountId: string): PolicyStatement[] {
  return [stateKey(accountId, ["kms:Decrypt", "kms:DescribeKey"])];
}

/** What brings the named stacks to AWS: what they make, their budgets, their state. */
export function deployerStatements(args: RightsArgs): PolicyStatement[] {
  const { accountId, stacks } = args;
  const regions = stacks.filter((stack) => stack !== globalStackName).flatMap(regionsOfStack);
  const joins = stacks.includes(globalStackName);
  return [
    ...(regions.length > 0 ? regional(accountId, regions) : []),
    ...(joins && args.organizationRoleArn !== undefined
      ? [allow("GuardRails", "sts:AssumeRole", args.organizationRoleArn)]
      : []),
    ...(joins ? joining(accountId, regionsOfStack(globalStackName)) : []),
    servicesOwnRoles(accountId),
    allow(
      "Budgets",
      "budgets:*",
      stacks.map((stack) => `arn:aws:budgets::${accountId}:budget/azora-${stack}-*`),
    ),
    ...state(args),
  ];
}

/**
 * What a person does when workflows cannot: all that deployers may in every stack, and mending the deployers' own roles and
 * their trust. It cannot change itself.
 */
export function breakGlassStatements(accountId: string, organizationRoleArn?: string): PolicyStatement[] {
  const iam = (resource: string): string => `arn:aws:iam::${accountId}:${resource}`;
  return [
    ...deployerStatements({ accountId, stacks: stackNames(), organizationRoleArn }),
    allow("MendDelivery", roleActions, [
      iam(`role/${deliveryNames.deployerPrefix}*`),
      iam(`role/${deliveryNames.preview}`),
    ]),
    allow("MendTrust", providerActions, iam(`oidc-provider/${github.issuer}`)),
  ];
}
