/**
 * What must exist and is not in the states: asked of facts and of the stacks' outputs by the same functions that the components
 * build from, so that a thing that was never made, or that somebody took out of the state, cannot pass for one that is up.
 */
import type { Question } from "./ask";
import type { Deployed } from "./deployed";
import { neededOfEdge } from "./neededOfEdge";
import { neededOfMesh } from "./neededOfMesh";
import { neededOfRegions, neededRoles } from "./neededOfRegions";

/** A row for each thing that no state holds: it cannot be asked about, and it is not up. */
export function missingQuestions(deployed: Deployed): Question[] {
  const needed = [
    ...neededOfRegions(deployed),
    ...neededOfMesh(deployed),
    ...neededOfEdge(deployed),
    ...neededRoles(deployed),
  ];
  return needed
    .filter(({ there }) => !there)
    .map(({ what, where, stack }) => ({
      what,
      where,
      wanted: `in the state of ${stack}`,
      ask: () => ({ found: "missing in the state", ok: false }),
    }));
}

/** A row for each operation of which no end is known: nobody can say what became of its resource. */
export function pendingQuestions({ regions, global }: Deployed): Question[] {
  return [...regions, global].flatMap(({ stack, pending }) =>
    pending.map(({ operation, name }) => ({
      what: `operation on ${name}`,
      where: stack,
      wanted: "no pending operation",
      ask: () => ({ found: `${operation}, and did not end`, ok: false }),
    })),
  );
}
