import type { Delivery } from '../../../../reports/results.ts';
import { settlementsOf } from './offers.ts';

/** What becomes of a SET that our Transmitter made. Times are ms since the start of the run. */
export type WireNews =
  | { kind: 'signed'; streamId: string; eventType: string; token: string; atMs: number }
  /** This body is about to be pushed on a stream: the token, or what a seam put in its place. */
  | { kind: 'addressed'; streamId: string; eventType: string; token: string }
  /** One push, from its first byte on, or one poll answer that holds it under `key`. Ids are those of the record. */
  | {
      kind: 'sent';
      delivery: Delivery;
      token: string;
      key: string | null;
      exchange: number;
      set: number;
      atMs: number;
    }
  /** The push was answered. */
  | { kind: 'answered'; exchange: number; status: number; err: string | null; atMs: number }
  /** A poll request acknowledged it, or reported it with an error. */
  | {
      kind: 'settled';
      streamId: string;
      key: string;
      how: 'ack' | 'setErrs';
      err: string | null;
      atMs: number;
    };

/** Tells whoever watches what crosses the wire. */
export class Wire {
  readonly #watchers = new Set<(news: WireNews) => void>();

  /** Gives what ends it. */
  watch(watcher: (news: WireNews) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  tell(news: WireNews): void {
    for (const watcher of this.#watchers) watcher(news);
  }

  /** Those that the body of a poll request names (RFC 8936 2.2). */
  settled(streamId: string, body: unknown, atMs: number): void {
    for (const { key, how, err } of settlementsOf(body))
      this.tell({ kind: 'settled', streamId, key, how, err, atMs });
  }
}
