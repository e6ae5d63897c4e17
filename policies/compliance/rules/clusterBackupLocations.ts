import { clusterBackupFolder, clusterBackupPurpose } from "../../../components/facts/clusterBackup";
import { keyAlias } from "../../../components/facts/dataClasses";
import { mayMove } from "../../../components/facts/jurisdictions";
import { homePrefix } from "../../../components/facts/objectCopies";
import { bucketPurpose } from "../../../components/facts/objects";
import { allRegions } from "../../../components/facts/regions";
import type { Finding, ResourceRule } from "../../framework/rule";
import { locationType } from "../../shared/veleroTypes";
import { transfers } from "../../shared/controls";
import { wrong } from "../../shared/finding";
import { regionAt, regionOfStack } from "../../shared/places";

const { dataClass } = bucketPurpose(clusterBackupPurpose);
const fix = "take the places from clusterBackupLocations";

export const rule: ResourceRule = {
  id: "cluster-backup-locations",
  title: "Backups of a cluster's objects lie where the law lets them, under our key",
  why: "They hold every secret of the cluster, and what services put into objects about people: a bucket elsewhere is a transfer, one without our key is open to whoever has the bucket, and another home's folder is overwritten.",
  severity: "critical",
  level: "mandatory",
  controls: transfers,
  scope: "resource",
  types: [locationType],
  onUnknown: "fail",
  check: ({ urn, props }) => {
    const home = regionOfStack(urn);
    if (home === undefined) return [];
    const spec = props.at("spec");
    const [provider, bucket, prefix] = [
      spec.at("provider"),
      spec.at("objectStorage", "bucket"),
      spec.at("objectStorage", "prefix"),
    ];
    const at = spec.at("config", "region");
    const region = regionAt(at.text());
    const lawful = allRegions().filter(({ jurisdiction }) =>
      mayMove(dataClass, home.jurisdiction, jurisdiction),
    );
    if (region === undefined || !lawful.includes(region))
      return [wrong(at, lawful.map(({ awsRegion }) => awsRegion).join(", "), fix)];
    const names = new RegExp(`^azora-${region.name}-${clusterBackupPurpose}-\\d{12}$`);
    const folder = `${homePrefix(home.name)}${clusterBackupFolder}/`;
    const alias = keyAlias(region.name, dataClass);
    const [key, algorithm] = [spec.at("config", "kmsKeyId"), spec.at("config", "serverSideEncryption")];
    const findings: Finding[] = [
      ...(provider.text() === "velero.io/aws" ? [] : [wrong(provider, "velero.io/aws", fix)]),
      ...(names.test(bucket.text() ?? "")
        ? []
        : [wrong(bucket, `the bucket of backups in ${region.name}`, fix)]),
      ...(prefix.text()?.startsWith(folder) ? [] : [wrong(prefix, `a folder in ${folder}`, fix)]),
      ...(key.text() === alias ? [] : [wrong(key, alias, fix)]),
      ...(algorithm.text() === "aws:kms" ? [] : [wrong(algorithm, "aws:kms", fix)]),
    ];
    // Another server than S3, one that is not checked, keys that lie in a secret.
    const elsewhere = ["s3Url", "publicUrl", "insecureSkipTLSVerify", "profile"]
      .map((setting) => spec.at("config", setting))
      .concat(spec.at("credential"))
      .filter((setting) => setting.exists)
      .map((setting) => wrong(setting, "absent", fix));
    return [...findings, ...elsewhere];
  },
};
