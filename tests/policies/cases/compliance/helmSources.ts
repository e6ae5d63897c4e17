import { rule } from "../../../../policies/compliance/rules/helmSources";
import { of, releaseFixtures, releases, variant } from "../../../support/helmFixtures";
import { absent } from "../../../support/mutations";
import { refused, undecided } from "../../../support/mutationLines";
import type { RuleCases } from "../../../support/rules";

const ecr = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/charts/cert-manager";
/** A copy in ECR, to which a mirror's credentials may belong. */
const copy = variant(releases.certManager, {
  chart: `oci://${ecr}`,
  repositoryOpts: { username: "AWS" },
});
const mirrored = { resource: releaseFixtures.length, of: "a copy in ECR" };
const known = "its home in facts/charts.ts, or our ECR";
const repository = "repositoryOpts.repo";

export const cases: RuleCases = {
  rule,
  fixtures: [...releaseFixtures, copy],
  mutations: [
    ...[
      "oci://registry.example.com/charts/cert-manager",
      "oci://quay.io/jetstack/charts/other",
      "oci://quay.io/jetstack/charts/cert-manager:latest",
      "oci://quay.io/jetstack-mirror/charts/cert-manager",
      ecr,
      `https://${ecr}`,
      "https://example.com/cert-manager.tgz",
      "./charts/cert-manager",
      "cert-manager",
      "",
    ].map((chart) => refused(`from "${chart}"`, "chart", chart, known, of("certManager"))),
    refused("an address that holds an ECR's", "chart", `oci://example.com/${ecr}`, known, mirrored),
    refused("no chart", "chart", absent, known, of("certManager")),
    refused("a repository of others", repository, "https://charts.example.com", known, of("metricsServer")),
    refused(
      "a repository of another chart",
      repository,
      "https://aws.github.io/eks-charts",
      known,
      of("metricsServer"),
    ),
    refused(
      "a repository that begins like its home",
      repository,
      "https://kubernetes-sigs.github.io/metrics-server.evil",
      known,
      of("metricsServer"),
    ),
    refused("no repository", "repositoryOpts", absent, known, {
      ...of("metricsServer"),
      at: "chart",
      found: '"metrics-server"',
    }),
    refused("another chart of a known repository", "chart", "other", known, {
      ...of("metricsServer"),
      at: repository,
      found: '"https://kubernetes-sigs.github.io/metrics-server"',
    }),
    refused("a file, beside a known repository", "chart", "./metrics-server", known, of("metricsServer")),
    refused(
      "an address, beside a known repository",
      "chart",
      "https://example.com/metrics-server",
      known,
      of("metricsServer"),
    ),
    undecided("chart", of("certManager")),
    undecided(repository, of("metricsServer")),
    undecided("repositoryOpts", { ...of("metricsServer"), at: repository }),
  ],
};
