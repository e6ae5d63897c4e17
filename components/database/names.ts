/** Common names in certificates: what a caller is, whichever region's authority signed for it. */
import { type DatabaseClusterFact, type LockFact } from "../facts/databaseClusters";

/** A member of a cluster; PostgreSQL's map lets it act as the superuser and as a standby. @example "core.member.azora" */
export function memberIdentity({ name }: Pick<DatabaseClusterFact, "name">): string {
  return `${name}.member.azora`;
}

/** A pooler of a cluster, which may ask for verifiers. */
export function poolerIdentity({ name }: Pick<DatabaseClusterFact, "name">): string {
  return `${name}.pooler.azora`;
}

/** A member of a lock. */
export function lockIdentity({ name }: Pick<LockFact, "name">): string {
  return `${name}.member.azora`;
}
