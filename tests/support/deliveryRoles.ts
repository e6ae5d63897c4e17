import { DeliveryIdentities, type DeliveryIdentitiesArgs } from "../../components/identities";
import { decide, statementsIn, type PolicyRequest } from "../../policies/shared/policyEvaluator";
import { built, type Built } from "./built";
import { testContext } from "./testContext";

export const account = "111122223333";
export const person = `arn:aws:iam::${account}:user/azora-on-call`;
export const iam = (resource: string): string => `arn:aws:iam::${account}:${resource}`;
export const boundaryOf = (holder: string): string => iam(`policy/boundaries/azora-boundary-${holder}`);

export const makeIdentities = (changes: Partial<DeliveryIdentitiesArgs> = {}): DeliveryIdentities =>
  new DeliveryIdentities("id", {
    home: testContext("europe"),
    regions: ["africa", "europe", "asia", "americas"].map((name) => testContext(name)),
    repository: "azora/platform",
    breakGlassPrincipals: [person],
    owner: "platform@azora.example",
    ...changes,
  });

/** What the component sent to IAM, and what IAM would say of calls. */
export class DeliveryRoles {
  constructor(readonly made: Built) {}

  static async built(changes: Partial<DeliveryIdentitiesArgs> = {}): Promise<DeliveryRoles> {
    return new DeliveryRoles(await built(() => makeIdentities(changes)));
  }

  role(name: string): Built["resources"][number]["inputs"] {
    const [role, ...others] = this.made
      .inputsOf("aws:iam/role:Role")
      .filter((inputs) => inputs.name === name);
    if (!role || others.length > 0) throw new Error(`not one role is named ${name}`);
    return role;
  }

  policy(arn: unknown): string {
    const [policy] = this.made.ofType("aws:iam/policy:Policy").filter(({ outputs }) => outputs.arn === arn);
    if (!policy) throw new Error(`no policy ${String(arn)}`);
    return policy.inputs.policy as string;
  }

  attachedTo(role: string): string[] {
    return this.made
      .inputsOf("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
      .filter((inputs) => inputs.role === role)
      .map(({ policyArn }) => policyArn as string);
  }

  /** Whether the boundary of a holder lets a call through that a role's own policies allow. */
  bounds(holder: string, request: PolicyRequest): boolean {
    return decide(statementsIn(this.policy(boundaryOf(holder))), request) === "allowed";
  }

  /** Whether a role may do something, beside what AWS' own policy lets it read. */
  may(role: string, request: PolicyRequest): boolean {
    const rights = this.attachedTo(role)
      .filter((arn) => !arn.startsWith("arn:aws:iam::aws:"))
      .flatMap((arn) => statementsIn(this.policy(arn)));
    const boundary = statementsIn(this.policy(this.role(role).permissionsBoundary));
    return decide(rights, request) === "allowed" && decide(boundary, request) === "allowed";
  }
}
