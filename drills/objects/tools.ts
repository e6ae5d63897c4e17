/** The programs of the drill of objects: none is a package of Debian's, and all are Go modules. */
import { copiedImages } from "../../components/facts/images";
import { goTool, type GoTool } from "../../scripts/verify/goTool";
import { objectServer } from "../world/rootPlan";

/** The newest patch of the clusters' version that the module proxy has. */
const kubernetes = { module: "k8s.io/kubernetes", version: "v1.36.3", beside: "v0.36.3" } as const;

const ofKubernetes = (name: string): GoTool => ({
  name,
  module: `${kubernetes.module}/cmd/${name}`,
  version: kubernetes.version,
  replacing: { module: kubernetes.module, besideVersion: kubernetes.beside },
});

const tools = {
  apiserver: ofKubernetes("kube-apiserver"),
  kubectl: ofKubernetes("kubectl"),
  velero: {
    name: "velero",
    module: "github.com/vmware-tanzu/velero/cmd/velero",
    version: copiedImages.velero.tag,
    replacing: {
      module: "github.com/vmware-tanzu/velero",
      // Go's module proxy does not have their v0.33.11; what Velero uses of them prints, and reads the kinds of API services.
      instead: { "k8s.io/cli-runtime": "v0.33.10", "k8s.io/kube-aggregator": "v0.33.7" },
    },
  },
  plugin: {
    name: "velero-plugin-for-aws",
    module: "github.com/vmware-tanzu/velero-plugin-for-aws/velero-plugin-for-aws",
    // Two patches newer than the plan's, which the module proxy does not have.
    version: "v1.14.3",
    replacing: { module: "github.com/vmware-tanzu/velero-plugin-for-aws" },
  },
  objectServer,
} as const satisfies Readonly<Record<string, GoTool>>;

/** Where each of them is. */
export type Tools = Readonly<Record<keyof typeof tools, string>>;

/** The versions, for the result. */
export const toolVersions: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(tools).map(({ name, version }) => [name, version]),
);

/**
 * Builds them where they are missing: a quarter of an hour on two cores, once.
 * @returns where they are, or why one cannot be had.
 */
export function findTools(): Tools | { readonly why: string } {
  const found: Partial<Record<keyof typeof tools, string>> = {};
  for (const key of Object.keys(tools) as (keyof typeof tools)[]) {
    const built = goTool(tools[key]);
    if ("why" in built) return built;
    found[key] = built.file;
  }
  return found as Tools;
}
