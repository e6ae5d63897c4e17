import { platformImages } from "../../components/facts/images";
import { Registry, type RegistryArgs } from "../../components/registry";
import { built, refusal, statementsOf, type Built } from "../support/built";
import { testContext } from "../support/testContext";

const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/internal";
const make = (changes: Partial<RegistryArgs> = {}): Registry =>
  new Registry("images", {
    context: testContext("europe"),
    keyArn,
    serviceRepositories: ["payments/api"],
    ...changes,
  });

/** Those of the platform, and one of a team. */
const all = [...platformImages, "payments/api"].sort();

describe("a region's registry", () => {
  let registry: Built;
  beforeAll(async () => {
    registry = await built(() => make());
  });

  test("holds the platform's images and the teams', each immutable, scanned, encrypted and protected", () => {
    const repositories = registry.ofType("aws:ecr/repository:Repository");
    expect(repositories.map(({ inputs }) => inputs.name)).toEqual(all);
    for (const { inputs, protect } of repositories) {
      expect(protect).toBe(true);
      expect(inputs).toMatchObject({
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: keyArn }],
        forceDelete: false,
      });
    }
  });

  test("admits no other account", () => {
    const policies = registry.inputsOf("aws:ecr/repositoryPolicy:RepositoryPolicy");
    expect(policies).toHaveLength(all.length);
    for (const { policy } of policies) {
      expect(statementsOf(policy).map(({ Effect, Principal }) => ({ Effect, Principal }))).toEqual([
        { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" } },
      ]);
    }
  });

  test("forgets untagged images after 14 days and all but the newest hundred", () => {
    const policies = registry.inputsOf("aws:ecr/lifecyclePolicy:LifecyclePolicy");
    expect(policies).toHaveLength(all.length);
    for (const { policy } of policies) {
      expect(JSON.parse(policy as string)).toMatchObject({
        rules: [
          { rulePriority: 1, selection: { tagStatus: "untagged", countUnit: "days", countNumber: 14 } },
          {
            rulePriority: 2,
            selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 100 },
          },
        ],
      });
    }
  });

  test("gives the address of every repository", () => {
    const [room] = registry.ofType("azora:registry:Registry");
    expect(Object.keys(room?.outputs.repositoryUrls as object).sort()).toEqual(all);
  });
});

test.each([
  [undefined, "ENHANCED", "CONTINUOUS_SCAN"],
  ["ENHANCED", "ENHANCED", "CONTINUOUS_SCAN"],
  ["BASIC", "BASIC", "SCAN_ON_PUSH"],
] as const)("scan type %s scans everything as %s, %s", async (scanType, type, scanFrequency) => {
  const registry = await built(() => make(scanType === undefined ? {} : { scanType }));
  expect(registry.named("images-scanning").inputs).toEqual({
    scanType: type,
    rules: [{ scanFrequency, repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }] }],
  });
});

test("repositories whose names differ in a slash and a hyphen can stand side by side", async () => {
  const registry = await built(() => make({ serviceRepositories: ["a/b", "a-b"] }));
  expect(registry.ofType("aws:ecr/repository:Repository")).toHaveLength(platformImages.length + 2);
});

test.each([
  [
    ["Payments"],
    'Registry.serviceRepositories is "Payments"; allowed: lower-case path, for example payments/api',
  ],
  [["a//b"], 'Registry.serviceRepositories is "a//b"; allowed: lower-case path, for example payments/api'],
  [["x1", "x1"], 'Registry.serviceRepositories is "x1"; allowed: names that differ from each other'],
  [
    ["platform/postgres"],
    'Registry.serviceRepositories is "platform/postgres"; allowed: names that differ from each other',
  ],
])("%j are refused before anything is created", async (serviceRepositories, message) => {
  await expect(refusal(() => make({ serviceRepositories }))).resolves.toBe(message);
});
