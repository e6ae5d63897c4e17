import { rule } from "../../../../policies/compliance/rules/helmPinned";
import { of, releaseFixtures } from "../../../support/helmFixtures";
import { absent } from "../../../support/mutations";
import { allUndecided, refused } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

const ecr = "oci://111122223333.dkr.ecr.eu-central-1.amazonaws.com/charts";
const release = (chart: string, version: string): Fixture => ({
  type: "kubernetes:helm.sh/v3:Release",
  props: { chart, version, atomic: true },
});
/** Copies in a mirror, and charts that facts do not name. */
const others = [
  release(`${ecr}/cert-manager`, "v1.21.1"),
  release(`${ecr}/team-chart`, "1.2.3"),
  release(`${ecr}/team-chart`, "v1.2.3-rc.1+build.7"),
];
const mirrored = { resource: releaseFixtures.length, of: "a copy in a mirror" };
const unnamed = { resource: releaseFixtures.length + 1, of: "a chart that facts do not name" };
const exact = "an exact version";

export const cases: RuleCases = {
  rule,
  fixtures: [...releaseFixtures, ...others],
  mutations: [
    ...(
      [
        ["loadBalancerController", "3.5.0"],
        ["certManager", "v1.21.1"],
        ["externalDns", "1.21.1"],
        ["karpenter", "1.14.1"],
        ["karpenterCrd", "1.14.1"],
        ["metricsServer", "3.13.1"],
        ["trustManager", "v0.24.0"],
      ] as const
    ).flatMap(([chart, wanted]) => [
      refused("another version than facts have", "version", "99.0.0", wanted, of(chart)),
      refused("no version: the newest", "version", absent, wanted, of(chart)),
    ]),
    refused("another version of a copy", "version", "v1.21.0", "v1.21.1", mirrored),
    ...["^1.2.3", "1.x", "1.2", ">=1.0.0", "latest", "~1.2.3", ""].map((version) =>
      refused(`the version "${version}"`, "version", version, exact, unnamed),
    ),
    refused("no version", "version", absent, exact, unnamed),
    refused("half an installation may stay", "atomic", false, "true"),
    refused("nothing is said of halves", "atomic", absent, "true"),
    refused("a namespace that nothing guards", "createNamespace", true, "false"),
    refused("versions of development", "devel", true, "false"),
    refused("no check of what is installed", "disableOpenapiValidation", true, "false"),
    ...allUndecided(["chart", "version", "atomic", "createNamespace", "devel", "disableOpenapiValidation"]),
  ],
  survivors: [
    {
      path: "chart",
      why: "a chart that facts do not name is fine at any exact version; whence it comes is helm-sources' to say",
    },
  ],
};
