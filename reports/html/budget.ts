import type { RecordedExchange, Results } from '../results.ts';
import { bodyIdentity, isToken } from './body.ts';
import type { Raw } from './template.ts';

/** What a page may weigh, in bytes: it must go through mail and open at once. */
export const pageLimit = 5_000_000;

/** Parts of the page that have a size of their own, in bytes, whatever the evidence takes. */
export function shares(results: Results): Record<'cards' | 'scenarios' | 'log' | 'besides', number> {
  // Where there is hardly room for a line for every exchange, the log must not take it.
  const log = Math.max(100_000, 600_000 - 50 * results.exchanges.length);
  const findings = results.checks.reduce((sum, check) => sum + check.findings.length, 0);
  return {
    cards: Math.min(900_000, (15_000 + (results.targetLog ? besideSize : 0)) * findings),
    scenarios: Math.min(700_000, 150_000 * (results.scenarios?.length ?? 0)),
    /** The target's log as a whole, and what of it stands beside exchanges that no finding names. */
    log,
    besides: log / 2,
  };
}

/** Markup of what the target wrote beside one exchange, at most. */
const besideSize = 8_000;

/** Markup of a SET with the rules about it, roughly. */
export const setSize = 6_500;

/** How the room for evidence is shared out between the two lists of it, in bytes. */
export interface EvidenceRoom {
  exchanges: number;
  sets: number;
}

/** One line about an exchange, roughly. */
const lineSize = 330;

/** @param bytes what the rest of the page leaves */
export function evidenceRoom(
  { exchanges, sets }: Pick<Results, 'exchanges' | 'sets'>,
  bytes: number,
): EvidenceRoom {
  const room = Math.max(0, bytes);
  // A line for every exchange comes before the details of SETs, which get something all the same.
  const share = Math.max(0.18 * room, Math.min(0.4 * room, room - lineSize * exchanges.length));
  const forSets = Math.min(setSize * sets.length, share);
  return { exchanges: room - forSets, sets: forSets };
}

/** Characters that are shown of a token that the page decodes, where no finding names its exchange. */
export const tokenLimit = 200;

const limits = [4_000, 2_800, 2_000, 1_400, 1_000, 700, 500, 300, 200];

/** Markup of an exchange beside its bodies and headers, roughly. */
const frame = 1_000;

/**
 * Characters that are shown of each body of an exchange that no finding names, so that as many exchanges as possible can
 * be looked into: many short bodies tell more than few long ones.
 */
export function bodyLimitFor(exchanges: readonly RecordedExchange[], bytes: number): number {
  const seen = new Set<string>();
  const lengths: number[] = [];
  let rest = 0;
  for (const { request, response } of exchanges) {
    rest += frame;
    for (const [name, value] of [...request.headers, ...(response?.headers ?? [])])
      rest += name.length + value.length;
    for (const body of [request.body, response?.body ?? null]) {
      const identity = bodyIdentity(body);
      if (body === null || (identity !== null && seen.has(identity))) continue;
      if (identity !== null) seen.add(identity);
      const { length } = body.text ?? body.base64 ?? '';
      lengths.push(isToken(body) ? Math.min(length, tokenLimit) : length);
    }
  }
  const sizeAt = (limit: number): number => lengths.reduce((sum, n) => sum + Math.min(n, limit), rest);
  return limits.find((limit) => 1.15 * sizeAt(limit) <= bytes) ?? limits.at(-1) ?? 0;
}

// Less than this holds nothing of any use: to make markup for it would be wasted.
const crumb = 200;

/** A share of the page's size, in bytes of UTF-8: what does not fit is left out, and counted. */
export class Budget {
  #left: number;
  leftOut = 0;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** The markup if it fits, and takes its size; else null. */
  place(make: () => Raw): Raw | null {
    const markup = this.#left < crumb ? null : make();
    const size = markup === null ? 0 : Buffer.byteLength(markup.markup);
    if (markup === null || size > this.#left) {
      this.leftOut += 1;
      return null;
    }
    this.#left -= size;
    return markup;
  }
}
