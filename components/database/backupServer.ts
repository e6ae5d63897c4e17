import type * as k8s from "@pulumi/kubernetes";
import { backupServerPort } from "../facts/repositories";
import { guaranteed, mountsOf, securityContext, type PodParts, type RegionContext } from "../shared";
import { databaseImage } from "./parts";
import { paths } from "./paths";
import { backrest } from "./repositoryConfig";

type Container = k8s.types.input.core.v1.Container;

/**
 * The container beside a member that hands the member's files to whoever backs it up and shows a member's certificate.
 * @param data the mount of the member's files.
 */
export function backupServer(
  context: RegionContext,
  parts: PodParts,
  data: k8s.types.input.core.v1.VolumeMount,
): Container {
  return {
    name: "backup-server",
    image: databaseImage(context),
    command: [`${paths.scripts}/run-reloading.sh`, paths.certificate, ...backrest("server")],
    ports: [{ name: "backup", containerPort: backupServerPort }],
    livenessProbe: {
      exec: { command: [...backrest("server-ping")] },
      initialDelaySeconds: 30,
      periodSeconds: 30,
      failureThreshold: 3,
      timeoutSeconds: 10,
    },
    // It compresses what it hands out.
    resources: guaranteed("500m", "256Mi"),
    securityContext,
    volumeMounts: [data, ...mountsOf(parts)],
  };
}
