/** What a stack must hold, and how it is found among what it holds. */
import type { RecordedResource } from "../../preview/engine/monitor";
import type { DeployedStack } from "./deployed";

/** A thing that must be there, whatever the state says. */
export interface Needed {
  /** Kind and name of it. */
  readonly what: string;
  readonly where: string;
  /** Stack whose state must hold it. */
  readonly stack: string;
  readonly there: boolean;
}

/** Whether a stack has a resource of a type whose inputs are these; values that the state does not show are none. */
export function holds(
  stack: DeployedStack,
  type: string,
  inputs: Readonly<Record<string, unknown>>,
): boolean {
  return find(stack, type, inputs) !== undefined;
}

/** The resource of that type with these inputs. */
export function find(
  { resources }: DeployedStack,
  type: string,
  inputs: Readonly<Record<string, unknown>>,
): RecordedResource | undefined {
  const wanted = Object.entries(inputs);
  return resources.find(
    (resource) => resource.type === type && wanted.every(([key, value]) => resource.inputs[key] === value),
  );
}
