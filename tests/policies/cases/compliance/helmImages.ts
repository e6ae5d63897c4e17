import { rule } from "../../../../policies/compliance/rules/helmImages";
import { of, releaseFixtures, releases, variant } from "../../../support/helmFixtures";
import { absent } from "../../../support/mutations";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { digest } from "../../../support/podFixtures";
import type { Fixture, RuleCases } from "../../../support/rules";

const ecr = "111122223333.dkr.ecr.eu-central-1.amazonaws.com";
const from =
  "from our ECR, registry.k8s.io/…, quay.io/jetstack/…, quay.io/argoproj/…, public.ecr.aws/eks/…, public.ecr.aws/karpenter/…";
const version = "a full version";

const having = (release: Fixture, values: Readonly<Record<string, unknown>>): Fixture =>
  variant(release, { values });

/** Images of ours, and what leaves them to the chart. */
const accepted = [
  having(releases.loadBalancerController, { image: { repository: `${ecr}/aws-load-balancer-controller` } }),
  having(releases.loadBalancerController, { image: { tag: `v3.5.0@${digest}` } }),
  having(releases.metricsServer, { image: { repository: "", tag: "" } }),
  having(releases.karpenter, { controller: { image: { tag: "1.14.1", digest } }, initContainers: {} }),
  having(releases.certManager, { imageRegistry: ecr, imageNamespace: "quay/jetstack" }),
  having(releases.certManager, { image: { registry: ecr }, webhook: { image: { registry: "" } } }),
  having(releases.certManager, {
    config: { acmeHTTP01Config: { solverImage: "quay.io/jetstack/cert-manager-acmesolver:v1.21.1" } },
    extraContainers: [{ name: "proxy", image: `${ecr}/proxy@${digest}` }],
    extraArgs: ["--v=2"],
  }),
  having(releases.trustManager, { defaultPackageImage: { _defaultReference: ":v20260101.0.0" } }),
];
const unread: Fixture = {
  type: "kubernetes:helm.sh/v3:Release",
  props: { chart: "oci://example.com/charts/unread", values: { image: { repository: "nginx" } } },
};

/** Every image that values can name. */
const images = [
  ["loadBalancerController", "image"],
  ["certManager", "image"],
  ["certManager", "acmesolver.image"],
  ["certManager", "webhook.image"],
  ["certManager", "cainjector.image"],
  ["certManager", "startupapicheck.image"],
  ["externalDns", "image"],
  ["externalDns", "provider.webhook.image"],
  ["karpenter", "controller.image"],
  ["metricsServer", "image"],
  ["metricsServer", "addonResizer.image"],
  ["trustManager", "image"],
  ["trustManager", "defaultPackageImage"],
  ["argoEvents", "global.image"],
  ["argoEvents", "controller.image"],
  ["argoEvents", "webhook.image"],
  ["argoWorkflows", "controller.image"],
  ["argoWorkflows", "executor.image"],
  ["argoWorkflows", "server.image"],
  ["argoWorkflows", "crds.upgradeJob.image"],
  ["velero", "image"],
  ["velero", "kubectl.image"],
] as const;

/** Every list of containers that values can add. */
const lists = [
  ["certManager", "extraContainers"],
  ["externalDns", "extraContainers"],
  ["externalDns", "initContainers"],
  ["karpenter", "initContainers"],
  ["karpenter", "controller.sidecarContainer"],
  ["argoEvents", "controller.extraContainers"],
  ["argoWorkflows", "server.extraInitContainers"],
  ["velero", "initContainers"],
] as const;

/** Images of the bus, in lists of its versions. */
const listed = [
  "values.configs.nats.versions[0].natsStreamingImage",
  "values.configs.nats.versions[0].metricsExporterImage",
  "values.configs.jetstream.versions[0].natsImage",
  "values.configs.jetstream.versions[0].metricsExporterImage",
  "values.configs.jetstream.versions[0].configReloaderImage",
];

const solver = "values.config.acmeHTTP01Config.solverImage";
const reference = "values.defaultPackageImage._defaultReference";

