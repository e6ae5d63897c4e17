/** Versions, of which CloudFormation's schemas know only the form. Pure; of resolved inputs. */
import { kubernetesVersions } from "../../../components/facts/kubernetes";
import type { Finding } from "./findings";
import { ofType, text, type Stacks } from "./planIndex";

/** Types that name a Kubernetes version, in their field `version`. */
const versioned = ["aws:eks/cluster:Cluster", "aws:eks/nodeGroup:NodeGroup"];

/** Clusters and nodes of a version that is no fact: it does not exist, or nobody has sourced how long it is supported. */
export function unknownKubernetesVersions(plan: Stacks): Finding[] {
  const known = kubernetesVersions.map(({ version }) => version);
  return versioned
    .flatMap((type) => ofType(plan, type))
    .flatMap(({ resource }) => {
      const version = text(resource, "version");
      if (version === undefined || known.includes(version)) return [];
      const message = `"${version}" is no version that facts know (${known.join(", ")})`;
      return [{ rule: "kubernetes-version", urn: resource.urn, field: "version", message }];
    });
}
