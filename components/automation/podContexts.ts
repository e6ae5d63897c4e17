/** How pods of the engine are confined: what Pod Security `restricted` asks for, which its charts leave out. */

/** Nobody's rights in a pod whose image names no user, or root. */
export function podContext(userId: number) {
  return {
    runAsNonRoot: true,
    runAsUser: userId,
    runAsGroup: userId,
    fsGroup: userId,
    seccompProfile: { type: "RuntimeDefault" },
  };
}

/** Nobody's rights in a pod whose image names a user of its own. */
export const nonRootPod = { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } } as const;

/** Replicas in different zones where that is possible; both charts fill in whose replicas are meant. */
export const acrossZones = [
  { maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "ScheduleAnyway" },
] as const;
