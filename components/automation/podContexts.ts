/** How pods of the engine stand and are confined: what Pod Security `restricted` asks for, which its charts leave out. */
import { onSystemNodes, replicas } from "../addons";

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
const acrossZones = [
  { maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "ScheduleAnyway" },
] as const;

/** What every part of the engine is that must not be away: two of it, one at a time, beside the platform's own. */
export const steadyPart = {
  replicas,
  pdb: { enabled: true, minAvailable: 1 },
  topologySpreadConstraints: acrossZones,
  priorityClassName: "platform-critical",
  ...onSystemNodes,
};
