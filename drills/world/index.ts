/** What drills may use of the world that they run in. */
export { Authorities } from "./certificates";
export { ensureRoot, rootStamp, whyNoWorld } from "./root";
export { World, type Impairment, type WorldArgs } from "./world";
export type { WorldEvent } from "./journal";
export type { LineStats } from "./lines";
export type { ExecOptions, Pod } from "./pod";
export type {
  AccountSpec,
  ContainerSpec,
  FileSpec,
  PodSpec,
  RegionSpec,
  RoundTrips,
  VolumeSpec,
} from "./specs";
