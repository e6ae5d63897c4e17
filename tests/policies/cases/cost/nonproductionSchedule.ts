import { rule } from "../../../../policies/cost/rules/nonproductionSchedule";
import { absent, unknown, type Fixture, type RuleCases } from "../../../support/rules";
import { productionTags, stagingTags } from "../../../support/ruleFixtures";

const stopped = { ...stagingTags, schedule: "office-hours" };
const asList = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true }));
const schedule = (name: string, props: object, from: Fixture["from"] = {}): Fixture => ({
  type: "aws:autoscaling/schedule:Schedule",
  name,
  props: { desiredCapacity: 0, recurrence: "0 19 * * 1-5", ...props },
  from,
});
const wanted = "office-hours";

export const cases: RuleCases = {
  rule,
  fixtures: [
    // 0 to 3: production runs always.
    { type: "aws:eks/nodeGroup:NodeGroup", props: { tags: productionTags } },
    { type: "aws:ec2/instance:Instance", props: { tags: productionTags } },
    { type: "aws:autoscaling/group:Group", props: { tags: asList(productionTags) } },
    { type: "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", props: { spec: { tags: productionTags } } },
    // 4 to 7: staging, by the tag.
    { type: "aws:eks/nodeGroup:NodeGroup", props: { tags: stopped } },
    {
      type: "aws:ec2/instance:Instance",
      props: { tags: { ...stopped, environment: "development" } },
    },
    { type: "aws:autoscaling/group:Group", props: { tags: asList(stopped) } },
    { type: "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", props: { spec: { tags: stopped } } },
    // 8 to 13: staging, by schedules that take away the last machine.
    { type: "aws:eks/nodeGroup:NodeGroup", name: "workers", props: { tags: stagingTags } },
    schedule("workers-night", { autoscalingGroupName: unknown }, { autoscalingGroupName: ["workers"] }),
    {
      type: "aws:autoscaling/group:Group",
      name: "builders",
      props: { name: "azora-builders", tags: asList(stagingTags) },
    },
    schedule("builders-night", { autoscalingGroupName: "azora-builders" }),
    // As the CLI's preview shows a Kubernetes object to stack rules.
    { type: "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", name: "empty", props: {} },
  ],
  mutations: [
    {
      name: "a node group that leaves production",
      path: "tags.environment",
      to: "staging",
      finding: { path: "tags.schedule", found: "absent", wanted },
    },
    {
      name: "a node group of an environment that does not exist",
      path: "tags.environment",
      to: "prod",
      finding: { path: "tags.schedule", found: "absent", wanted },
    },
    {
      name: "a node group without an environment",
      path: "tags.environment",
      to: absent,
      finding: { path: "tags.schedule", found: "absent" },
    },
    {
      name: "a node group of an unknown environment",
      path: "tags.environment",
      to: unknown,
      finding: { path: "tags.environment", state: "undecided" },
    },
    {
      name: "an instance that leaves production",
      resource: 1,
      path: "tags.environment",
      to: "development",
      finding: { path: "tags.schedule", found: "absent", wanted },
    },
    {
      name: "a group that leaves production",
      resource: 2,
      path: "tags[4].value",
      to: "staging",
      finding: { path: "tags.schedule", found: "absent", wanted },
    },
    {
      name: "a node class that leaves production",
      resource: 3,
      path: "spec.tags.environment",
      to: "staging",
      finding: { path: "spec.tags.schedule", found: "absent", wanted },
    },
    {
      name: "a node class of an unknown environment",
      resource: 3,
      path: "spec.tags.environment",
      to: unknown,
      finding: { path: "spec.tags.environment", state: "undecided" },
    },
    {
      name: "a node group of staging without a schedule",
      resource: 4,
      path: "tags.schedule",
      to: absent,
      finding: { path: "tags.schedule", found: "absent", wanted },
    },
    {
      name: "a node group of staging that never stands still",
      resource: 4,
      path: "tags.schedule",
      to: "always",
      finding: { path: "tags.schedule", found: '"always"', wanted },
    },
    {
      name: "a node group with an unknown schedule",
      resource: 4,
      path: "tags.schedule",
      to: unknown,
      finding: { path: "tags.schedule", state: "undecided" },
    },
    {
      name: "an instance of development without a schedule",
      resource: 5,
      path: "tags.schedule",
      to: absent,
      finding: { path: "tags.schedule", found: "absent" },
    },
    {
      name: "a group of staging with another schedule",
      resource: 6,
      path: "tags[8].value",
      to: "weekdays",
      finding: { path: "tags[8].value", found: '"weekdays"', wanted },
    },
    {
      name: "a group of staging with an unknown tag",
      resource: 6,
      path: "tags[8].key",
      to: unknown,
      finding: { path: "tags[8].key", state: "undecided" },
    },
    {
      name: "a node class of staging without a schedule",
      resource: 7,
      path: "spec.tags.schedule",
      to: absent,
      finding: { path: "spec.tags.schedule", found: "absent", wanted },
    },
    {
      name: "a schedule of another group",
      resource: 9,
      path: "@from.autoscalingGroupName",
      to: ["builders"],
      finding: { path: "tags.schedule", found: "absent", wanted },
    },
    {
      name: "a schedule that leaves a machine",
      resource: 9,
      path: "desiredCapacity",
      to: 1,
      finding: { path: "tags.schedule", found: "absent", wanted },
    },
    {
      name: "a schedule that says nothing of how many machines there are",
      resource: 9,
      path: "desiredCapacity",
      to: absent,
      finding: { path: "tags.schedule", found: "absent" },
    },
    {
      name: "a schedule to an unknown number of machines",
      resource: 9,
      path: "desiredCapacity",
      to: unknown,
      finding: { path: "desiredCapacity", state: "undecided" },
    },
    {
      name: "a schedule of an unknown group",
      resource: 11,
      path: "autoscalingGroupName",
      to: unknown,
      finding: { path: "autoscalingGroupName", state: "undecided" },
    },
    {
      name: "a schedule of a group of another name",
      resource: 11,
      path: "autoscalingGroupName",
      to: "azora-others",
      finding: { path: "tags.schedule", found: "absent", wanted },
    },
    {
      name: "a group of another name than its schedule's",
      resource: 10,
      path: "name",
      to: "azora-others",
      finding: { path: "tags.schedule", found: "absent" },
    },
    {
      name: "a group of an unknown name",
      resource: 10,
      path: "name",
      to: unknown,
      finding: { path: "name", state: "undecided" },
    },
    {
      name: "a node class that shows itself",
      resource: 12,
      path: "spec",
      to: { tags: stagingTags },
      finding: { path: "spec.tags.schedule", found: "absent", wanted },
    },
  ],
  survivors: [{ path: "", why: "without inputs it is what the CLI's preview shows of a Kubernetes object" }],
};
