/** Characters that a load balancer's name may have (API reference, CreateLoadBalancer). */
export const loadBalancerNameMax = 32;
