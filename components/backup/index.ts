export { ClusterBackup, type ClusterBackupArgs } from "./clusterBackup";
export { ClusterRestore, type ClusterRestoreArgs } from "./clusterRestore";
export { RegionBackups, type RegionBackupsArgs } from "./regionBackups";
