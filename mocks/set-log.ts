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

interface Entry {
  key: string | null;
  token: string;
  fate: Fate;
  /** Header and claims, once somebody has asked for them. */
  parts: Pick<LoggedSet, 'header' | 'claims'> | null;
}

/** SETs that are kept, and their characters together; the oldest are forgotten. */
const KEPT = 2_000;
const KEPT_CHARACTERS = 32 * 1024 * 1024;

/** What a mock keeps of its SETs. */
export class SetLog {
  readonly #entries: Entry[] = [];
  readonly #byKey = new Map<string, Entry>();
  #characters = 0;

  /** `key` is what the SET is known by when its fate is told; null where it is known already. */
  add(key: string | null, token: string, fate: Fate = { state: 'waiting', detail: null }): void {
    const entry: Entry = { key, token, fate, parts: null };
    this.#entries.push(entry);
    this.#characters += token.length;
    if (key !== null) this.#byKey.set(key, entry);
    // Not one by one, so that a long storm is not slowed down.
    if (this.#entries.length > 2 * KEPT || this.#characters > 2 * KEPT_CHARACTERS) this.#forget();
  }

  /** A SET that was delivered once stays so. */
  settle(key: string, fate: Fate): void {
    const entry = this.#byKey.get(key);
    if (entry !== undefined && entry.fate.state !== 'delivered') entry.fate = fate;
  }

  #forget(): void {
    let kept = 0;
    this.#characters = 0;
    for (const { token } of this.#entries.toReversed()) {
      if (kept >= KEPT || this.#characters + token.length > KEPT_CHARACTERS) break;
      kept += 1;
      this.#characters += token.length;
    }
    for (const { key } of this.#entries.splice(0, this.#entries.length - kept))
      if (key !== null) this.#byKey.delete(key);
  }

  /** Oldest first. */
  sets(): LoggedSet[] {
    return this.#entries.slice(-KEPT).map((entry) => {
      entry.parts ??= partsOf(entry.token);
      return { token: entry.token, ...entry.parts, ...entry.fate };
    });
  }
}

function partsOf(token: string): NonNullable<Entry['parts']> {
  const [header = '', claims = ''] = token.split('.', 2);
  return { header: readPart(header), claims: readPart(claims) };
}

function readPart(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
