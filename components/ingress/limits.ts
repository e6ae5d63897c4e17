import { check, type RegionContext } from "../shared";

/** Characters that a load balancer's name may have (API reference, CreateLoadBalancer). */
export const loadBalancerNameMax = 32;

const trustStoreNameMax = 32;

/**
 * Name of the trust store by which a region's load balancer knows the edge.
 * @throws InvalidValueError where AWS takes no such name (API reference, CreateTrustStore).
 */
export function edgeTrustName(context: RegionContext): string {
  const name = context.name("edge-trust");
  check(
    name.length <= trustStoreNameMax && /^([a-zA-Z0-9]+-)*[a-zA-Z0-9]+$/.test(name),
    "EdgeTrust name",
    name,
    `${trustStoreNameMax} letters, digits and single hyphens at most`,
  );
  return name;
}

/**
 * What names of target groups begin with. The whole name may have 32 characters, of which a prefix may take six
 * (`namePrefix` of `aws.lb.TargetGroup`); a name that Pulumi makes from the logical one would be longer. A prefix and no
 * name, so that a group whose port changes can be made anew before the old one goes.
 */
export const targetGroupNamePrefix = { https: "https-", edge: "edge-" } as const;
