import { regionOfHost } from "../../components/facts/network";
import { databaseClusters, type DatabaseClusterFact } from "../../components/facts/databaseClusters";
import { namespaces } from "../../components/facts/namespaces";
import type { Reader } from "../framework/reader";
import type { ResourceView } from "../framework/rule";

/** What all members' config maps are found by; a map of the namespace without it holds no configuration. */
const clusterLabel = "azora.io/cluster";

/** Whether a resource is a config map of a database cluster's. */
function isOfDatabase({ props }: ResourceView): boolean {
  return (
    props.text("metadata", "namespace") === namespaces.postgres.name &&
    props.at("metadata", "labels", clusterLabel).exists
  );
}

/** What Patroni is told of each member in a config map: JSON, which is YAML too; none where the map is another's. */
export function memberConfigs(resource: ResourceView): readonly Reader[] {
  const { props } = resource;
  if (!isOfDatabase(resource)) return [];
  return props
    .keys("data")
    .filter((key) => /\.ya?ml$/.test(key))
    .map((key) => props.json("data", key));
}

/** The settings that a cluster shares, wherever a config map has them. */
export function sharedSettings(resource: ResourceView): readonly Reader[] {
  const members = memberConfigs(resource);
  if (members.length === 0) return [];
  const begun = members.map((config) => config.at("bootstrap")).filter(({ exists }) => exists);
  return [resource.props.json("data", "dynamic.json"), ...begun.map((bootstrap) => bootstrap.at("dcs"))];
}

/** The cluster of facts that a member belongs to. */
export function clusterOf(config: Reader): DatabaseClusterFact | undefined {
  const scope = config.text("scope");
  return databaseClusters().find(({ name }) => name === scope);
}

/** Where a member is, as others reach it. */
export function regionOf(config: Reader): string | undefined {
  return regionOfHost(config.text("postgresql", "connect_address") ?? "");
}
