import type { StackRule } from "../../framework/rule";
import { atRest } from "../../shared/controls";
import { wrong } from "../../shared/finding";
import { encryptionMistakes } from "../../shared/keys";
import { findingsOf } from "../../shared/look";

const types = ["aws:eks/cluster:Cluster"];

export const rule: StackRule = {
  id: "encrypt-clusters",
  title: "Kubernetes secrets are wrapped with the customer key of the cluster's data class",
  why: "Secrets lie in etcd in plain base64; envelope encryption makes each of them unreadable without our key.",
  severity: "critical",
  level: "mandatory",
  controls: atRest,
  scope: "stack",
  types,
  onUnknown: "fail",
  check: (stack) =>
    findingsOf(stack, types, (cluster) => {
      const config = cluster.props.at("encryptionConfig");
      const resources = config.at("resources");
      return [
        ...(resources.texts().includes("secrets")
          ? []
          : [wrong(resources, '["secrets"]', "encrypt the cluster's secrets")]),
        ...encryptionMistakes(stack, cluster, { key: ["provider", "keyArn"] }, { within: config }),
      ];
    }),
};
