import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { stackBudget } from "../facts/budgets";
import { controlPolicyLimits, controlStatements, type GuardStatement } from "../facts/organization";
import { globalStackName } from "../facts/regions";
import { check, type RegionContext } from "../shared";

export interface OrganizationGuardRailsArgs {
  /** The region of the stack's provider: whose jurisdiction the policies' tags name. */
  readonly home: RegionContext;
  /** What the policies hold for: a root, an organisational unit or an account. @example "ou-ab12-cd34ef56" */
  readonly target: string;
  /** Statements by policy. Default those of facts, which spare the deployers and the administrator of the home's account. */
  readonly statements?: Readonly<Record<string, readonly GuardStatement[]>>;
}

/**
 * Service control policies of the accounts below a target. The provider must sign in to the organisation's management
 * account, or to one that administers policies for it. Costs nothing to run.
 * @throws InvalidValueError before anything is created, where AWS would refuse the target, a policy's length or their number.
 */
export class OrganizationGuardRails extends pulumi.ComponentResource {
  /** Names of the policies, in the order of facts. */
  readonly policyNames: pulumi.Output<string[]>;

  constructor(name: string, args: OrganizationGuardRailsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:organization:OrganizationGuardRails", name, {}, opts);
    const { home, target } = args;
    const { charactersMax, perTargetMax, attachedByAws } = controlPolicyLimits;
    const policies = Object.entries(args.statements ?? controlStatements(home.accountId)).map(
      ([label, Statement]) => ({
        label,
        content: JSON.stringify({ Version: "2012-10-17", Statement }),
      }),
    );
    check(
      targetPattern.test(target),
      "OrganizationGuardRails.target",
      target,
      "a root (r-…), an organisational unit (ou-…-…) or an account (12 digits)",
    );
    check(
      policies.length <= perTargetMax - attachedByAws,
      "OrganizationGuardRails.statements, in policies",
      policies.length,
      `${perTargetMax - attachedByAws} or fewer (AWS takes ${perTargetMax} for a target, one of them its own)`,
    );
    for (const { label, content } of policies)
      check(
        content.length <= charactersMax,
        `OrganizationGuardRails.statements.${label}, in characters`,
        content.length,
        `${charactersMax} or fewer`,
      );

    const made = policies.map(({ label, content }) => {
      const policyName = `azora-${label}`;
      const policy = new aws.organizations.Policy(
        `${name}-${label}`,
        {
          name: policyName,
          type: "SERVICE_CONTROL_POLICY",
          description: `What no account may do: ${label}`,
          content,
          tags: {
            ...home.tags({ service: "organization", name: policyName }),
            [stackBudget.stackTag]: globalStackName,
          },
        },
        { parent: this, protect: true },
      );
      new aws.organizations.PolicyAttachment(
        `${name}-${label}`,
        { policyId: policy.id, targetId: target },
        { parent: this },
      );
      return policy.name;
    });

    this.policyNames = pulumi.all(made);
    this.registerOutputs({ policyNames: this.policyNames });
  }
}

/** Ids as the API has them ("AttachPolicy", AWS Organizations API reference). */
const targetPattern = /^(r-[0-9a-z]{4,32}|\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/;
