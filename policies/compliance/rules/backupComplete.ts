import {
  airGappedVaults,
  backupReports,
  homesCopiedTo,
  keptResourceTypes,
  vaultName,
  vaultPurposes,
} from "../../../components/facts/backupVaults";
import type { Region } from "../../../components/facts/regions";
import type { Reader } from "../../framework/reader";
import type { Finding, StackRule, StackView } from "../../framework/rule";
import { airGappedType, backupPlanType, vaultType } from "../../shared/backups";
import { availability } from "../../shared/controls";
import { wrongResource } from "../../shared/finding";
import { findingsOf } from "../../shared/look";
import { regionOfStack } from "../../shared/places";

const clusterType = "aws:eks/cluster:Cluster";
const settingsType = "aws:backup/regionSettings:RegionSettings";
const reportType = "aws:backup/reportPlan:ReportPlan";

/** A resource that a region must have. */
interface Part {
  readonly type: string;
  readonly what: string;
  readonly is: (props: Reader) => boolean;
}

/** Kinds of resources that AWS Backup is to keep. */
const keptTypes = Object.keys(keptResourceTypes).filter((kind) => keptResourceTypes[kind] === true);

function partsOf({ name, awsRegion }: Region): readonly Part[] {
  const vault = (type: string, purpose: (typeof vaultPurposes)[keyof typeof vaultPurposes]): Part => ({
    type,
    what: `a vault "${vaultName(name, purpose)}"`,
    is: (props) => props.text("name") === vaultName(name, purpose),
  });
  return [
    {
      type: settingsType,
      what: `settings by which AWS Backup keeps ${keptTypes.join(", ")}`,
      is: (props) => keptTypes.every((kind) => props.flag("resourceTypeOptInPreference", kind) === true),
    },
    vault(vaultType, vaultPurposes.own),
    ...(homesCopiedTo(name).length > 0 ? [vault(vaultType, vaultPurposes.copies)] : []),
    ...(Object.hasOwn(airGappedVaults, awsRegion) ? [vault(airGappedType, vaultPurposes.airGapped)] : []),
    { type: backupPlanType, what: "a plan", is: (props) => props.items("rules").length > 0 },
    ...Object.values(backupReports.templates).map((template) => ({
      type: reportType,
      what: `a report of ${template}`,
      is: (props: Reader) => props.text("reportSetting", "reportTemplate") === template,
    })),
  ];
}

function missing(stack: StackView, region: Region): Finding[] {
  return partsOf(region)
    .filter(({ type, is }) => !stack.ofType(type).some(({ props }) => is(props)))
    .map(({ what }) =>
      wrongResource(`${region.name} has none`, what, "make what AWS Backup needs with RegionBackups"),
    );
}

export const rule: StackRule = {
  id: "backup-complete",
  title: "A region with a cluster has every vault, plan, setting and report of AWS Backup",
  why: "What is not there fails nowhere: a copy to a vault that is gone, a kind of resource that nobody opted in, a report that nobody gets.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "stack",
  types: [clusterType, settingsType, vaultType, airGappedType, backupPlanType, reportType],
  onUnknown: "fail",
  check: (stack) =>
    findingsOf(stack, [clusterType], ({ urn }) => {
      const region = regionOfStack(urn);
      return region === undefined ? [] : missing(stack, region);
    }),
};
