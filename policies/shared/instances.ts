import { vcpuOfSize, warehouseNodeTypes, workerNodes } from "../../components/facts/nodes";
import { allRegions, type LocalZone } from "../../components/facts/regions";
import type { Reader } from "../framework/reader";
import type { Finding } from "../framework/rule";
import { wrong } from "./finding";
import { valuesAt } from "./paths";

const warehouseType = "aws:redshift/cluster:Cluster";
const searchTypes = ["clusterConfig.instanceType", "clusterConfig.dedicatedMasterType"];

/** Where each type of AWS names what it runs on; fields as in @pulumi/aws 7. */
export const instanceTypePaths: Readonly<Record<string, readonly string[]>> = {
  "aws:autoscaling/group:Group": ["mixedInstancesPolicy.launchTemplate.overrides.*.instanceType"],
  "aws:dms/replicationInstance:ReplicationInstance": ["replicationInstanceClass"],
  "aws:docdb/clusterInstance:ClusterInstance": ["instanceClass"],
  "aws:ec2/capacityReservation:CapacityReservation": ["instanceType"],
  "aws:ec2/fleet:Fleet": ["launchTemplateConfigs.*.overrides.*.instanceType"],
  "aws:ec2/instance:Instance": ["instanceType"],
  "aws:ec2/launchConfiguration:LaunchConfiguration": ["instanceType"],
  "aws:ec2/launchTemplate:LaunchTemplate": ["instanceType"],
  "aws:ec2/spotFleetRequest:SpotFleetRequest": ["launchSpecifications.*.instanceType"],
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ["instanceType"],
  "aws:eks/nodeGroup:NodeGroup": ["instanceTypes.*"],
  "aws:elasticache/cluster:Cluster": ["nodeType"],
  "aws:elasticache/replicationGroup:ReplicationGroup": ["nodeType"],
  "aws:elasticsearch/domain:Domain": searchTypes,
  "aws:memorydb/cluster:Cluster": ["nodeType"],
  "aws:mq/broker:Broker": ["hostInstanceType"],
  "aws:msk/cluster:Cluster": ["brokerNodeGroupInfo.instanceType"],
  "aws:neptune/clusterInstance:ClusterInstance": ["instanceClass"],
  "aws:opensearch/domain:Domain": searchTypes,
  "aws:rds/cluster:Cluster": ["dbClusterInstanceClass"],
  "aws:rds/clusterInstance:ClusterInstance": ["instanceClass"],
  "aws:rds/instance:Instance": ["instanceClass"],
  [warehouseType]: ["nodeType"],
};

/** The Local Zone of a name; `undefined` for the zones of a region. */
export function localZoneNamed(zone: string | undefined): LocalZone | undefined {
  if (zone === undefined) return undefined;
  return allRegions().find((region) => region.localZone?.zone === zone)?.localZone;
}

/** The Local Zone in which an AWS resource says that it stands. */
export function localZoneOf(props: Reader): LocalZone | undefined {
  return localZoneNamed(props.text("availabilityZone") ?? props.text("placement", "availabilityZone"));
}

/** Types that choose machines by attributes where this is given, so that any family may come. */
const attributePaths: Readonly<Record<string, string>> = {
  "aws:autoscaling/group:Group": "mixedInstancesPolicy.launchTemplate.overrides.*.instanceRequirements",
  "aws:ec2/fleet:Fleet": "launchTemplateConfigs.*.overrides.*.instanceRequirements",
  "aws:ec2/launchTemplate:LaunchTemplate": "instanceRequirements",
};

/** Types that get what AWS thinks fit where they name nothing. */
const mustName = [
  "aws:ec2/instance:Instance",
  "aws:eks/nodeGroup:NodeGroup",
  "aws:elasticsearch/domain:Domain",
  "aws:opensearch/domain:Domain",
];

/** What services put before the name of an instance type. */
const prefix = /^(cache|db|dms|express|kafka|mq)\./;

/** How old and how large a machine may be. */
export interface MachineLimits {
  readonly vcpuMax: number;
  readonly generationMin: number;
}

export const machineFix = "take families, architecture and sizes of facts/nodes.ts";

/** Why families without Graviton are accepted in a Local Zone. */
export function familiesNote({ zone, instanceFamilies }: LocalZone): string {
  return `${zone} offers ${instanceFamilies.join(", ")} and no Graviton`;
}

/** What is wrong with a family, such as `m7g`; a Local Zone has those that it offers, whatever their age. */
export function wrongFamily(
  at: Reader,
  family: string,
  { generationMin }: MachineLimits,
  localZone: LocalZone | undefined,
): Finding[] {
  const allowed: readonly string[] = localZone?.instanceFamilies ?? workerNodes.instanceFamilies;
  const generation = Number(/^[a-z]+(\d+)/.exec(family)?.[1] ?? "0");
  if (!localZone && generation < generationMin)
    return [wrong(at, `generation ${generationMin} or later`, machineFix)];
  return allowed.includes(family) ? [] : [wrong(at, `one of ${allowed.join(", ")}`, machineFix)];
}

/** What is wrong with an instance type, such as `m7g.large`, `db.r7g.large` or `m7g.large.search`. */
function wrongType(at: Reader, limits: MachineLimits, localZone: LocalZone | undefined): Finding[] {
  const [family = "", size = ""] = (at.text() ?? "").replace(prefix, "").split(".");
  const findings = wrongFamily(at, family, limits, localZone);
  if (findings.length > 0) return findings;
  if ((vcpuOfSize(size) ?? Infinity) > limits.vcpuMax)
    return [wrong(at, `at most ${limits.vcpuMax} vCPU`, machineFix)];
  return localZone ? [{ ...wrong(at, "a Graviton family", machineFix), note: familiesNote(localZone) }] : [];
}

/** The same for Redshift's own types of nodes. */
function wrongNodeType(at: Reader): Finding[] {
  return warehouseNodeTypes.some((known) => known === at.text())
    ? []
    : [wrong(at, `one of ${warehouseNodeTypes.join(", ")}`, machineFix)];
}

/** Whether a type is named; providers write an empty text where none is. */
function isGiven(value: Reader): boolean {
  return value.exists && value.text() !== "";
}

/** What is wrong with the instance types that a resource of AWS names. */
export function wrongTypes(type: string, props: Reader, limits: MachineLimits): Finding[] {
  const [first = "", ...others] = instanceTypePaths[type] ?? [];
  const main = valuesAt(props, first).filter(isGiven);
  const named = [...main, ...others.flatMap((path) => valuesAt(props, path)).filter(isGiven)];
  const attributes = attributePaths[type] === undefined ? [] : valuesAt(props, attributePaths[type]);
  // A launch template with an instance type is judged itself; a node group names its types all the same.
  const elsewhere = type === "aws:ec2/instance:Instance" && props.at("launchTemplate").exists;
  const unnamed = main.length === 0 && mustName.includes(type) && !elsewhere;
  const field = first.replace(/\.\*$/, "");
  return [
    ...attributes
      .filter((value) => value.exists)
      .map((value) => wrong(value, "instance types by name", machineFix)),
    ...(unnamed ? [wrong(props.at(...field.split(".")), "instance types by name", machineFix)] : []),
    ...named.flatMap((value) =>
      type === warehouseType ? wrongNodeType(value) : wrongType(value, limits, localZoneOf(props)),
    ),
  ];
}
