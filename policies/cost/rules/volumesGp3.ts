import { stackBudget } from "../../../components/facts/budgets";
import { edgeDiscoveryTag, nodeImage } from "../../../components/facts/nodes";
import { allRegions, type LocalZone } from "../../../components/facts/regions";
import type { Reader } from "../../framework/reader";
import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { localZoneNamed, localZoneOf } from "../../shared/instances";
import { valuesAt } from "../../shared/paths";

const nodeClass = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";
const storageClass = "kubernetes:storage.k8s.io/v1:StorageClass";
const databaseCluster = "aws:rds/cluster:Cluster";
const disks = ["rootBlockDevice.volumeType", "ebsBlockDevices.*.volumeType"];
const searchVolumes = ["ebsOptions.volumeType"];
const ebsProvisioners = ["ebs.csi.aws.com", "kubernetes.io/aws-ebs"];

/** Where each type names the kinds of its volumes. */
const volumeTypePaths: Readonly<Record<string, readonly string[]>> = {
  "aws:ebs/volume:Volume": ["type"],
  "aws:ec2/instance:Instance": disks,
  "aws:ec2/launchConfiguration:LaunchConfiguration": disks,
  "aws:ec2/launchTemplate:LaunchTemplate": ["blockDeviceMappings.*.ebs.volumeType"],
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": disks,
  "aws:elasticsearch/domain:Domain": searchVolumes,
  "aws:opensearch/domain:Domain": searchVolumes,
  [databaseCluster]: ["storageType"],
  "aws:rds/instance:Instance": ["storageType"],
  [nodeClass]: ["spec.blockDeviceMappings.*.ebs.volumeType"],
  [storageClass]: ["parameters.type"],
};

/** The Local Zone of a node class: the one of its region, if it takes the subnets that only nodes of the edge take. */
function localZoneOfClass(spec: Reader): LocalZone | undefined {
  const terms = spec.items("subnetSelectorTerms");
  const edge = terms.length > 0 && terms.every((term) => term.at("tags", edgeDiscoveryTag).exists);
  const region = edge ? spec.text("tags", stackBudget.stackTag) : undefined;
  return allRegions().find(({ name }) => name === region)?.localZone;
}

/** The Local Zone that a storage class keeps its volumes in. */
function localZoneOfStorage(props: Reader): LocalZone | undefined {
  const zones = valuesAt(props, "allowedTopologies.*.matchLabelExpressions.*")
    .filter((expression) => expression.text("key")?.endsWith("/zone"))
    .flatMap((expression) => expression.texts("values"));
  return zones.length === 1 ? localZoneNamed(zones[0]) : undefined;
}

/** Whether a resource has no volumes of EBS: those of other drivers, and Aurora's, which has storage of its own. */
function hasNone(type: string, props: Reader): boolean {
  if (type === storageClass) return !ebsProvisioners.includes(props.text("provisioner") ?? "");
  return type === databaseCluster && !props.at("dbClusterInstanceClass").exists;
}

function localZone(type: string, props: Reader): LocalZone | undefined {
  if (type === nodeClass) return localZoneOfClass(props.at("spec"));
  return type === storageClass ? localZoneOfStorage(props) : localZoneOf(props);
}

export const rule: ResourceRule = {
  id: "volumes-gp3",
  title: "Volumes are gp3 wherever the zone offers it",
  why: "gp3 costs a fifth less than gp2 at the same speed or better, and io1 several times as much; where nothing is named, the image or AWS decides, and that is often gp2.",
  severity: "medium",
  level: "mandatory",
  controls: {},
  scope: "resource",
  types: Object.keys(volumeTypePaths),
  onUnknown: "fail",
  check: ({ type, props }) => {
    if (hasNone(type, props)) return [];
    const paths = volumeTypePaths[type] ?? [];
    const kinds = paths.flatMap((path) => valuesAt(props, path));
    const zone = localZone(type, props);
    const wanted = zone?.volumeType ?? nodeImage.volumeType;
    const fix = "take the volume type of facts: nodes.ts, and regions.ts for a Local Zone";
    if (kinds.length === 0) {
      const list = paths[0]?.split(".*")[0] ?? "";
      return valuesAt(props, list).map((none) => wrong(none, `volumes of type ${wanted}`, fix));
    }
    return kinds.flatMap((kind) => {
      if (kind.text() !== wanted) return [wrong(kind, wanted, fix)];
      if (!zone || wanted === nodeImage.volumeType) return [];
      return [
        { ...wrong(kind, nodeImage.volumeType, fix), note: `${zone.zone} offers ${wanted} volumes only` },
      ];
    });
  },
};
