import { rule } from "../../../../policies/compliance/rules/kubernetesImages";
import { absent } from "../../../support/mutations";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { deployment, digest, inDeployment, otherWorkloads, podPaths } from "../../../support/podFixtures";
import type { Fixture, RuleCases } from "../../../support/rules";

const pod = inDeployment;
const image = `${pod}.containers[0].image`;
const ours = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/services/api";
const from =
  "from our ECR, registry.k8s.io/…, quay.io/jetstack/…, quay.io/argoproj/…, public.ecr.aws/eks/…, public.ecr.aws/karpenter/…";
const pinned = "a digest or a full version";

/** Names that are fine, one a pod. */
const accepted = [
  `${ours}:1.2.3`,
  `${ours}:v1.36.0-eksbuild.25`,
  `${ours}:latest@${digest}`,
  `${ours}:0123456789abcdef0123456789abcdef01234567`,
  `111122223333.dkr-ecr.eu-central-1.on.aws/services/api@${digest}`,
  "quay.io/jetstack/cert-manager-controller:v1.21.1",
  `public.ecr.aws/karpenter/controller:1.14.1@${digest}`,
].map((name): Fixture => ({
  type: "kubernetes:core/v1:Pod",
  props: { spec: { containers: [{ image: name }], volumes: [{ image: { reference: name } }] } },
}));

export const cases: RuleCases = {
  rule,
  fixtures: [deployment, ...otherWorkloads.map(({ fixture }) => fixture), ...accepted],
  mutations: [
    ...otherWorkloads.map(({ pod: path, fixture }, index) =>
      refused("an image that moves", `${path}.containers[0].image`, `${ours}:latest`, pinned, {
        resource: index + 1,
        of: fixture.type,
      }),
    ),
    ...["latest", "stable", "1.2", "1", "v2", "1.2.3-latest", "1.2.3-SNAPSHOT", "2026-11-24", ""].map((tag) =>
      refused(`the tag "${tag}"`, image, `${ours}:${tag}`, pinned),
    ),
    refused("no tag", image, ours, pinned),
    refused("a port that is no tag", image, "registry.k8s.io:443/proxy/proxy", pinned),
    refused("a digest that is too short", image, `${ours}:1.2.3@sha256:0123`, pinned),
    refused("a digest of another kind", image, `${ours}@md5:${"0".repeat(32)}`, pinned),
    refused("an empty digest", image, `${ours}:1.2.3@`, pinned),
    refused("Docker Hub, by its short name", image, `nginx@${digest}`, from),
    refused("Docker Hub", image, `docker.io/library/nginx:1.29.0`, from),
    refused("the part of quay.io where anybody publishes", image, "quay.io/someone/app:1.0.0", from),
    refused("the part of ECR where anybody publishes", image, "public.ecr.aws/someone/app:1.0.0", from),
    refused(
      "a registry whose name begins like ours",
      image,
      `${ours.replace("/", ".evil.example/")}:1.0.0`,
      from,
    ),
    refused("a path that begins like an allowed one", image, "quay.io/jetstack-mirror/app:1.0.0", from),
    refused("no image", image, absent, from),
    refused("an init container's image that moves", `${pod}.initContainers[0].image`, `${ours}:main`, pinned),
    refused(
      "an image to look inside with",
      `${pod}.ephemeralContainers`,
      [{ image: "busybox:1.37.0" }],
      from,
      {
        at: `${pod}.ephemeralContainers[0].image`,
        found: '"busybox:1.37.0"',
      },
    ),
    refused("an image as a volume", `${pod}.volumes[0].image`, { reference: "ghcr.io/a/b:1.0.0" }, from, {
      at: `${pod}.volumes[0].image.reference`,
      found: '"ghcr.io/a/b:1.0.0"',
    }),
    refused("a volume's image without a name", `${pod}.volumes[0].image`, {}, from, {
      at: `${pod}.volumes[0].image.reference`,
      found: "absent",
    }),
    ...allUndecided([
      image,
      `${pod}.initContainers[0].image`,
      `${pod}.ephemeralContainers[0].image`,
      `${pod}.containers`,
      `${pod}.volumes`,
      `${pod}.volumes[0].image`,
      `${pod}.volumes[0].image.reference`,
    ]),
    undecided(pod),
  ],
  survivors: podPaths.flatMap((path) => [
    { path, why: "a pod without containers is kubernetes-limits' to refuse" },
    { path: `${path}.volumes*`, why: "no volume is fine; one that is an image is in the table" },
  ]),
};
