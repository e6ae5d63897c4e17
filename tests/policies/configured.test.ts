import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { controlStatements } from "../../components/facts/organization";
import { rule as edgeHosts } from "../../policies/compliance/rules/edgeHosts";
import { rule as iamTrustBound } from "../../policies/compliance/rules/iamTrustBound";
import { rule as scpNotWeaker } from "../../policies/compliance/rules/scpNotWeaker";
import { documentOf } from "../support/documents";
import { globalBalancer, personalBalancer, references, regionNames } from "../support/edgeFixtures";
import { judge, type Fixture } from "../support/rules";

const root = path.resolve(__dirname, "..", "..");
const github = "token.actions.githubusercontent.com";

function roleFor(repository: string): Fixture {
  return {
    type: "aws:iam/role:Role",
    props: {
      name: "azora-deployer-asia",
      assumeRolePolicy: documentOf({
        Effect: "Allow",
        Action: "sts:AssumeRoleWithWebIdentity",
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${github}` },
        Condition: {
          StringEquals: {
            [`${github}:aud`]: "sts.amazonaws.com",
            [`${github}:sub`]: `repo:${repository}:environment:asia`,
          },
        },
      }),
    },
  };
}

describe("repositories that the gates name", () => {
  const config = { repositories: ["azora/platform"] };

  test("may sign in, and no others, whoever owns them", () => {
    expect(judge(iamTrustBound, [roleFor("azora/platform")], { config })).toEqual([]);
    for (const other of ["azora/website", "mallory/platform", "azora@1/platform@2"])
      expect(judge(iamTrustBound, [roleFor(other)], { config })).toMatchObject([
        {
          state: "violated",
          path: `assumeRolePolicy.Statement[0].Condition.StringEquals.${github}:sub`,
          found: `"repo:${other}:environment:asia"`,
          wanted: "a subject of azora/platform",
        },
      ]);
  });

  test("are those of the stack's configuration: both are changed, or neither", () => {
    const gates = JSON.parse(
      readFileSync(path.join(root, "policies", "compliance", "config.json"), "utf8"),
    ) as Readonly<Record<string, { readonly repositories?: readonly string[] }>>;
    const stack = parse(readFileSync(path.join(root, "Pulumi.global.yaml"), "utf8")) as {
      readonly config: Readonly<Record<string, unknown>>;
    };
    expect(gates["iam-trust-bound"]?.repositories).toEqual([stack.config["azora:githubRepository"]]);
  });
});

test("guard rails hold for the target that the gates name, and for no other", () => {
  const target = "ou-ab12-cd34ef56";
  const labels = Object.keys(controlStatements());
  const rails = labels.flatMap((label): Fixture[] => [
    {
      type: "aws:organizations/policy:Policy",
      name: label,
      props: { type: "SERVICE_CONTROL_POLICY", content: documentOf(...(controlStatements()[label] ?? [])) },
    },
    {
      type: "aws:organizations/policyAttachment:PolicyAttachment",
      name: `${label}-attached`,
      props: { targetId: target },
      from: { policyId: [label] },
    },
  ]);
  expect(judge(scpNotWeaker, rails, { config: { targets: [target] } })).toEqual([]);
  const elsewhere = judge(scpNotWeaker, rails, { config: { targets: ["r-ab12"] } });
  expect(elsewhere.map(({ path: at, found, wanted }) => [at, found, wanted])).toEqual(
    labels.map(() => ["targetId", `"${target}"`, "r-ab12"]),
  );
});

test("a home whose data no host serves is one that the gates name", () => {
  const [without = "", ...others] = regionNames;
  const hosts = [globalBalancer, ...others.map((home) => personalBalancer(home, regionNames)), references];
  expect(judge(edgeHosts, hosts)).toMatchObject([{ found: `no load balancer for ${without}.<domain>` }]);
  expect(judge(edgeHosts, hosts, { config: { homesWithoutHost: [without] } })).toEqual([]);
});
