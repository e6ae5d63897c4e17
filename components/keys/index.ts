export { KeyReplica, type KeyReplicaArgs } from "./keyReplica";
export { RegionKeys } from "./regionKeys";
