import type { Fixture } from "./rules";

/** A digest as images have it. */
export const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

/** A container that Pod Security `restricted` admits. */
export const container = {
  name: "api",
  image: `111122223333.dkr.ecr.eu-central-1.amazonaws.com/services/api@${digest}`,
  ports: [{ containerPort: 8080 }],
  livenessProbe: { httpGet: { path: "/healthz", port: 8080 } },
  resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
  securityContext: {
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    seccompProfile: { type: "RuntimeDefault" },
    capabilities: { drop: ["ALL"] },
  },
};

/** A pod with each kind of container; what one leaves out the pod's own context says. */
export const podSpec = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
  initContainers: [{ ...container, name: "migrate" }],
  containers: [
    container,
    {
      ...container,
      name: "proxy",
      image: "registry.k8s.io/proxy/proxy:v1.2.3",
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    },
  ],
  ephemeralContainers: [{ ...container, name: "debug", ports: [], resources: {} }],
  volumes: [
    { name: "scratch", emptyDir: {} },
    {
      name: "token",
      projected: {
        sources: [{ serviceAccountToken: { path: "token", audience: "vault", expirationSeconds: 3600 } }],
      },
    },
  ],
};

const metadata = { name: "api", namespace: "shop" };
const template = { spec: podSpec };

/** A Deployment, in a namespace that facts do not name. */
export const deployment: Fixture = {
  type: "kubernetes:apps/v1:Deployment",
  props: { metadata, spec: { replicas: 2, template } },
};

/** Where a Deployment keeps its pod. */
export const inDeployment = "spec.template.spec";

/** Paths of pods in all kinds of workloads. */
export const podPaths = [
  "spec",
  "template.spec",
  inDeployment,
  "spec.jobTemplate.spec.template.spec",
  "spec.jobTargetRef.template.spec",
] as const;

/** The same pod in every other kind of workload, each with the path of its pod. */
export const otherWorkloads: readonly { readonly pod: string; readonly fixture: Fixture }[] = [
  { pod: "spec", fixture: { type: "kubernetes:core/v1:Pod", props: { metadata, spec: podSpec } } },
  {
    pod: "template.spec",
    fixture: { type: "kubernetes:core/v1:PodTemplate", props: { metadata, template } },
  },
  ...[
    "kubernetes:core/v1:ReplicationController",
    "kubernetes:apps/v1:DaemonSet",
    "kubernetes:apps/v1:ReplicaSet",
    "kubernetes:apps/v1:StatefulSet",
    "kubernetes:batch/v1:Job",
    "kubernetes:argoproj.io/v1alpha1:Rollout",
  ].map((type) => ({ pod: inDeployment, fixture: { type, props: { metadata, spec: { template } } } })),
  {
    pod: "spec.jobTemplate.spec.template.spec",
    fixture: {
      type: "kubernetes:batch/v1:CronJob",
      props: { metadata, spec: { schedule: "0 3 * * *", jobTemplate: { spec: { template } } } },
    },
  },
  {
    pod: "spec.jobTargetRef.template.spec",
    fixture: {
      type: "kubernetes:keda.sh/v1alpha1:ScaledJob",
      props: { metadata, spec: { jobTargetRef: { template } } },
    },
  },
];
