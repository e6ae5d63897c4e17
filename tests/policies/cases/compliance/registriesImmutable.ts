import { rule } from "../../../../policies/compliance/rules/registriesImmutable";
import { absent, unknown, type RuleCases } from "../../../support/rules";

const every = { filter: "*", filterType: "WILDCARD" };

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "aws:ecr/repository:Repository",
      props: { name: "platform/postgres", imageTagMutability: "IMMUTABLE" },
    },
    {
      type: "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
      props: {
        scanType: "BASIC",
        rules: [{ scanFrequency: "SCAN_ON_PUSH", repositoryFilters: [every] }],
      },
    },
    {
      type: "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
      props: {
        scanType: "ENHANCED",
        rules: [
          { scanFrequency: "CONTINUOUS_SCAN", repositoryFilters: [every] },
          { scanFrequency: "MANUAL", repositoryFilters: [{ filter: "archive-*", filterType: "WILDCARD" }] },
        ],
      },
    },
    {
      type: "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
      props: { prefix: "platform", imageTagMutability: "IMMUTABLE" },
    },
  ],
  mutations: [
    ...["MUTABLE", absent].map((to) => ({
      name: `a template whose repositories' tags can be moved: ${String(to)}`,
      resource: 3,
      path: "imageTagMutability",
      to,
      finding: { path: "imageTagMutability", wanted: "IMMUTABLE" },
    })),
    {
      name: "a repository whose tags can be moved",
      path: "imageTagMutability",
      to: "MUTABLE",
      finding: { path: "imageTagMutability", found: '"MUTABLE"', wanted: "IMMUTABLE" },
    },
    {
      name: "a repository that says nothing: ECR then lets tags be moved",
      path: "imageTagMutability",
      to: absent,
      finding: { path: "imageTagMutability", found: "absent" },
    },
    {
      name: "a repository whose mutability is known after deployment",
      path: "imageTagMutability",
      to: unknown,
      finding: { path: "imageTagMutability", state: "undecided" },
    },
    {
      name: "a registry without a rule for every repository",
      resource: 1,
      path: "rules[0].repositoryFilters[0].filter",
      to: "platform/*",
      finding: { path: "rules", wanted: "a rule for every repository" },
    },
    {
      name: "a registry without rules",
      resource: 1,
      path: "rules",
      to: absent,
      finding: { path: "rules", found: "absent" },
    },
    {
      name: "a registry that scans on demand only",
      resource: 1,
      path: "rules[0].scanFrequency",
      to: "MANUAL",
      finding: { path: "rules[0].scanFrequency", found: '"MANUAL"' },
    },
    {
      name: "a registry whose frequency is known after deployment",
      resource: 2,
      path: "rules[0].scanFrequency",
      to: unknown,
      finding: { path: "rules[0].scanFrequency", state: "undecided" },
    },
  ],
};
