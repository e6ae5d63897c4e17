import type { RecordedResource } from "../../preview/engine/monitor";
import { run } from "./program";

/** What a component made, with made-up ids, so that who refers to whom can be read. */
export class Built {
  /** Sorted by name: the order of registration depends on who waits for whom. */
  readonly resources: readonly RecordedResource[];

  constructor(resources: Iterable<RecordedResource>) {
    this.resources = [...resources].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @param type for example `aws:ec2/vpc:Vpc`. */
  ofType(type: string): RecordedResource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  inputsOf(type: string): RecordedResource["inputs"][] {
    return this.ofType(type).map((resource) => resource.inputs);
  }

  /** The one resource with a logical name. */
  named(name: string): RecordedResource {
    const found = this.resources.filter((resource) => resource.name === name && resource.custom);
    if (found.length !== 1 || !found[0]) throw new Error(`${found.length} resources are named ${name}`);
    return found[0];
  }

  id(name: string): string {
    return this.named(name).id;
  }
}

interface PolicyText {
  readonly Statement: readonly Record<string, unknown>[];
}

/** The statements of a policy document as it was sent. */
export function statementsOf(policy: unknown): PolicyText["Statement"] {
  return (JSON.parse(String(policy)) as PolicyText).Statement;
}

/** Runs `make` on the offline engine, in resolved mode. */
export async function built(make: () => unknown): Promise<Built> {
  // What `make` returns would become the stack's outputs.
  const { resources } = await run(() => void make(), { preview: false });
  return new Built(resources.values());
}

/** The message with which `make` is refused; fails when it is not, or when something was created before. */
export async function refusal(make: () => unknown): Promise<string> {
  let message: string | undefined;
  const { resources } = await built(() => {
    try {
      make();
    } catch (error) {
      message = error instanceof Error ? error.message : String(error);
    }
  });
  const created = resources.filter((resource) => resource.custom);
  if (created.length > 0)
    throw new Error(`created before it was refused: ${created.map(({ name }) => name).join(", ")}`);
  if (message === undefined) throw new Error("not refused");
  return message;
}
