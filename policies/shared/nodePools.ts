import { workerNodes } from "../../components/facts/nodes";
import type { LocalZone } from "../../components/facts/regions";
import type { Reader } from "../framework/reader";
import type { Finding } from "../framework/rule";
import { wrong } from "./finding";
import { familiesNote, localZoneNamed, machineFix, wrongFamily, type MachineLimits } from "./instances";

export const nodePoolType = "kubernetes:karpenter.sh/v1:NodePool";

/** Labels of nodes on which a pool's requirements decide what Karpenter may make. */
export const poolLabels = {
  architecture: "kubernetes.io/arch",
  capacityType: "karpenter.sh/capacity-type",
  cpu: "karpenter.k8s.aws/instance-cpu",
  family: "karpenter.k8s.aws/instance-family",
  zone: "topology.kubernetes.io/zone",
} as const;

/** Where a pool states what its nodes must be. */
export function requirementsOf(pool: Reader): Reader {
  return pool.at("spec", "template", "spec", "requirements");
}

/** The values that a pool's requirements set beside a label by an operator; `undefined` where none does. */
export function required(pool: Reader, label: string, operator: "In" | "Lt"): Reader | undefined {
  return requirementsOf(pool)
    .items()
    .find((one) => one.text("key") === label && one.text("operator") === operator)
    ?.at("values");
}

/** The Local Zone that a pool makes its nodes in; `undefined` where it may make them elsewhere too. */
export function localZoneOfPool(pool: Reader): LocalZone | undefined {
  const [zone, ...others] = required(pool, poolLabels.zone, "In")?.texts() ?? [];
  return others.length === 0 ? localZoneNamed(zone) : undefined;
}

/** What is wrong with the machines that a pool lets Karpenter make. */
export function wrongMachines(pool: Reader, limits: MachineLimits): Finding[] {
  const localZone = localZoneOfPool(pool);
  const all = requirementsOf(pool);
  const families = required(pool, poolLabels.family, "In");
  const bound = required(pool, poolLabels.cpu, "Lt");
  const below = limits.vcpuMax + 1;
  const architectures = required(pool, poolLabels.architecture, "In")?.items() ?? [];
  const findings = [
    ...(families?.items().length
      ? families.items().flatMap((family) => wrongFamily(family, family.text() ?? "", limits, localZone))
      : [wrong(all.at(poolLabels.family), "In a list of families", machineFix)]),
    ...architectures
      .filter((one) => !localZone && one.text() !== workerNodes.architecture)
      .map((one) => wrong(one, workerNodes.architecture, machineFix)),
    ...(bound?.items().length
      ? bound
          .items()
          .filter((value) => (value.number() ?? Infinity) > below)
          .map((value) => wrong(value, `at most ${below}`, machineFix))
      : [wrong(all.at(poolLabels.cpu), `Lt ${below}`, machineFix)]),
  ];
  return findings.length === 0 && localZone && families
    ? [{ ...wrong(families, "Graviton families", machineFix), note: familiesNote(localZone) }]
    : findings;
}
