import type { Reader } from "../framework/reader";
import type { Finding } from "../framework/rule";
import { wrong } from "./finding";

/**
 * What Pod Security asks of pods ("Pod Security Standards", kubernetes.io, v1.36). `baseline` keeps a pod off its node,
 * `restricted` takes its rights away; here `restricted` means what it asks beyond `baseline`.
 */
interface Limit {
  readonly path: readonly string[];
  readonly wanted: string;
  readonly allows: (value: Reader) => boolean;
}

const oneOf =
  (...texts: readonly string[]) =>
  (value: Reader): boolean =>
    !value.exists || texts.includes(value.text() ?? "");
const isNot =
  (refused: boolean) =>
  (value: Reader): boolean =>
    value.flag() !== refused;
const named =
  (refused: string) =>
  (value: Reader): boolean =>
    value.text() !== refused;

const baselineContext: readonly Limit[] = [
  { path: ["privileged"], wanted: "false", allows: isNot(true) },
  { path: ["windowsOptions", "hostProcess"], wanted: "false", allows: isNot(true) },
  { path: ["procMount"], wanted: "Default", allows: oneOf("", "Default") },
  { path: ["seccompProfile", "type"], wanted: "RuntimeDefault", allows: named("Unconfined") },
  { path: ["appArmorProfile", "type"], wanted: "RuntimeDefault", allows: named("Unconfined") },
  {
    path: ["seLinuxOptions", "type"],
    wanted: "container_t",
    allows: oneOf("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"),
  },
  { path: ["seLinuxOptions", "user"], wanted: "none of its own", allows: oneOf("") },
  { path: ["seLinuxOptions", "role"], wanted: "none of its own", allows: oneOf("") },
];

const baselineCapabilities = new Set(
  "AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT".split(
    " ",
  ),
);

const safeSysctls = new Set([
  "kernel.shm_rmid_forced",
  ..."ip_local_port_range ip_unprivileged_port_start tcp_syncookies ping_group_range ip_local_reserved_ports tcp_keepalive_time tcp_fin_timeout tcp_keepalive_intvl tcp_keepalive_probes tcp_rmem tcp_wmem"
    .split(" ")
    .map((name) => `net.ipv4.${name}`),
]);

const baselineFix = "remove it, or name the namespace's exception in facts/namespaces.ts";

function beyond(limits: readonly Limit[], within: Reader, fix: string): Finding[] {
  return limits
    .map((limit) => ({ ...limit, value: within.at(...limit.path) }))
    .filter(({ allows, value }) => !allows(value))
    .map(({ wanted, value }) => wrong(value, wanted, fix));
}

/** What a security context, a pod's or a container's, grants beyond `baseline`. */
export function reachingContext(context: Reader): Finding[] {
  const capabilities = context
    .items("capabilities", "add")
    .filter((item) => !baselineCapabilities.has(item.text() ?? ""));
  const sysctls = context
    .items("sysctls")
    .map((sysctl) => sysctl.at("name"))
    .filter((name) => !safeSysctls.has(name.text() ?? ""));
  return [
    ...beyond(baselineContext, context, baselineFix),
    ...capabilities.map((item) => wrong(item, "no capability that reaches the node", baselineFix)),
    ...sysctls.map((name) => wrong(name, "a setting that Kubernetes calls safe", baselineFix)),
  ];
}

/** `hostUsers: true` takes away the user namespace that a pod may get. */
const hostFlags: readonly Limit[] = ["hostNetwork", "hostPID", "hostIPC", "hostUsers"].map((key) => ({
  path: [key],
  wanted: "false",
  allows: isNot(true),
}));

/** Paths of the node's disk among volumes. */
export function hostPaths(volumes: readonly Reader[]): Finding[] {
  return volumes
    .map((volume) => volume.at("hostPath"))
    .filter((path) => path.exists)
    .map((path) => wrong(path, "a volume that is not the node's", baselineFix));
}

/** Where the kubelet, which is on the node, connects to in a container's name. */
const handlers = [
  ...["livenessProbe", "readinessProbe", "startupProbe"].map((probe) => [probe]),
  ...["postStart", "preStop"].map((hook) => ["lifecycle", hook]),
].flatMap((handler) => ["httpGet", "tcpSocket"].map((kind) => [...handler, kind, "host"]));

