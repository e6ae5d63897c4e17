/**
 * Who delivers the platform, and how each is named. Names are fixed, since stack files, workflows and policies refer to them
 * before what they name exists.
 */
import { allRegions, globalStackName, stackNames } from "./regions";
import { runner } from "./runner";

/** GitHub's identity provider ("OpenID Connect reference", docs.github.com, read 2026-11). */
export const github = {
  issuer: "token.actions.githubusercontent.com",
  /** What the action that signs in asks for (aws-actions/configure-aws-credentials, `audience`). */
  audience: "sts.amazonaws.com",
} as const;

/** What no workflow may change: a workflow that could would decide itself who starts it. */
export const deliveryNames = {
  deployerPrefix: "azora-deployer-",
  preview: "azora-preview",
  /** Begins the names of the roles by which S3 copies objects, and of the alarms on that; no region's name begins so. */
  copierPrefix: "azora-copies-",
  breakGlass: "azora-break-glass",
  /** People's own, made by hand (docs/deploy.md). */
  admin: "azora-admin",
  /** Begins the name of every boundary; what follows says whose it is. */
  boundaryPrefix: "azora-boundary-",
  /** Path of permission boundaries, by which rules tell them from policies that grant. */
  boundaryPath: "/boundaries/",
  /** Path of the policies that delivery's roles hold. */
  rightsPath: "/delivery/",
  /** Rule and topic of the alarm, in every region. */
  alarm: "azora-global-break-glass",
  /** Rule that tells of logs which are to end early, in every region. */
  shortLogs: "azora-global-short-logs",
  /** Begins the names of everything that tells. */
  alarmPrefix: "azora-global-",
} as const;

/** The state that docs/deploy.md makes: a bucket by the account's number, and one multi-region key. */
export const pulumiState = {
  project: "azora",
  /** Where the state is: not in the primary region, which it must outlive. */
  awsRegion: "eu-central-1",
  bucketPrefix: "azora-state-",
  keyAlias: "alias/azora-state",
  /** The key's owner by its tag, in every region: no stack, so that none takes it for its own or for another's. */
  keyOwner: "state",
  /**
   * Under this name the key is told for which stack it encrypts or decrypts, so that one stack's deployer cannot read another's
   * secrets. The provider of secrets is asked for it by `context_<name>` (gocloud.dev/secrets/awskms, v0.37 and later).
   */
  contextKey: "stack",
} as const;

/** The address of a stack's provider of secrets, as `pulumi stack init` takes it. */
export function secretsProvider(stack: string): string {
  const { awsRegion, keyAlias, contextKey } = pulumiState;
  return `awskms://${keyAlias}?region=${awsRegion}&context_${contextKey}=${stack}`;
}

/**
 * Holders of a boundary of their own that deploy no stack; `copies` is that of the roles by which S3 copies objects, `vaults` of
 * those by which AWS Backup copies volumes.
 */
export const otherHolders = {
  preview: "preview",
  breakGlass: "break-glass",
  copies: "copies",
  vaults: "vaults",
} as const;

/** Environments of GitHub in which previews run: of `main`, and of a branch that a maintainer lets. */
export const previewEnvironments = ["preview-main", "preview-branch"] as const;

/** How long one may act, in seconds; IAM allows 3600 to 43200 ("Update the maximum session duration", IAM user guide). */
export const sessionSeconds = {
  /** As long as the job: credentials that end before a first `up` does leave it half done. */
  deployer: runner.jobTimeoutMinutes * 60,
  /** The shortest that IAM lets a role have. */
  preview: 3600,
  breakGlass: 3600,
} as const;

/** Oldest second factor with which the break-glass role may be taken, in seconds: it is shown for that, not for the day. */
export const breakGlassMfaSeconds = 900;

/** The role that deploys a stack, whose environment of GitHub has the stack's name. */
export function deployerRole(stack: string): string {
  return `${deliveryNames.deployerPrefix}${stack}`;
}

/** The name of the boundary of a stack's deployer and of every role that the stack makes, or of another role of delivery. */
export function boundaryName(holder: string): string {
  return `${deliveryNames.boundaryPrefix}${holder}`;
}

/** The ARN of a boundary. @param holder a stack, or one of {@link otherHolders}. */
export function boundaryArn(accountId: string, holder: string): string {
  return `arn:aws:iam::${accountId}:policy${deliveryNames.boundaryPath}${boundaryName(holder)}`;
}

/** The environments whose jobs may sign in to AWS. */
export function trustedEnvironments(): readonly string[] {
  return [...previewEnvironments, ...stackNames()];
}

/** The subject of the tokens of one environment's jobs. @param repository `<owner>/<name>` */
export function subjectOf(repository: string, environment: string): string {
  return `repo:${repository}:environment:${environment}`;
}

/** The regions whose resources a stack makes: its own, or all for the stack that joins them. */
export function regionsOfStack(stack: string): ReturnType<typeof allRegions> {
  return allRegions().filter(({ name }) => stack === globalStackName || name === stack);
}
