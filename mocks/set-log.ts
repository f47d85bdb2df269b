import { isObject } from './vocabulary/is-object.ts';

/** A SET that a mock sent or got, and what became of it. */
export interface LoggedSet {
  /** As it went over the wire. */
  token: string;
  /** Read without any judgement; null where they cannot be read. */
  header: Record<string, unknown> | null;
  claims: Record<string, unknown> | null;
  /**
   * `delivered`: the receiving side has taken it (answered a push with 202, acknowledged it after a poll); `waiting`: not
   * yet; `refused`: it has told so, with an error; `failed`: given up.
   */
  state: 'waiting' | 'delivered' | 'refused' | 'failed';
  /** Why it is not delivered, for people; null where it is, or where nothing is known. */
  detail: string | null;
}

type Fate = Pick<LoggedSet, 'state' | 'detail'>;

/** SETs that are kept; the oldest are forgotten. */
const KEPT = 2_000;

/** What a mock keeps of its SETs. */
export class SetLog {
  #entries: { key: string | null; token: string; fate: Fate }[] = [];
  readonly #byKey = new Map<string, { fate: Fate }>();

  /** `key` is what the SET is known by when its fate is told; null where it is known already. */
  add(key: string | null, token: string, fate: Fate = { state: 'waiting', detail: null }): void {
    const entry = { key, token, fate };
    this.#entries.push(entry);
    if (key !== null) this.#byKey.set(key, entry);
    if (this.#entries.length <= 2 * KEPT) return;
    for (const { key: old } of this.#entries.slice(0, -KEPT)) if (old !== null) this.#byKey.delete(old);
    this.#entries = this.#entries.slice(-KEPT);
  }

  /** A SET that was delivered once stays so. */
  settle(key: string, fate: Fate): void {
    const entry = this.#byKey.get(key);
    if (entry !== undefined && entry.fate.state !== 'delivered') entry.fate = fate;
  }

  /** Oldest first. */
  sets(): LoggedSet[] {
    return this.#entries.slice(-KEPT).map(({ token, fate }) => {
      const [header, claims] = token.split('.', 2).map(readPart);
      return { token, header: header ?? null, claims: claims ?? null, ...fate };
    });
  }
}

function readPart(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
