import { rule } from "../../../../policies/compliance/rules/kubernetesRestrictContainers";
import { absent } from "../../../support/mutations";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { deployment, inDeployment, otherWorkloads, podPaths } from "../../../support/podFixtures";
import type { RuleCases } from "../../../support/rules";

const pod = inDeployment;
const context = `${pod}.containers[0].securityContext`;
/** The second container leaves to the pod's context what that says. */
const leaning = `${pod}.containers[1].securityContext`;
const sources = "a claim, or a volume of the cluster's own";

export const cases: RuleCases = {
  rule,
  fixtures: [deployment, ...otherWorkloads.map(({ fixture }) => fixture)],
  mutations: [
    ...otherWorkloads.map(({ pod: path, fixture }, index) =>
      refused(
        "a container may gain rights",
        `${path}.containers[0].securityContext.allowPrivilegeEscalation`,
        true,
        "false",
        {
          resource: index + 1,
          of: fixture.type,
          ...(fixture.type.endsWith(":DaemonSet")
            ? { fixtureOnly: "the plan's reads its nodes, in a namespace whose pods may" }
            : {}),
        },
      ),
    ),
    refused("nothing is said of gaining rights", `${context}.allowPrivilegeEscalation`, absent, "false"),
    refused("root is allowed", `${context}.runAsNonRoot`, false, "true"),
    refused(
      "neither the container nor the pod refuses root",
      `${pod}.securityContext.runAsNonRoot`,
      absent,
      "true",
      { at: `${leaning}.runAsNonRoot`, found: "absent" },
    ),
    refused(
      "the pod allows root, and a container leaves it to the pod",
      `${pod}.securityContext.runAsNonRoot`,
      false,
      "true",
      { at: `${leaning}.runAsNonRoot`, found: "absent" },
    ),
    refused("the container runs as root", `${context}.runAsUser`, 0, "a user other than 0"),
    refused("the container runs as root, as text", `${context}.runAsUser`, "0", "a user other than 0"),
    refused("the pod runs as root", `${pod}.securityContext.runAsUser`, 0, "a user other than 0"),
    refused("the container has no seccomp", `${context}.seccompProfile.type`, "Unconfined", "RuntimeDefault"),
    refused(
      "neither the container nor the pod has seccomp",
      `${pod}.securityContext.seccompProfile`,
      absent,
      "RuntimeDefault",
      { at: `${leaning}.seccompProfile.type`, found: "absent" },
    ),
    refused("no capability is dropped", `${context}.capabilities.drop`, absent, "ALL"),
    refused("one capability is dropped", `${context}.capabilities.drop`, ["NET_RAW"], "ALL"),
    refused("the list of dropped ones is empty", `${context}.capabilities.drop`, [], "ALL"),
    refused(
      "a capability is added",
      `${context}.capabilities.add`,
      ["NET_BIND_SERVICE", "CHOWN"],
      "no capability but NET_BIND_SERVICE",
      { at: `${context}.capabilities.add[1]`, found: '"CHOWN"' },
    ),
    refused("the whole context is left out", context, absent, "ALL", {
      at: `${context}.capabilities.drop`,
    }),
    refused(
      "an init container may gain rights",
      `${pod}.initContainers[0].securityContext.allowPrivilegeEscalation`,
      true,
      "false",
    ),
    refused(
      "a container that is attached says nothing",
      `${pod}.ephemeralContainers`,
      [{ name: "d" }],
      "false",
      {
        at: `${pod}.ephemeralContainers[0].securityContext.allowPrivilegeEscalation`,
        found: "absent",
      },
    ),
    refused("one container that is no list, without a context", `${pod}.containers`, { name: "api" }, "ALL", {
      at: `${pod}.containers.securityContext.capabilities.drop`,
      found: "absent",
    }),
    refused("a disk over the network", `${pod}.volumes[0].nfs`, { path: "/", server: "nfs" }, sources),
    refused("an image as a volume", `${pod}.volumes[0].image`, { reference: "x" }, sources),
    ...allUndecided([
      `${pod}.containers`,
      `${pod}.initContainers`,
      `${pod}.ephemeralContainers[0]`,
      `${pod}.volumes[0]`,
      `${pod}.volumes[0].nfs`,
      `${pod}.securityContext.runAsNonRoot`,
      `${pod}.securityContext.runAsUser`,
      `${pod}.securityContext.seccompProfile.type`,
      `${context}.allowPrivilegeEscalation`,
      `${context}.runAsNonRoot`,
      `${context}.runAsUser`,
      `${context}.seccompProfile.type`,
      `${context}.capabilities.drop`,
      `${context}.capabilities.drop[0]`,
      `${context}.capabilities.add`,
    ]),
    undecided(pod),
  ],
  survivors: [
    ...podPaths.map((path) => ({
      path,
      why: "a pod without containers is kubernetes-limits' to refuse",
    })),
    // The plan's only DaemonSet.
    { path: `${inDeployment}*`, why: "what reads the nodes stands in a namespace whose pods may" },
  ],
};
