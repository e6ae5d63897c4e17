import { rule } from "../../../../policies/compliance/rules/kubernetesNoPrivileged";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import {
  container,
  deployment,
  inDeployment,
  otherWorkloads,
  podPaths,
  podSpec,
} from "../../../support/podFixtures";
import type { Fixture, RuleCases } from "../../../support/rules";

const volume: Fixture = {
  type: "kubernetes:core/v1:PersistentVolume",
  props: { spec: { csi: { driver: "ebs.csi.aws.com", volumeHandle: "vol-1" }, storageClassName: "gp3" } },
};
/** All that a pod may say without taking anything of its node. */
const explicit: Fixture = {
  type: "kubernetes:apps/v1:Deployment",
  props: {
    metadata: { name: "api", namespace: "shop" },
    spec: {
      template: {
        spec: {
          ...podSpec,
          hostNetwork: false,
          hostPID: false,
          hostIPC: false,
          hostUsers: false,
          securityContext: {
            ...podSpec.securityContext,
            sysctls: [{ name: "net.ipv4.tcp_syncookies", value: "1" }],
            windowsOptions: { hostProcess: false },
          },
          containers: [
            {
              ...container,
              ports: [{ containerPort: 8080, hostPort: 0 }],
              livenessProbe: { httpGet: { path: "/healthz", port: 8080, host: "" } },
              securityContext: {
                ...container.securityContext,
                privileged: false,
                procMount: "Default",
                windowsOptions: { hostProcess: false },
                appArmorProfile: { type: "RuntimeDefault" },
                seLinuxOptions: { type: "container_t", user: "", role: "" },
                capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE", "CHOWN"] },
              },
            },
          ],
        },
      },
    },
  },
};
const fixtures = [explicit, ...otherWorkloads.map(({ fixture }) => fixture), deployment, volume];
const persistent = { resource: fixtures.length - 1, of: "a volume of the cluster" };

