import type * as k8s from "@pulumi/kubernetes";

export interface FlowSchemaArgs {
  readonly namespace: string;
  readonly serviceAccount: string;
}

export interface NamedFlowSchema {
  readonly schemaName: string;
  readonly spec: k8s.types.input.flowcontrol.v1.FlowSchemaSpec;
}

/**
 * Keeps Karpenter's calls ahead of ordinary ones when the API server is busy. Controllers in `kube-system` have that
 * from Kubernetes; Karpenter's documentation gives these two schemas for every other namespace ("Getting Started").
 */
export function flowSchemas({ namespace, serviceAccount }: FlowSchemaArgs): readonly NamedFlowSchema[] {
  const subjects = [{ kind: "ServiceAccount", serviceAccount: { name: serviceAccount, namespace } }];
  return [
    {
      schemaName: `${serviceAccount}-leader-election`,
      spec: {
        distinguisherMethod: { type: "ByUser" },
        matchingPrecedence: 200,
        priorityLevelConfiguration: { name: "leader-election" },
        rules: [
          {
            resourceRules: [
              {
                apiGroups: ["coordination.k8s.io"],
                namespaces: ["*"],
                resources: ["leases"],
                verbs: ["get", "create", "update"],
              },
            ],
            subjects,
          },
        ],
      },
    },
    {
      schemaName: `${serviceAccount}-workload`,
      spec: {
        distinguisherMethod: { type: "ByUser" },
        matchingPrecedence: 1000,
        priorityLevelConfiguration: { name: "workload-high" },
        rules: [
          {
            nonResourceRules: [{ nonResourceURLs: ["*"], verbs: ["*"] }],
            resourceRules: [
              {
                apiGroups: ["*"],
                clusterScope: true,
                namespaces: ["*"],
                resources: ["*"],
                verbs: ["*"],
              },
            ],
            subjects,
          },
        ],
      },
    },
  ];
}
