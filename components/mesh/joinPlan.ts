/** Which private names are known where, and which keys are copied where to; pure, so that it can be tested for any number. */
import { replicatedKeyClasses, type DataClass } from "../facts/dataClasses";
import type { Region } from "../facts/regions";
import { check } from "../shared";

/** The private zone of one region, made known in the network of another. */
export interface ZoneJoin {
  readonly zone: string;
  readonly vpc: string;
  /** `<zone's region>-in-<VPC's region>`, for names. */
  readonly key: string;
}

/** A key of one region with a replica in its partner. */
export interface ReplicaJoin {
  readonly home: string;
  readonly partner: string;
  readonly dataClass: DataClass;
}

/** Every zone in every network but its own, where it is already. */
export function zoneJoins(regions: readonly Pick<Region, "name">[]): ZoneJoin[] {
  return regions.flatMap(({ name: zone }) =>
    regions
      .filter(({ name }) => name !== zone)
      .map(({ name: vpc }) => ({ zone, vpc, key: `${zone}-in-${vpc}` })),
  );
}

/**
 * The keys that must outlive their region, each in the partner of its home.
 * @throws InvalidValueError naming a region whose partner is none of them.
 */
export function replicaJoins(regions: readonly Pick<Region, "name" | "partner">[]): ReplicaJoin[] {
  const names = new Set(regions.map(({ name }) => name));
  return regions.flatMap(({ name: home, partner }) => {
    check(names.has(partner) && partner !== home, `regions.${home}.partner`, partner, "a region of the mesh");
    return replicatedKeyClasses.map((dataClass) => ({ home, partner, dataClass }));
  });
}
