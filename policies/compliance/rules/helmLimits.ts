import type { ResourceRule } from "../../framework/rule";
import { addedContainers, holdsFor, releaseType, rowOf, valueAt } from "../../shared/helmValues";
import { unbounded } from "../../shared/quantities";

export const rule: ResourceRule = {
  id: "helm-limits",
  title: "Charts' containers say what they need",
  why: "Most charts ask for nothing by default: their pods land on full nodes, and grow until a neighbour dies.",
  severity: "medium",
  level: "mandatory",
  controls: { soc2: ["A1.1", "CC7.2"], gdpr: ["32(1)(b)"], hipaa: ["164.308(a)(7)(i)"] },
  scope: "resource",
  types: [releaseType],
  onUnknown: "fail",
  check: (release) => [
    ...(rowOf(release)?.resources ?? [])
      .filter(({ when }) => holdsFor(release, when))
      .flatMap(({ path, settled }) => unbounded(valueAt(release, path), settled)),
    ...addedContainers(release).flatMap((container) => unbounded(container.at("resources"))),
  ],
};
