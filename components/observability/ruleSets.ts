import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { metrics } from "../facts/metrics";
import type { Region } from "../facts/regions";
import { InvalidValueError, type RegionContext } from "../shared";
import { metricMistakes, ruleMistakes } from "./checkRules";
import { labelsOf, namespace } from "./parts";
import { renderGroup } from "./ruleObjects";
import { platformRuleGroups, type RuleGroup } from "./rules";

export interface RuleSetsArgs {
  readonly context: RegionContext;
  /** The project's repository, whose pages alerts name. */
  readonly repositoryUrl: string;
  /** What `checkedGroups` found right. */
  readonly groups: readonly RuleGroup[];
  /** What must exist first: the operator. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * The platform's rules in a region, and those of service teams.
 * @throws InvalidValueError with every rule and declared metric that could not work, and why.
 */
export function checkedGroups(
  region: Region,
  probed: boolean,
  own: readonly RuleGroup[],
): readonly RuleGroup[] {
  const groups = [...platformRuleGroups(region, probed), ...own];
  const mistakes = [
    ...Object.entries(metrics).flatMap(([name, fact]) => metricMistakes(name, fact)),
    ...ruleMistakes(groups),
  ];
  if (mistakes.length > 0)
    throw new InvalidValueError(
      `ObservabilityStack.groups: rules or metrics that cannot work\n  ${mistakes.join("\n  ")}`,
    );
  return groups;
}

/**
 * The region's rules: what is recorded, and when people are told.
 * Costs to run: nothing of its own; each rule is a query a minute.
 */
export class RuleSets extends pulumi.ComponentResource {
  /** Names of all alerts. */
  readonly alerts: pulumi.Output<string[]>;

  constructor(name: string, args: RuleSetsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:observability:RuleSets", name, {}, opts);
    const { context, repositoryUrl, groups } = args;
    const { region, domain } = context;

    for (const group of groups)
      new k8s.apiextensions.CustomResource(
        `${name}-${group.name}`,
        {
          apiVersion: "monitoring.coreos.com/v1",
          kind: "PrometheusRule",
          metadata: { name: group.name, namespace, labels: labelsOf("rules") },
          spec: { groups: [renderGroup(group, { region: region.name, domain, repositoryUrl })] },
        },
        { parent: this, dependsOn: [...args.after] },
      );

    const names = groups.flatMap(({ alerts = [] }) => alerts.map(({ alert }) => alert));
    this.alerts = pulumi.output([...new Set(names)]);
    this.registerOutputs({ alerts: this.alerts });
  }
}
