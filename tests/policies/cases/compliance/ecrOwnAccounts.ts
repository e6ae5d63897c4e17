import { rule } from "../../../../policies/compliance/rules/ecrOwnAccounts";
import { releases, variant } from "../../../support/helmFixtures";
import { allUndecided, refused } from "../../../support/mutationLines";
import { deployment, digest, inDeployment, otherWorkloads, podPaths } from "../../../support/podFixtures";
import type { Fixture, RuleCases } from "../../../support/rules";

const ecrOf = (account: string): string => `${account}.dkr.ecr.eu-central-1.amazonaws.com`;
const ours = `${ecrOf("111122223333")}/services/api@${digest}`;
const theirs = `${ecrOf("999999999999")}/services/api@${digest}`;
const wanted = "ECR of one of our accounts: 111122223333, 444455556666";

const provider = (name: string, account: string): Fixture => ({
  type: "pulumi:providers:aws",
  name,
  props: { region: "eu-central-1", allowedAccountIds: `["${account}"]` },
});
const fixtures: readonly Fixture[] = [
  provider("aws", "111122223333"),
  provider("shared", "444455556666"),
  deployment,
  {
    type: "aws:ecs/taskDefinition:TaskDefinition",
    props: { containerDefinitions: JSON.stringify([{ name: "api", image: ours }]) },
  },
  { type: "aws:lambda/function:Function", props: { imageUri: ours } },
  { type: "aws:codebuild/project:Project", props: { environment: { image: ours } } },
  {
    type: "aws:apprunner/service:Service",
    props: { sourceConfiguration: { imageRepository: { imageIdentifier: ours } } },
  },
  releases.certManager,
  {
    ...variant(releases.certManager, { chart: `oci://${ecrOf("444455556666")}/charts/cert-manager` }),
    name: "copy",
  },
  { type: "aws:codebuild/project:Project", props: { environment: { image: "aws/codebuild/standard:7.0" } } },
  ...otherWorkloads.map(({ fixture }) => fixture),
];
const workloads = fixtures.length - otherWorkloads.length;
const running = { resource: 2, of: "deployment" };
const task = { resource: 3, of: "task" };
const chart = { resource: 7, of: "chart" };
const image = `${inDeployment}.containers[0].image`;
const taskImage = "containerDefinitions[0].image";
const byField: readonly (readonly [number, string])[] = [
  [3, taskImage],
  [4, "imageUri"],
  [5, "environment.image"],
  [6, "sourceConfiguration.imageRepository.imageIdentifier"],
];

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    refused("an image of another account", image, theirs, wanted, running),
    refused(
      "the same by its newer name",
      image,
      `999999999999.dkr-ecr.us-east-1.on.aws/evil@${digest}`,
      wanted,
      running,
    ),
    refused("an image as a volume", `${inDeployment}.volumes[0].image`, { reference: theirs }, wanted, {
      ...running,
      at: `${inDeployment}.volumes[0].image.reference`,
      found: JSON.stringify(theirs),
    }),
    ...otherWorkloads.map(({ pod, fixture }, index) =>
      refused("an image of another account", `${pod}.initContainers[0].image`, theirs, wanted, {
        resource: workloads + index,
        of: fixture.type,
      }),
    ),
    ...byField.map(([resource, path]) =>
      refused("an image of another account", path, theirs, wanted, {
        resource,
        of: fixtures[resource]?.type ?? "",
      }),
    ),
    refused("a chart of another account", "chart", `oci://${theirs}`, wanted, chart),
    refused("an image that values move", "values.webhook.image", { repository: theirs }, wanted, {
      ...chart,
      at: "values.webhook.image.repository",
      found: JSON.stringify(theirs),
    }),
    refused("a registry that values name", "values.image", { registry: ecrOf("999999999999") }, wanted, {
      ...chart,
      at: "values.image.registry",
      found: JSON.stringify(ecrOf("999999999999")),
    }),
    refused("a home of all images", "values.imageRegistry", ecrOf("999999999999"), wanted, chart),
    refused("a container that values add", "values.extraContainers", [{ image: theirs }], wanted, {
      ...chart,
      at: "values.extraContainers[0].image",
      found: JSON.stringify(theirs),
    }),
    refused(
      "a stack that works in no account",
      "@type",
      "pulumi:providers:tls",
      "ECR of one of our accounts: 444455556666",
      {
        resource: 0,
        at: image,
        found: JSON.stringify(ours),
      },
    ),
    ...allUndecided([image], running),
    ...allUndecided(["containerDefinitions", taskImage], task),
    ...allUndecided(["chart"], chart),
  ],
  survivors: [
    { path: "chart", why: "where a chart comes from, besides ECR, is helm-sources' to say" },
    { path: "environment*", why: "an image that is in no ECR is the build's own concern" },
    { path: "values*", why: "an image that is in no ECR is helm-images' to refuse" },
    ...podPaths.map((path) => ({
      path: `${path}*`,
      why: "an image that is in no ECR is kubernetes-images' to refuse",
    })),
  ],
};
