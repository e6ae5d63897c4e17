import { instanceMetadata } from "../../../components/facts/nodes";
import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";

export const rule: ResourceRule = {
  id: "kubernetes-node-metadata",
  title: "Karpenter's nodes keep their credentials and their disks to themselves",
  why: "Metadata without a token, or further away than one hop, hands the node's role to every pod; a disk that is not encrypted or an address that is public gives away the rest.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.6", "CC6.7"],
    gdpr: ["32(1)(a)"],
    hipaa: ["164.312(a)(1)", "164.312(a)(2)(iv)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: ["kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"],
  onUnknown: "fail",
  check: ({ props }) => {
    const spec = props.at("spec");
    const tokens = spec.at("metadataOptions", "httpTokens");
    const hops = spec.at("metadataOptions", "httpPutResponseHopLimit");
    const address = spec.at("associatePublicIPAddress");
    const devices = spec.at("blockDeviceMappings");
    const fix = "take metadataOptions and volumes from facts/nodes.ts";
    return [
      ...(tokens.text() === instanceMetadata.httpTokens
        ? []
        : [wrong(tokens, instanceMetadata.httpTokens, fix)]),
      ...(hops.number() === instanceMetadata.hopLimit
        ? []
        : [wrong(hops, String(instanceMetadata.hopLimit), fix)]),
      ...(address.flag() === false ? [] : [wrong(address, "false", fix)]),
      ...(devices.items().length > 0 ? [] : [wrong(devices, "the node's volumes, encrypted", fix)]),
      ...devices
        .items()
        .map((device) => device.at("ebs", "encrypted"))
        .filter((encrypted) => encrypted.flag() !== true)
        .map((encrypted) => wrong(encrypted, "true", fix)),
    ];
  },
};
