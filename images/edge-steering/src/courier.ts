/** Carries reports to peers: one at a time to each, so that none overtakes another; what came meanwhile is told after. */
export class Courier {
  private readonly under = new Set<string>();
  private readonly again = new Set<string>();

  /** @param tell tells a peer what is known at that moment; it may fail. */
  constructor(private readonly tell: (peer: string) => Promise<void>) {}

  async send(peer: string): Promise<void> {
    if (this.under.has(peer)) {
      this.again.add(peer);
      return;
    }
    this.under.add(peer);
    this.again.delete(peer);
    try {
      await this.tell(peer);
    } catch {
      // A peer that cannot be reached falls silent by itself, which the metrics show; each loss is not worth a line.
    }
    this.under.delete(peer);
    if (this.again.has(peer)) await this.send(peer);
  }
}
