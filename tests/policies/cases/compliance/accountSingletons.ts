import { rule } from "../../../../policies/compliance/rules/accountSingletons";
import { unknown, type RuleCases } from "../../../support/rules";

const publicAccess = 0;
const replication = 1;
const detector = 2;
const scanning = 3;
const github = 4;
const clusters = 5;
const link = 7;
const elsewhere = 9;
const place = { path: "", wanted: "in the stack global" };

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
      stack: "global",
      props: { blockPublicAcls: true },
    },
    {
      type: "aws:ecr/replicationConfiguration:ReplicationConfiguration",
      stack: "global",
      props: { region: "af-south-1" },
    },
    { type: "aws:guardduty/detector:Detector", stack: "europe", props: { enable: true } },
    {
      type: "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
      stack: "europe",
      props: { scanType: "ENHANCED" },
    },
    {
      type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
      stack: "global",
      props: { url: "https://token.actions.githubusercontent.com" },
    },
    {
      type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
      stack: "europe",
      props: { url: unknown },
      from: { url: ["cluster"] },
    },
    { type: "aws:eks/cluster:Cluster", name: "cluster", stack: "europe", props: {} },
    {
      type: "aws:iam/serviceLinkedRole:ServiceLinkedRole",
      stack: "global",
      props: { awsServiceName: "spot.amazonaws.com" },
    },
    {
      type: "aws:iam/serviceLinkedRole:ServiceLinkedRole",
      stack: "global",
      props: { awsServiceName: "es.amazonaws.com" },
    },
    {
      type: "aws:guardduty/detector:Detector",
      stack: "global",
      props: { enable: true, region: "us-east-1" },
    },
  ],
  mutations: [
    {
      name: "a region blocks public access for the whole account",
      resource: publicAccess,
      path: "@stack",
      to: "europe",
      finding: { ...place, found: "in the stack europe" },
    },
    {
      name: "a region names where images go",
      resource: replication,
      path: "@stack",
      to: "africa",
      finding: { ...place, found: "in the stack africa" },
    },
    {
      name: "GitHub is trusted by a region's stack",
      resource: github,
      path: "@stack",
      to: "europe",
      finding: {
        path: "",
        found: "in the stack europe",
        wanted: "in the stack global, or of a cluster of this one",
      },
    },
    {
      name: "an identity provider of a region that is no cluster's",
      resource: clusters,
      path: "@from.url",
      to: [],
      finding: { path: "", found: "in the stack europe" },
    },
    {
      name: "a region's setting is made by the stack that joins them",
      resource: scanning,
      path: "@stack",
      to: "global",
      finding: { path: "", found: "in the stack global", wanted: "in its region's stack" },
    },
    {
      name: "the same by naming the region",
      resource: elsewhere,
      path: "region",
      to: "sa-east-1",
      finding: { path: "", found: "in the stack global", wanted: "in its region's stack" },
    },
    {
      name: "a second detector in a region",
      resource: scanning,
      path: "@type",
      to: "aws:guardduty/detector:Detector",
      finding: { path: "", found: "a second one", wanted: "one" },
    },
    {
      name: "a second public-access block",
      resource: link,
      path: "@type",
      to: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
      finding: { path: "", found: "a second one", wanted: "one" },
    },
    {
      name: "the same service's role twice",
      resource: link,
      path: "awsServiceName",
      to: "es.amazonaws.com",
      finding: { path: "", found: "a second one", wanted: "one" },
    },
    {
      name: "whose role it is is unknown",
      resource: link,
      path: "awsServiceName",
      to: unknown,
      finding: { path: "awsServiceName", found: "unknown", state: "undecided" },
    },
    {
      name: "where images go from is unknown",
      resource: replication,
      path: "region",
      to: unknown,
      finding: { path: "region", found: "unknown", state: "undecided" },
    },
    {
      name: "the region of a detector is unknown",
      resource: detector,
      path: "region",
      to: unknown,
      finding: { path: "region", found: "unknown", state: "undecided" },
    },
  ],
  survivors: [
    {
      path: "region",
      why: "the stack that joins the regions may replicate from any of them; region-right knows which there are",
    },
  ],
};
