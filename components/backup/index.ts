export { ClusterBackup, type ClusterBackupArgs } from "./clusterBackup";
export { ClusterRestore, type ClusterRestoreArgs } from "./clusterRestore";
export { DrBackup, type DrBackupArgs } from "./drBackup";
export { RecoveryWorkflows, type RecoveryWorkflowsArgs } from "./recoveryWorkflows";
export { RegionBackups, type RegionBackupsArgs } from "./regionBackups";
