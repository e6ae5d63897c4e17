/** Timers that all end at once. */
export class Timers {
  private readonly running = new Set<NodeJS.Timeout>();
  private isStopped = false;

  get areStopped(): boolean {
    return this.isStopped;
  }

  /** Runs once, `ms` milliseconds from now. */
  after(ms: number, run: () => void): void {
    if (this.isStopped) return;
    const timer = setTimeout(
      () => {
        this.running.delete(timer);
        run();
      },
      Math.max(0, ms),
    );
    this.running.add(timer);
  }

  /** Runs every `ms` milliseconds, the first time after as many. */
  every(ms: number, run: () => void): void {
    this.after(ms, () => {
      this.every(ms, run);
      run();
    });
  }

  stop(): void {
    this.isStopped = true;
    for (const timer of this.running) clearTimeout(timer);
    this.running.clear();
  }
}
