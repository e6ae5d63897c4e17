/** How far one workload may grow. */

/**
 * The most that may run of one workload in a region. A region may have to carry half of all requests when others are lost;
 * at 500 requests a second and pod, which is little, that is 100 pods.
 */
export const workloadBounds = { replicasMax: 100 } as const;
