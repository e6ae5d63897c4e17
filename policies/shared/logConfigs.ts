/** What Loki is told, as rules read it. */
import { observabilityNames, observabilityNamespaces } from "../../components/facts/observability";
import type { Reader } from "../framework/reader";
import type { ResourceView } from "../framework/rule";

/** By what the objects of a part are found. */
const partLabel = "azora.io/part";
const tenantsFile = "tenants.yaml";
/** What is counted of lines, in maps of the same part; they say nothing of the store. */
const rulesFile = "rules.yaml";

export interface LogConfigs {
  /** What the store is told: JSON, which is YAML too. One that is no JSON reads as empty. */
  readonly stores: readonly Reader[];
  /** Each tenant's own bounds, which win over those of all. */
  readonly tenants: readonly Reader[];
}

/** What a map tells the store, and of its tenants; neither where it is another's. */
export function logConfigs({ props }: ResourceView): LogConfigs {
  const isOfLogs =
    props.text("metadata", "labels", partLabel) === observabilityNames.logs &&
    props.text("metadata", "namespace") === observabilityNamespaces.main;
  // By any other name it is the store's as well: it reads the file that it is started with.
  const files = isOfLogs ? props.keys("data").filter((key) => /\.ya?ml$/.test(key) && key !== rulesFile) : [];
  return {
    stores: files.filter((key) => key !== tenantsFile).map((key) => props.json("data", key)),
    // Where the store stands, so do they: without them each tenant would have what all have.
    tenants: files.length > 0 ? [props.json("data", tenantsFile)] : [],
  };
}

/** What is said of each tenant. */
export function tenantLimitsOf(tenants: Reader): readonly Reader[] {
  return tenants.keys("overrides").map((name) => tenants.at("overrides", name));
}