const pod = inDeployment;
const context = `${pod}.containers[0].securityContext`;
const profile = { type: "Unconfined" };

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    ...["hostNetwork", "hostPID", "hostIPC", "hostUsers"].flatMap((key) => [
      refused(`${key} is on`, `${pod}.${key}`, true, "false"),
      undecided(`${pod}.${key}`),
    ]),
    refused("hostNetwork is on, as text", `${pod}.hostNetwork`, "true", "false"),
    ...otherWorkloads.map(({ pod: path, fixture }, index) =>
      refused("hostPID is on", `${path}.hostPID`, true, "false", { resource: index + 1, of: fixture.type }),
    ),
    refused(
      "a path of the node's disk",
      `${pod}.volumes[0].hostPath`,
      { path: "/var/run" },
      "a volume that is not the node's",
    ),
    refused(
      "one volume that is no list, and a path of the node",
      `${pod}.volumes`,
      { name: "node", hostPath: { path: "/" } },
      "a volume that is not the node's",
      { at: `${pod}.volumes.hostPath`, found: '{"path":"/"}' },
    ),
    refused("a privileged container", `${context}.privileged`, true, "false"),
    refused(
      "a privileged init container",
      `${pod}.initContainers[0].securityContext.privileged`,
      true,
      "false",
    ),
    refused(
      "a privileged container that is attached",
      `${pod}.ephemeralContainers`,
      [{ name: "debug", securityContext: { privileged: true } }],
      "false",
      { at: `${pod}.ephemeralContainers[0].securityContext.privileged`, found: "true" },
    ),
    refused("a process of a Windows node", `${context}.windowsOptions.hostProcess`, true, "false"),
    refused(
      "a pod of processes of a Windows node",
      `${pod}.securityContext.windowsOptions.hostProcess`,
      true,
      "false",
    ),
    refused("all of /proc", `${context}.procMount`, "Unmasked", "Default"),
    refused("no seccomp", `${context}.seccompProfile`, profile, "RuntimeDefault", {
      at: `${context}.seccompProfile.type`,
      found: '"Unconfined"',
    }),
    refused(
      "no seccomp for the pod",
      `${pod}.securityContext.seccompProfile.type`,
      "Unconfined",
      "RuntimeDefault",
    ),
    refused("no AppArmor", `${context}.appArmorProfile`, profile, "RuntimeDefault", {
      at: `${context}.appArmorProfile.type`,
      found: '"Unconfined"',
    }),
    refused("a type of SELinux that is the node's", `${context}.seLinuxOptions.type`, "spc_t", "container_t"),
    refused("a user of SELinux", `${context}.seLinuxOptions.user`, "system_u", "none of its own"),
    refused("a role of SELinux", `${context}.seLinuxOptions.role`, "system_r", "none of its own"),
    refused(
      "a capability of the kernel",
      `${context}.capabilities.add`,
      ["NET_BIND_SERVICE", "SYS_ADMIN"],
      "no capability that reaches the node",
      { at: `${context}.capabilities.add[1]`, found: '"SYS_ADMIN"' },
    ),
    refused(
      "every capability",
      `${context}.capabilities.add`,
      ["ALL"],
      "no capability that reaches the node",
      { at: `${context}.capabilities.add[0]`, found: '"ALL"' },
    ),
    refused(
      "a setting of the kernel that all pods share",
      `${pod}.securityContext.sysctls`,
      [
        { name: "net.ipv4.tcp_syncookies", value: "1" },
        { name: "kernel.msgmax", value: "1" },
      ],
      "a setting that Kubernetes calls safe",
      { at: `${pod}.securityContext.sysctls[1].name`, found: '"kernel.msgmax"' },
    ),
    refused("a port of the node", `${pod}.containers[0].ports[0].hostPort`, 8080, "no port of the node"),
    refused(
      "a port that is no number",
      `${pod}.containers[0].ports[0].hostPort`,
      "web",
      "no port of the node",
    ),
    ...["livenessProbe.httpGet", "readinessProbe.tcpSocket", "startupProbe.httpGet"].map((handler) =>
      refused(
        `${handler} to another host`,
        `${pod}.containers[0].${handler}.host`,
        "169.254.169.254",
        "the pod itself, which is the default",
      ),
    ),
    ...["postStart.httpGet", "preStop.tcpSocket"].map((handler) =>
      refused(
        `${handler} to another host`,
        `${pod}.containers[0].lifecycle.${handler}.host`,
        "127.0.0.1",
        "the pod itself, which is the default",
      ),
    ),
    ...allUndecided([
      pod,
      `${pod}.containers`,
      `${pod}.initContainers[0]`,
      `${pod}.ephemeralContainers`,
      `${pod}.volumes`,
      `${pod}.volumes[0].hostPath`,
      `${pod}.securityContext`,
      `${context}.privileged`,
      `${context}.procMount`,
      `${context}.capabilities.add`,
      `${pod}.securityContext.sysctls`,
      `${pod}.containers[0].ports[0].hostPort`,
      `${pod}.containers[0].livenessProbe.httpGet.host`,
    ]),
    undecided(`${context}.seLinuxOptions`, { at: `${context}.seLinuxOptions.type` }),
    undecided(`${pod}.containers[0].lifecycle`, { at: `${pod}.containers[0].lifecycle.postStart` }),
    refused(
      "a path of a node's disk",
      "spec.hostPath",
      { path: "/data" },
      "a volume that is not the node's",
      persistent,
    ),
    refused(
      "a disk of one node",
      "spec.local",
      { path: "/mnt" },
      "a volume that is not the node's",
      persistent,
    ),
    ...allUndecided(["spec.hostPath", "spec.local"], persistent),
  ],
  survivors: podPaths.map((path) => ({
    path: `${path}*`,
    why: "what a pod leaves out takes nothing of its node; what it may take is in the table",
  })),
};