export const cases: RuleCases = {
  rule,
  fixtures: [...releaseFixtures, ...accepted, unread],
  mutations: [
    ...images.flatMap(([chart, image]) => [
      refused(`${image} from Docker Hub`, `values.${image}.repository`, "someone/app", from, of(chart)),
      refused(`${image} with a tag that moves`, `values.${image}.tag`, "latest", version, of(chart)),
      undecided(`values.${image}.repository`, of(chart)),
    ]),
    refused("a registry of others", "values.image.registry", "docker.io", from, of("certManager")),
    refused("half a version", "values.image.tag", "v1.2", version, of("certManager")),
    refused(
      "a digest that is none",
      "values.image.digest",
      "sha256:1",
      "a SHA-256 digest",
      of("certManager"),
    ),
    ...allUndecided(
      ["values.image", "values.image.registry", "values.image.tag", "values.image.digest"],
      of("certManager"),
    ),
    refused(
      "a tag with a digest that is none",
      "values.image.tag",
      "v3.5.0@sha256:1",
      version,
      of("loadBalancerController"),
    ),
    refused(
      "a registry and a repository of others",
      "values.image",
      { registry: ecr.replace("1111", "x"), repository: "a/b" },
      from,
      {
        ...of("certManager"),
        at: "values.image.repository",
        found: '"a/b"',
      },
    ),
    ...(["certManager", "trustManager"] as const).flatMap((chart) => [
      refused("all images from elsewhere", "values.imageRegistry", "ghcr.io", from, of(chart)),
      refused("no registry, which is Docker Hub", "values.imageRegistry", "", from, of(chart)),
      refused("all images of somebody else", "values.imageNamespace", "someone", from, of(chart)),
      ...allUndecided(["values.imageRegistry", "values.imageNamespace"], of(chart)),
    ]),
    refused(
      "a container with a tag that moves",
      "values.extraContainers[0].image",
      `${ecr}/proxy:main`,
      "a digest or a full version",
      {
        resource: releaseFixtures.length + accepted.length - 2,
        of: "an added container",
      },
    ),
    ...lists.flatMap(([chart, list]) => [
      refused(`${list} from Docker Hub`, `values.${list}`, [{ image: "busybox:1.37.0" }], from, {
        ...of(chart),
        at: `values.${list}[0].image`,
        found: '"busybox:1.37.0"',
      }),
      undecided(`values.${list}`, of(chart)),
    ]),
    ...listed.flatMap((path) => [
      refused("an image of the bus from Docker Hub", path, "nats:2.10.10", from, of("argoEvents")),
      refused(
        "an image of the bus that moves",
        path,
        `${ecr}/platform/nats:latest`,
        "a digest or a full version",
        of("argoEvents"),
      ),
      undecided(path, of("argoEvents")),
    ]),
    refused("no image of the bus", "values.configs.jetstream.versions", [{}], from, {
      ...of("argoEvents"),
      at: "values.configs.jetstream.versions[0].natsImage",
      found: "absent",
    }),
    refused("the image of the chart itself, which is Docker Hub's", "values.image", absent, from, {
      ...of("velero"),
      at: "values.image.repository",
    }),
    refused("all images by a tag that moves", "values.images.tag", "latest", version, of("argoWorkflows")),
    undecided("values.images.tag", of("argoWorkflows")),
    refused("a solver from Docker Hub", solver, "someone/solver:1.0.0", from, of("certManager")),
    refused(
      "a solver that moves",
      solver,
      "quay.io/jetstack/cert-manager-acmesolver:latest",
      "a digest or a full version",
      of("certManager"),
    ),
    undecided(solver, of("certManager")),
    refused(
      "a solver by an argument",
      "values.extraArgs[0]",
      "--acme-http01-solver-image=x",
      "no such argument",
      of("certManager"),
    ),
    undecided("values.extraArgs[0]", of("certManager")),
    refused("authorities from an image that moves", reference, ":latest", version, of("trustManager")),
    undecided(reference, of("trustManager")),
    undecided("chart", of("certManager")),
    undecided("values", { ...of("karpenter"), at: "values.initContainers" }),
  ],
  survivors: [{ path: "chart", why: "a chart without a row is listed by helm-seen: nobody has read it" }],
};
