/**
 * What a run still waits for when its program has ended: promises of the SDK, functions given to `apply`, and whatever
 * keeps Node's event loop alive. The engine would exit or hang; the plan must say so instead of leaving a part out.
 */

/** Promises and applies of one run that have not settled. */
export class OpenWork {
  private readonly labels = new Map<object, string>();

  add(item: object, label: string): void {
    this.labels.set(item, label);
  }

  delete(item: object): void {
    this.labels.delete(item);
  }

  get count(): number {
    return this.labels.size;
  }

  /** A few of them, for a message. */
  some(): string[] {
    return [...new Set(this.labels.values())].slice(0, 3);
  }
}

let current = new OpenWork();

/** The work of the run that goes on. */
export function openWork(): OpenWork {
  return current;
}

/** Begins a run's own count; what an earlier run left open counts there no more. */
export function startOpenWork(): OpenWork {
  current = new OpenWork();
  return current;
}

type Counts = ReadonlyMap<string, number>;

/** How many timers, sockets and so on keep this thread alive, by kind. */
export function activeResources(): Counts {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** Kinds of which there are more than before. */
export function addedResources(before: Counts): string[] {
  return [...activeResources()]
    .filter(([kind, count]) => count > (before.get(kind) ?? 0))
    .map(([kind]) => kind);
}
