import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { imageRetention, platformImages } from "../facts/images";
import { check, policyDocument, type RegionContext } from "../shared";

/** `ENHANCED`: Inspector scans continuously, languages' packages too, for a charge an image; `BASIC`: on push, the system's packages only. */
type ScanType = "ENHANCED" | "BASIC";

export interface RegistryArgs {
  readonly context: RegionContext;
  /** KMS key of class `internal`. */
  readonly keyArn: pulumi.Input<string>;
  /** Repositories of service teams, for example `payments/api`, beside the platform's own; may be empty. */
  readonly serviceRepositories: readonly string[];
  /** Default `ENHANCED`. One setting for the whole registry, that is, account and region. */
  readonly scanType?: ScanType;
}

/** What the account's own principals may do with images, within what IAM allows them; other accounts nothing. */
const imageActions = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:CompleteLayerUpload",
  "ecr:DescribeImages",
  "ecr:GetDownloadUrlForLayer",
  "ecr:InitiateLayerUpload",
  "ecr:ListImages",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
] as const;

const lifecycle = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      description: `untagged images go after ${imageRetention.untaggedDays} days`,
      selection: {
        tagStatus: "untagged",
        countType: "sinceImagePushed",
        countUnit: "days",
        countNumber: imageRetention.untaggedDays,
      },
      action: { type: "expire" },
    },
    {
      // A rule for any image must come last.
      rulePriority: 2,
      description: `the newest ${imageRetention.taggedCount} images stay`,
      selection: {
        tagStatus: "any",
        countType: "imageCountMoreThan",
        countNumber: imageRetention.taggedCount,
      },
      action: { type: "expire" },
    },
  ],
});

/** Names that ECR accepts (API reference, CreateRepository). */
const repositoryName = /^(?=.{2,256}$)[a-z0-9]+(?:[._-][a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-][a-z0-9]+)*)*$/;

/**
 * The region's images: tags never move, every image is scanned and encrypted with the platform's key.
 * Replication between regions belongs to the stack `global`. Runs: a charge a gigabyte and month, and one an image scanned.
 */
export class Registry extends pulumi.ComponentResource {
  /** Repository → address to push to and pull from. */
  readonly repositoryUrls: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: RegistryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:registry:Registry", name, {}, opts);
    const { context } = args;
    const names = [...platformImages, ...args.serviceRepositories];
    const scanType = args.scanType ?? "ENHANCED";
    for (const [index, repository] of names.entries()) {
      check(
        repositoryName.test(repository),
        "Registry.serviceRepositories",
        repository,
        "lower-case path, for example payments/api",
      );
      check(
        names.indexOf(repository) === index,
        "Registry.serviceRepositories",
        repository,
        "names that differ from each other",
      );
    }
    const child = { parent: this };

    new aws.ecr.RegistryScanningConfiguration(
      `${name}-scanning`,
      {
        scanType,
        rules: [
          {
            scanFrequency: scanType === "ENHANCED" ? "CONTINUOUS_SCAN" : "SCAN_ON_PUSH",
            repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }],
          },
        ],
      },
      child,
    );
    const create = (repositoryPath: string): pulumi.Output<string> => {
      const logical = `${name}-${repositoryPath.replaceAll("/", "--")}`;
      const repository = new aws.ecr.Repository(
        logical,
        {
          name: repositoryPath,
          imageTagMutability: "IMMUTABLE",
          imageScanningConfiguration: { scanOnPush: true },
          encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: args.keyArn }],
          forceDelete: false,
          tags: context.tags({ service: "registry", name: repositoryPath }),
        },
        { parent: this, protect: true },
      );
      new aws.ecr.LifecyclePolicy(
        `${logical}-lifecycle`,
        { repository: repository.name, policy: lifecycle },
        child,
      );
      new aws.ecr.RepositoryPolicy(
        `${logical}-policy`,
        {
          repository: repository.name,
          policy: policyDocument([
            {
              Sid: "OwnAccount",
              Effect: "Allow",
              Principal: { AWS: `arn:aws:iam::${context.accountId}:root` },
              Action: imageActions,
            },
          ]),
        },
        child,
      );
      return repository.repositoryUrl;
    };
    this.repositoryUrls = pulumi.all(
      Object.fromEntries(names.map((repository) => [repository, create(repository)])),
    );

    this.registerOutputs({ repositoryUrls: this.repositoryUrls });
  }
}
