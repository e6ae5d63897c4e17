export { RegionBackups, type RegionBackupsArgs } from "./regionBackups";
