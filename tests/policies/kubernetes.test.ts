import type { NamespaceFact } from "../../components/facts/namespaces";
import { rule as ecrOwnAccounts } from "../../policies/compliance/rules/ecrOwnAccounts";
import { rule as helmImages } from "../../policies/compliance/rules/helmImages";
import { rule as helmSources } from "../../policies/compliance/rules/helmSources";
import { rule as boundPeers } from "../../policies/compliance/rules/kubernetesBoundPeers";
import { rule as certificateAge } from "../../policies/compliance/rules/kubernetesCertificateAge";
import { rule as images } from "../../policies/compliance/rules/kubernetesImages";
import { rule as shortTokens } from "../../policies/compliance/rules/kubernetesShortTokens";
import { configMistakes } from "../../policies/framework/config";
import { exceptedBy } from "../../policies/shared/exceptions";
import { releases } from "../support/helmFixtures";
import { deployment, digest, inDeployment } from "../support/podFixtures";
import { judge, mutate, unknown, type Fixture } from "../support/rules";

/** The findings of a rule on one changed resource, as `path state`. */
function said(
  rule: Parameters<typeof judge>[0],
  fixture: Fixture,
  path: string,
  to: unknown,
  config: Readonly<Record<string, unknown>> = {},
): string[] {
  return judge(rule, mutate([fixture], { path, to }), { config }).map(
    (verdict) => `${verdict.path} ${verdict.state}`,
  );
}

describe("an organisation's own registries", () => {
  const image = `${inDeployment}.containers[0].image`;
  const own = `registry.example.com/platform/api@${digest}`;

  test("hold images once they are configured", () => {
    expect(said(images, deployment, image, own)).toEqual([`${image} violated`]);
    for (const registry of ["registry.example.com/platform", "registry.example.com/platform/"]) {
      expect(said(images, deployment, image, own, { registries: [registry] })).toEqual([]);
    }
  });

  test("do not lend their name to others", () => {
    const registries = ["registry.example.com/platform"];
    for (const name of [
      "registry.example.com/platform-of-others/api",
      "registry.example.com.evil.example/platform/api",
    ]) {
      expect(said(images, deployment, image, `${name}@${digest}`, { registries })).toEqual([
        `${image} violated`,
      ]);
    }
  });

  test("must be pinned too", () => {
    const registries = ["registry.example.com/platform"];
    expect(
      said(images, deployment, image, "registry.example.com/platform/api:latest", { registries }),
    ).toEqual([`${image} violated`]);
  });

  test("hold the images of charts", () => {
    const path = "values.imageRegistry";
    expect(said(helmImages, releases.certManager, path, "registry.example.com/mirror")).toHaveLength(1);
    const registries = ["registry.example.com/mirror"];
    expect(
      said(helmImages, releases.certManager, path, "registry.example.com/mirror", { registries }),
    ).toEqual([]);
  });

  test.each(["docker.io", "ghcr.io/", "https://registry.example.com/a", "registry.example.com/A", "", "*"])(
    'may not be "%s"',
    (registry) => {
      for (const rule of [images, helmImages]) {
        expect(configMistakes([rule], { [rule.id]: { registries: [registry] } })).toHaveLength(1);
      }
    },
  );
});

describe("ECR of our own accounts", () => {
  const path = `${inDeployment}.containers[0].image`;
  const provider = (allowedAccountIds: string): Fixture => ({
    type: "pulumi:providers:aws",
    name: "aws",
    props: { allowedAccountIds },
  });
  const saidOf = (fixtures: readonly Fixture[], config = {}): string[] => {
    const found = judge(ecrOwnAccounts, fixtures, { config }).filter((verdict) =>
      [path, "allowedAccountIds"].includes(verdict.path),
    );
    return found.map((verdict) => `${verdict.path} ${verdict.state}`);
  };

  test("is where the stack's provider works", () => {
    expect(saidOf([provider('["111122223333"]'), deployment])).toEqual([]);
    for (const accounts of ['["222233334444"]', "[]"])
      expect(saidOf([provider(accounts), deployment])).toEqual([`${path} violated`]);
    expect(saidOf([deployment])).toEqual([`${path} violated`]);
  });

  test("cannot be told while the account is unknown", () => {
    expect(saidOf([provider(unknown), deployment])).toEqual(["allowedAccountIds undecided"]);
  });

  test("may be another account's once it is configured, and never everybody's", () => {
    expect(saidOf([deployment], { accounts: ["111122223333"] })).toEqual([]);
    expect(saidOf([deployment], { accounts: ["999999999999"] })).toEqual([`${path} violated`]);
    for (const account of ["*", "", "11112222333", "111122223333/"])
      expect(configMistakes([ecrOwnAccounts], { [ecrOwnAccounts.id]: { accounts: [account] } })).toHaveLength(
        1,
      );
  });
});

