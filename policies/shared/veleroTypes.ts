/** Types of Velero's objects that rules look at. */
export const scheduleType = "kubernetes:velero.io/v1:Schedule";
export const locationType = "kubernetes:velero.io/v1:BackupStorageLocation";
export const snapshotLocationType = "kubernetes:velero.io/v1:VolumeSnapshotLocation";
