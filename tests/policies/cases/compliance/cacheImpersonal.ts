import { rule } from "../../../../policies/compliance/rules/cacheImpersonal";
import { partLabels } from "../../../support/cacheFixtures";
import { refused, undecided } from "../../../support/mutationLines";
import { absent, type Fixture, type RuleCases } from "../../../support/rules";

const metadata = { labels: partLabels("cache") };
const members: Fixture = {
  type: "kubernetes:apps/v1:StatefulSet",
  props: {
    metadata: { ...metadata, name: "cache", namespace: "valkey" },
    spec: {
      template: { metadata },
      volumeClaimTemplates: [{ metadata, spec: { storageClassName: "gp3-internal" } }],
    },
  },
};
const local: Fixture = {
  type: "kubernetes:apps/v1:Deployment",
  props: {
    metadata: { ...metadata, name: "cache-local", namespace: "valkey" },
    spec: { template: { metadata } },
  },
};
/** Databases hold data about people; who may is another rule's concern. */
const database: Fixture = {
  type: "kubernetes:apps/v1:StatefulSet",
  props: { metadata: { name: "people", namespace: "postgres" }, spec: {} },
};
const own = 'metadata.labels["azora.io/data-class"]';
const pods = 'spec.template.metadata.labels["azora.io/data-class"]';
const volume = 'spec.volumeClaimTemplates[0].metadata.labels["azora.io/data-class"]';
const storage = "spec.volumeClaimTemplates[0].spec.storageClassName";

export const cases: RuleCases = {
  rule,
  fixtures: [members, local, database],
  mutations: [
    refused("members of personal data", own, "personal", "internal"),
    refused("nothing said", own, absent, "internal"),
    refused("pods of personal data", pods, "personal", "internal"),
    refused("logs have devices' addresses", volume, "operational", "internal"),
    refused("volumes with the key of personal data", storage, "gp3-personal", "gp3-internal"),
    refused("volumes of no class", storage, absent, "gp3-internal"),
    refused("a local cache of personal data", pods, "personal", "internal", { resource: 1 }),
    undecided(own),
    undecided(pods),
    undecided(storage),
    undecided("metadata.namespace", { resource: 2 }),
  ],
  survivors: [
    { path: "metadata.namespace", why: "what stands in another namespace is none of the cache" },
    { path: "spec.volumeClaimTemplates", why: "without a volume nothing is kept" },
  ],
};
