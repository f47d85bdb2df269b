import type { Exchange } from '../exchange.ts';
import type { Refusal } from '../preflight.ts';

/** Clocks further apart than this make every judgement about `iat`, token lifetimes and certificates worthless, ms. */
const TOLERATED = 5 * 60_000;

/** Why the clocks are too far apart, going by the `Date` header (RFC 9110 6.6.1) of the answers. */
export function clockRefusal(startedAt: string, exchanges: readonly Exchange[]): Refusal | null {
  const smallest = clockOffset(startedAt, exchanges);
  if (smallest === null || Math.abs(smallest) <= TOLERATED) return null;
  return {
    sentence: `The target's clock is ${inWords(Math.abs(smallest))} ${smallest > 0 ? 'ahead of' : 'behind'} the clock of this machine.`,
    hint: 'Set both by NTP: with clocks so far apart, times in SETs and tokens cannot be judged.',
  };
}

/** How far the target's clock is ahead of ours in ms, to the second; null where no answer tells. */
export function clockOffset(startedAt: string, exchanges: readonly Exchange[]): number | null {
  const offsets = exchanges.flatMap((exchange) => offsetOf(startedAt, exchange));
  // The smallest one counts: a cache that repeats an old answer must not stop the run.
  return offsets.toSorted((a, b) => Math.abs(a) - Math.abs(b))[0] ?? null;
}

function offsetOf(startedAt: string, { response, atMs, durationMs }: Exchange): number[] {
  const date = Date.parse(response?.headers.date ?? '');
  // An Age header: the answer comes from a cache and its Date is that of the original.
  if (Number.isNaN(date) || response?.headers.age !== undefined) return [];
  return [date - (Date.parse(startedAt) + atMs + durationMs)];
}

function inWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
