/** Characters that a load balancer's name may have (API reference, CreateLoadBalancer). */
export const loadBalancerNameMax = 32;

/**
 * What names of target groups begin with. The whole name may have 32 characters, of which a prefix may take six
 * (`namePrefix` of `aws.lb.TargetGroup`); a name that Pulumi makes from the logical one would be longer. A prefix and no
 * name, so that a group whose port changes can be made anew before the old one goes.
 */
export const targetGroupNamePrefix = { https: "https-", edge: "edge-" } as const;
