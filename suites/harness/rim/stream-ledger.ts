/** A stream that a run made at the target and must delete. */
export interface LedgerEntry {
  streamId: string;
  /** The configuration endpoint that made it, and takes its deletion. */
  url: string;
  as: 'receiver' | 'second';
}

/** The streams that we made at the target and did not delete yet; whatever happens, they are deleted in the end. */
export class StreamLedger {
  readonly #open = new Map<string, LedgerEntry>();

  opened(entry: LedgerEntry): void {
    this.#open.set(entry.streamId, entry);
  }

  closed(streamId: string): void {
    this.#open.delete(streamId);
  }

  get open(): LedgerEntry[] {
    return [...this.#open.values()];
  }
}
