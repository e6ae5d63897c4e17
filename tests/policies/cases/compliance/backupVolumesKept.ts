import { rule } from "../../../../policies/compliance/rules/backupVolumesKept";
import { allUndecided, refused } from "../../../support/mutationLines";
import { absent, unknown, type Fixture, type RuleCases } from "../../../support/rules";

const set = (namespace: string, name: string): Fixture => ({
  type: "kubernetes:apps/v1:StatefulSet",
  name,
  props: {
    metadata: { name, namespace },
    spec: { volumeClaimTemplates: [{ metadata: { name: "data" } }] },
  },
});
const key = "aws:ResourceTag/kubernetes-namespace";
const claimKey = "aws:ResourceTag/kubernetes-claim";
const leftOut = "conditions[0].stringNotLikes";
const known = "postgres or postgres-lock or automation or observability or valkey";
const [cache, selection] = [0, 3];
const condition = "conditions[0].stringEquals[0]";
const unkept = { path: "", found: "volumes of valkey in no backup" };

export const cases: RuleCases = {
  rule,
  fixtures: [
    set("valkey", "cache"),
    set("postgres", "people"),
    set("postgres-lock", "lock"),
    {
      type: "aws:backup/selection:Selection",
      name: "volumes-of-valkey",
      props: {
        resources: ["arn:aws:ec2:eu-central-1:111122223333:volume/*"],
        conditions: [
          {
            stringEquals: [{ key, value: "valkey" }],
            stringNotLikes: [{ key: claimKey, value: "data-cache-sentinel-*" }],
          },
        ],
      },
    },
    // Sets without volumes keep nothing, wherever they are; and a preview by the CLI shows none of what a set says.
    {
      type: "kubernetes:apps/v1:StatefulSet",
      name: "plain",
      props: { metadata: { namespace: "edge-steering" }, spec: {} },
    },
    { type: "kubernetes:apps/v1:StatefulSet", name: "out-of-sight", props: {} },
  ],
  mutations: [
    refused("a namespace that the table does not know", "metadata.namespace", "shop", known, {
      resource: cache,
    }),
    refused("no namespace, which is the default", "metadata.namespace", absent, known, { resource: cache }),
    refused("a name that every object has", "metadata.namespace", "constructor", known, { resource: 1 }),
    {
      name: "databases moved to where a vault would keep them, which the selection takes",
      resource: selection,
      path: `${condition}.value`,
      to: "postgres",
      finding: { path: `${condition}.value`, found: '"postgres"', wanted: "valkey" },
    },
    {
      name: "a selection of locks",
      resource: selection,
      path: `${condition}.value`,
      to: "postgres-lock",
      finding: unkept,
    },
    refused("a selection of what nobody knows", `${condition}.value`, "shop", "valkey", {
      resource: selection,
    }),
    {
      name: "a selection by another tag",
      resource: selection,
      path: `${condition}.key`,
      to: "aws:ResourceTag/data-class",
      finding: { path: "conditions", wanted: `stringEquals on ${key}` },
    },
    refused("a selection of everything", "conditions", absent, `stringEquals on ${key}`, {
      resource: selection,
    }),
    {
      name: "no selection takes the cache's volumes",
      resource: selection,
      path: "conditions",
      to: [],
      finding: unkept,
    },
    {
      name: "a selection of buckets",
      resource: selection,
      path: "resources",
      to: ["arn:aws:s3:::*"],
      finding: unkept,
    },
    refused(
      "tags that take in more",
      "selectionTags",
      [{ type: "STRINGEQUALS", key: "data-class", value: "personal" }],
      "absent",
      {
        resource: selection,
        found: '[{"key":"data-class","type":"STRINGEQUALS","value":"personal"}]',
      },
    ),
    {
      name: "passwords of Sentinels in a vault",
      resource: selection,
      path: leftOut,
      to: [],
      finding: { path: "conditions", wanted: `stringNotLikes on ${claimKey}: data-cache-sentinel-*` },
    },
    {
      name: "something else left out by its claim",
      resource: selection,
      path: `${leftOut}[0].key`,
      to: "aws:ResourceTag/Name",
      finding: { path: "conditions", wanted: `stringNotLikes on ${claimKey}: data-cache-sentinel-*` },
    },
    refused("the cache itself left out", `${leftOut}[0].value`, "data-cache-*", "data-cache-sentinel-*", {
      resource: selection,
    }),
    ...allUndecided(["metadata.namespace", "spec.volumeClaimTemplates"], { resource: cache }),
    ...allUndecided(
      ["resources", "conditions", "selectionTags", `${condition}.key`, `${condition}.value`, leftOut],
      {
        resource: selection,
        of: "selection",
      },
    ),
    {
      name: "whether a selection takes them is not known, and only that is told",
      resource: selection,
      path: "conditions",
      to: unknown,
      finding: { path: "conditions", state: "undecided" },
    },
  ],
  survivors: [
    { path: "spec.volumeClaimTemplates", why: "a set without claims keeps nothing that could be lost" },
  ],
};
