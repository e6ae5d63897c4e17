import type * as k8s from "@pulumi/kubernetes";
import { onSystemNodes } from "../addons";
import { steeringService } from "../facts/steering";

/** Keys of the secret; each becomes a file. */
export const secretKeys = { token: "token", reportKeys: "report-keys", identity: "identity" } as const;

/** Key of the authorities among the configuration. */
export const authoritiesKey = "authorities.pem";

const configHome = "/etc/edge-steering";
const secretHome = "/var/run/edge-steering";

export interface PodTemplateArgs {
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Changes with the configuration, so that pods are replaced with it; secrets are read anew each time. */
  readonly configDigest: string;
}

/** The controller's pod: no rights, no token of the cluster, nothing that it could write to. */
export function podTemplate({
  image,
  labels,
  configDigest,
}: PodTemplateArgs): k8s.types.input.core.v1.PodTemplateSpec {
  const { userId, name } = steeringService;
  const health = (periodSeconds: number, failureThreshold: number) => ({
    httpGet: { path: "/healthz", port: "http" },
    periodSeconds,
    failureThreshold,
  });
  return {
    metadata: { labels: { ...labels }, annotations: { "azora/config-digest": configDigest } },
    spec: {
      serviceAccountName: name,
      automountServiceAccountToken: false,
      priorityClassName: "platform-critical",
      terminationGracePeriodSeconds: steeringService.terminationSeconds,
      tolerations: [...onSystemNodes.tolerations],
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            ...onSystemNodes.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution,
          ].map(({ weight, preference }) => ({
            weight,
            preference: {
              matchExpressions: preference.matchExpressions.map(({ key, operator, values }) => ({
                key,
                operator,
                values: [...values],
              })),
            },
          })),
        },
      },
      securityContext: {
        runAsNonRoot: true,
        runAsUser: userId,
        runAsGroup: userId,
        fsGroup: userId,
        seccompProfile: { type: "RuntimeDefault" },
      },
      containers: [
        {
          name,
          image,
          args: [`${configHome}/config.json`],
          env: [
            { name: "EDGE_STEERING_TOKEN_FILE", value: `${secretHome}/${secretKeys.token}` },
            { name: "EDGE_STEERING_KEYS_FILE", value: `${secretHome}/${secretKeys.reportKeys}` },
            { name: "EDGE_STEERING_IDENTITY_FILE", value: `${secretHome}/${secretKeys.identity}` },
            { name: "EDGE_STEERING_AUTHORITIES_FILE", value: `${configHome}/${authoritiesKey}` },
          ],
          ports: [{ name: "http", containerPort: steeringService.port }],
          readinessProbe: health(2, 1),
          livenessProbe: health(10, 3),
          resources: {
            requests: { cpu: `${steeringService.cpuMillis}m`, memory: `${steeringService.memoryMib}Mi` },
            limits: { memory: `${steeringService.memoryLimitMib}Mi` },
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
          },
          volumeMounts: [
            { name: "config", mountPath: configHome, readOnly: true },
            { name: "secret", mountPath: secretHome, readOnly: true },
          ],
        },
      ],
      volumes: [
        { name: "config", configMap: { name } },
        { name: "secret", secret: { secretName: name, defaultMode: 0o440 } },
      ],
    },
  };
}