/** What a container takes of its node. */
export function reachingContainer(container: Reader): Finding[] {
  const ports = container
    .items("ports")
    .map((port) => port.at("hostPort"))
    .filter((port) => port.exists && port.number() !== 0);
  const hosts = handlers
    .map((path) => container.at(...path))
    .filter((host) => host.exists && host.text() !== "");
  return [
    ...reachingContext(container.at("securityContext")),
    ...ports.map((port) => wrong(port, "no port of the node", baselineFix)),
    ...hosts.map((host) => wrong(host, "the pod itself, which is the default", baselineFix)),
  ];
}

/** What a pod, with its containers, takes of its node: all that `baseline` refuses. */
export function reachingPod(pod: Reader, containers: readonly Reader[]): Finding[] {
  return [
    ...beyond(hostFlags, pod, baselineFix),
    ...hostPaths(pod.items("volumes")),
    ...reachingContext(pod.at("securityContext")),
    ...containers.flatMap(reachingContainer),
  ];
}

const restrictedFix = "set what Pod Security `restricted` asks for";
const profiles = ["RuntimeDefault", "Localhost"];
const keptCapability = "NET_BIND_SERVICE";

const notRoot: Limit = {
  path: ["runAsUser"],
  wanted: "a user other than 0",
  allows: (value) => value.number() !== 0,
};

function addedCapabilities(context: Reader): Finding[] {
  return context
    .items("capabilities", "add")
    .filter((item) => item.text() !== keptCapability)
    .map((item) => wrong(item, `no capability but ${keptCapability}`, restrictedFix));
}

/** What a container lacks of `restricted`; the pod's own context stands in for what it leaves out. */
export function lackingContainer(container: Reader, podContext?: Reader): Finding[] {
  const context = container.at("securityContext");
  const escalation = context.at("allowPrivilegeEscalation");
  const nonRoot = context.at("runAsNonRoot");
  const profile = context.at("seccompProfile", "type");
  const drop = context.at("capabilities", "drop");
  return [
    ...(escalation.flag() === false ? [] : [wrong(escalation, "false", restrictedFix)]),
    ...((nonRoot.flag() ?? podContext?.flag("runAsNonRoot")) ? [] : [wrong(nonRoot, "true", restrictedFix)]),
    ...(profiles.includes(profile.text() ?? podContext?.text("seccompProfile", "type") ?? "")
      ? []
      : [wrong(profile, "RuntimeDefault", restrictedFix)]),
    ...(drop.texts().includes("ALL") ? [] : [wrong(drop, "ALL", restrictedFix)]),
    ...beyond([notRoot], context, restrictedFix),
    ...addedCapabilities(context),
  ];
}

/** Kinds of volumes that `restricted` allows. Paths of the node are `hostPaths`' concern. */
const volumeKinds =
  "configMap csi downwardAPI emptyDir ephemeral persistentVolumeClaim projected secret hostPath".split(" ");

/** Volumes of other kinds. */
export function foreignVolumes(volumes: readonly Reader[]): Finding[] {
  return volumes.flatMap((volume) =>
    volume
      .keys()
      .filter((key) => key !== "name" && !volumeKinds.includes(key))
      .map((key) => volume.at(key))
      .filter((source) => source.exists)
      .map((source) => wrong(source, "a claim, or a volume of the cluster's own", restrictedFix)),
  );
}

/** What a pod, with its containers, lacks of `restricted`. */
export function lackingPod(pod: Reader, containers: readonly Reader[]): Finding[] {
  const context = pod.at("securityContext");
  return [
    ...beyond([notRoot], context, restrictedFix),
    ...foreignVolumes(pod.items("volumes")),
    ...containers.flatMap((container) => lackingContainer(container, context)),
  ];
}

const looseContext: readonly Limit[] = [
  { path: ["allowPrivilegeEscalation"], wanted: "false", allows: isNot(true) },
  { path: ["runAsNonRoot"], wanted: "true", allows: isNot(false) },
  { path: ["seccompProfile", "type"], wanted: "RuntimeDefault", allows: oneOf("Unconfined", ...profiles) },
  {
    path: ["capabilities", "drop"],
    wanted: "ALL",
    allows: (value) => !value.exists || value.texts().includes("ALL"),
  },
  notRoot,
];

/** What a security context takes back of `restricted`, where what it leaves out is set elsewhere. */
export function looseningContext(context: Reader): Finding[] {
  return [...beyond(looseContext, context, restrictedFix), ...addedCapabilities(context)];
}