describe("an organisation's own mirrors of charts", () => {
  const copy = "oci://registry.example.com/charts/cert-manager";

  test("are where charts come from once they are configured", () => {
    expect(said(helmSources, releases.certManager, "chart", copy)).toEqual(["chart violated"]);
    for (const mirror of ["oci://registry.example.com/charts", "oci://registry.example.com/charts/"]) {
      expect(said(helmSources, releases.certManager, "chart", copy, { mirrors: [mirror] })).toEqual([]);
    }
  });

  test("do not lend their name to others", () => {
    const mirrors = ["oci://registry.example.com/charts"];
    for (const chart of [
      "oci://registry.example.com/charts-of-others/cert-manager",
      "oci://registry.example.com/other/charts/cert-manager",
      "registry.example.com/charts/cert-manager",
    ]) {
      expect(said(helmSources, releases.certManager, "chart", chart, { mirrors })).toEqual([
        "chart violated",
      ]);
    }
  });

  test.each([
    "oci://",
    "oci://registry.example.com",
    "https://charts.example.com/a",
    "registry.example.com/charts",
  ])('may not be "%s"', (mirror) => {
    expect(configMistakes([helmSources], { [helmSources.id]: { mirrors: [mirror] } })).toHaveLength(1);
  });
});

describe("exceptions of facts", () => {
  const finding = { path: "spec.hostNetwork", found: "true", wanted: "false", fix: "remove it" };
  const having = (podSecurity: NamespaceFact["podSecurity"]) => ({ podSecurity }) as NamespaceFact;
  const reason = "watches the kernel";
  const noted = [{ ...finding, note: reason }];

  test("are accepted with their reason, where the level allows them", () => {
    const privileged = having({ level: "privileged", reason });
    expect(exceptedBy(privileged, "privileged", [finding])).toEqual(noted);
    expect(exceptedBy(privileged, "baseline", [finding])).toEqual(noted);
    expect(exceptedBy(having({ level: "baseline", reason }), "baseline", [finding])).toEqual(noted);
  });

  test("are none where the level is stricter, or facts do not name the namespace", () => {
    for (const fact of [having({ level: "restricted" }), undefined]) {
      for (const needs of ["baseline", "privileged"] as const) {
        expect(exceptedBy(fact, needs, [finding])).toEqual([finding]);
      }
    }
    expect(exceptedBy(having({ level: "baseline", reason }), "privileged", [finding])).toEqual([finding]);
  });

  test("are shown in the words of facts", () => {
    const policy: Fixture = {
      type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      props: {
        metadata: { namespace: "istio-ingress" },
        spec: { ingress: [{ from: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ port: 8443 }] }] },
      },
    };
    expect(judge(boundPeers, [policy])).toEqual([
      expect.objectContaining({
        state: "passed-with-note",
        note: "the edge comes through a Network Load Balancer, which keeps its addresses; that lets in nobody else",
      }),
    ]);
  });
});

describe("thresholds that an organisation may set", () => {
  const certificate: Fixture = {
    type: "kubernetes:cert-manager.io/v1:Certificate",
    props: { spec: { duration: "720h" } },
  };

  test.each([
    ["168h", 7, []],
    ["168h0m1s", 7, ["spec.duration violated"]],
    ["2160h", 90, []],
    ["2161h", 90, ["spec.duration violated"]],
  ])("a certificate of %s, at most %d days", (duration, daysMax, findings) => {
    expect(said(certificateAge, certificate, "spec.duration", duration, { daysMax })).toEqual(findings);
  });

  test.each([
    [3600, 1, []],
    [3601, 1, ["violated"]],
  ])("a token of %d s, at most %d h", (seconds, hoursMax, states) => {
    const path = `${inDeployment}.volumes[1].projected.sources[0].serviceAccountToken.expirationSeconds`;
    expect(said(shortTokens, deployment, path, seconds, { hoursMax })).toEqual(
      states.map((state) => `${path} ${state}`),
    );
  });

  test("stay within their bounds", () => {
    expect(configMistakes([certificateAge], { [certificateAge.id]: { daysMax: 91 } })).toHaveLength(1);
    expect(configMistakes([shortTokens], { [shortTokens.id]: { hoursMax: 49 } })).toHaveLength(1);
  });
});
