import { rule } from "../../../../policies/cost/rules/boundsSane";
import { absent, unknown, type Mutation, type RuleCases } from "../../../support/rules";

/** Workloads that say how many they are, beside Deployment. */
const others = [
  "kubernetes:apps/v1:ReplicaSet",
  "kubernetes:apps/v1:StatefulSet",
  "kubernetes:argoproj.io/v1alpha1:Rollout",
  "kubernetes:core/v1:ReplicationController",
] as const;
const firstOther = 7;

const inOthers: readonly Mutation[] = others.flatMap((type, index) => [
  {
    name: `too many of ${type}`,
    resource: firstOther + index,
    path: "spec.replicas",
    to: 101,
    finding: { path: "spec.replicas", found: "101", wanted: "a whole number from 0 to 100" },
  },
  {
    name: `an unknown count of ${type}`,
    resource: firstOther + index,
    path: "spec.replicas",
    to: unknown,
    finding: { path: "spec.replicas", state: "undecided" as const },
  },
]);

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "aws:eks/nodeGroup:NodeGroup",
      props: { scalingConfig: { minSize: 3, desiredSize: 3, maxSize: 9 } },
    },
    { type: "aws:autoscaling/group:Group", props: { minSize: 0, desiredCapacity: 12, maxSize: 12 } },
    { type: "kubernetes:apps/v1:Deployment", props: { spec: { replicas: 100 } } },
    {
      type: "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
      props: { spec: { minReplicas: 3, maxReplicas: 100 } },
    },
    { type: "kubernetes:autoscaling/v1:HorizontalPodAutoscaler", props: { spec: { maxReplicas: 10 } } },
    {
      type: "kubernetes:keda.sh/v1alpha1:ScaledObject",
      props: { spec: { minReplicaCount: 0, maxReplicaCount: 20 } },
    },
    // Its autoscaler says how many it is.
    { type: "kubernetes:apps/v1:Deployment", props: { spec: { template: {} } } },
    ...others.map((type) => ({ type, props: { spec: { replicas: 3 } } })),
  ],
  mutations: [
    {
      name: "a node group without a ceiling",
      path: "scalingConfig.maxSize",
      to: absent,
      finding: { path: "scalingConfig.maxSize", found: "absent", wanted: "at most 12" },
    },
    {
      name: "a node group without bounds",
      path: "scalingConfig",
      to: absent,
      finding: { path: "scalingConfig.maxSize", found: "absent" },
    },
    {
      name: "a node group of thirteen",
      path: "scalingConfig.maxSize",
      to: 13,
      finding: { path: "scalingConfig.maxSize", found: "13", wanted: "a whole number from 0 to 12" },
    },
    {
      name: "a ceiling that is not whole",
      path: "scalingConfig.maxSize",
      to: 9.5,
      finding: { path: "scalingConfig.maxSize", found: "9.5" },
    },
    {
      name: "a ceiling below 0",
      path: "scalingConfig.maxSize",
      to: -1,
      finding: { path: "scalingConfig.maxSize", found: "-1" },
    },
    {
      name: "a ceiling that is no number",
      path: "scalingConfig.maxSize",
      to: "many",
      finding: { path: "scalingConfig.maxSize", found: '"many"' },
    },
    {
      name: "an unknown ceiling",
      path: "scalingConfig.maxSize",
      to: unknown,
      finding: { path: "scalingConfig.maxSize", state: "undecided" },
    },
    {
      name: "a minimum above the maximum",
      path: "scalingConfig.minSize",
      to: 10,
      finding: { path: "scalingConfig.minSize", found: "10", wanted: "a whole number from 0 to 9" },
    },
    {
      name: "a minimum below 0",
      path: "scalingConfig.minSize",
      to: -1,
      finding: { path: "scalingConfig.minSize", found: "-1" },
    },
    {
      name: "an unknown minimum",
      path: "scalingConfig.minSize",
      to: unknown,
      finding: { path: "scalingConfig.minSize", state: "undecided" },
    },
    {
      name: "more nodes wanted than allowed",
      path: "scalingConfig.desiredSize",
      to: 10,
      finding: { path: "scalingConfig.desiredSize", found: "10", wanted: "a whole number from 3 to 9" },
    },
    {
      name: "fewer nodes wanted than the minimum",
      path: "scalingConfig.desiredSize",
      to: 2,
      finding: { path: "scalingConfig.desiredSize", found: "2", wanted: "a whole number from 3 to 9" },
    },
    {
      name: "an unknown count of nodes",
      path: "scalingConfig.desiredSize",
      to: unknown,
      finding: { path: "scalingConfig.desiredSize", state: "undecided" },
    },
    {
      name: "an Auto Scaling group of thirteen",
      resource: 1,
      path: "maxSize",
      to: 13,
      finding: { path: "maxSize", found: "13", wanted: "a whole number from 0 to 12" },
    },
    {
      name: "an Auto Scaling group that wants too many",
      resource: 1,
      path: "desiredCapacity",
      to: 13,
      finding: { path: "desiredCapacity", found: "13", wanted: "a whole number from 0 to 12" },
    },
    {
      name: "an Auto Scaling group whose minimum is too high",
      resource: 1,
      path: "minSize",
      to: 13,
      finding: { path: "minSize", found: "13" },
    },
    {
      name: "an Auto Scaling group with an unknown ceiling",
      resource: 1,
      path: "maxSize",
      to: unknown,
      finding: { path: "maxSize", state: "undecided" },
    },
    {
      name: "a hundred and one replicas",
      resource: 2,
      path: "spec.replicas",
      to: 101,
      finding: { path: "spec.replicas", found: "101", wanted: "a whole number from 0 to 100" },
    },
    {
      name: "replicas below 0",
      resource: 2,
      path: "spec.replicas",
      to: -1,
      finding: { path: "spec.replicas", found: "-1" },
    },
    {
      name: "an unknown count of replicas",
      resource: 6,
      path: "spec.replicas",
      to: unknown,
      finding: { path: "spec.replicas", state: "undecided" },
    },
    {
      name: "an autoscaler with too high a ceiling",
      resource: 3,
      path: "spec.maxReplicas",
      to: 101,
      finding: { path: "spec.maxReplicas", found: "101", wanted: "a whole number from 0 to 100" },
    },
    {
      name: "an autoscaler without a ceiling",
      resource: 3,
      path: "spec.maxReplicas",
      to: absent,
      finding: { path: "spec.maxReplicas", found: "absent", wanted: "at most 100" },
    },
    {
      name: "an autoscaler with an unknown ceiling",
      resource: 3,
      path: "spec.maxReplicas",
      to: unknown,
      finding: { path: "spec.maxReplicas", state: "undecided" },
    },
    {
      name: "an autoscaler whose minimum is above its maximum",
      resource: 3,
      path: "spec.minReplicas",
      to: 101,
      finding: { path: "spec.minReplicas", found: "101", wanted: "a whole number from 0 to 100" },
    },
    {
      name: "an autoscaler of the first version without a ceiling",
      resource: 4,
      path: "spec.maxReplicas",
      to: absent,
      finding: { path: "spec.maxReplicas", found: "absent" },
    },
    {
      name: "an autoscaler of the first version with an unknown minimum",
      resource: 4,
      path: "spec.minReplicas",
      to: unknown,
      finding: { path: "spec.minReplicas", state: "undecided" },
    },
    {
      name: "an autoscaler of KEDA without a ceiling, which is 100 then",
      resource: 5,
      path: "spec.maxReplicaCount",
      to: absent,
      finding: { path: "spec.maxReplicaCount", found: "absent" },
    },
    {
      name: "an autoscaler of KEDA whose minimum is above its maximum",
      resource: 5,
      path: "spec.minReplicaCount",
      to: 21,
      finding: { path: "spec.minReplicaCount", found: "21", wanted: "a whole number from 0 to 20" },
    },
    {
      name: "an autoscaler of KEDA with an unknown ceiling",
      resource: 5,
      path: "spec.maxReplicaCount",
      to: unknown,
      finding: { path: "spec.maxReplicaCount", state: "undecided" },
    },
    ...inOthers,
  ],
};
