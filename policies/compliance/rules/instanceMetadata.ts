import { instanceMetadata } from "../../../components/facts/nodes";
import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";

const defaults = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults";
const imageBuilder = "aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration";

/** Where each type keeps its metadata options; the account's defaults are these options themselves. */
const optionsAt: Readonly<Record<string, readonly string[]>> = {
  [defaults]: [],
  [imageBuilder]: ["instanceMetadataOptions"],
  "aws:ec2/instance:Instance": ["metadataOptions"],
  "aws:ec2/launchConfiguration:LaunchConfiguration": ["metadataOptions"],
  "aws:ec2/launchTemplate:LaunchTemplate": ["metadataOptions"],
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ["metadataOptions"],
};

export const rule: ResourceRule = {
  id: "instance-metadata",
  title: "A machine's credentials stay on the machine",
  why: "Metadata without a session token answers to any request that a program can be tricked into, and at two hops to any container; both hand out the machine's role.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.312(a)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: Object.keys(optionsAt),
  onUnknown: "fail",
  check: ({ type, props }) => {
    const options = props.at(...(optionsAt[type] ?? []));
    const tokens = options.at("httpTokens");
    const hops = options.at("httpPutResponseHopLimit");
    const fix = "take both from instanceMetadata in facts/nodes.ts";
    return [
      ...(tokens.text() === instanceMetadata.httpTokens
        ? []
        : [wrong(tokens, instanceMetadata.httpTokens, fix)]),
      ...(hops.number() === instanceMetadata.hopLimit
        ? []
        : [wrong(hops, String(instanceMetadata.hopLimit), fix)]),
    ];
  },
};
