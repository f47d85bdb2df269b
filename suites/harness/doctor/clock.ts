import type { Exchange, Limits } from '../exchange.ts';
import { clockOffset, clockRefusal } from '../preflight/clock.ts';
import type { Teller } from './examination.ts';

/** How far the clocks are apart, by the `Date` header of the answers. */
export function tellClocks(
  startedAt: string,
  seen: readonly Exchange[],
  limits: Limits,
  tell: Teller,
): boolean {
  const offset = clockOffset(startedAt, seen);
  if (offset === null) return tell.skipped('No answer has a Date header that tells the time there.');
  const refusal = clockRefusal(startedAt, seen);
  if (refusal !== null) return tell.problem(refusal.sentence, 'target', refusal.hint);
  const seconds = Math.round(Math.abs(offset) / 1_000);
  // The header has whole seconds.
  if (seconds <= 1) return tell.ok('They agree to within a second.');
  const said = `The target's clock is ${seconds} s ${offset > 0 ? 'ahead of' : 'behind'} that of this machine`;
  if (Math.abs(offset) > limits.clockSkew)
    return tell.note(
      `${said}, more than the limit clockSkew of ${limits.clockSkew / 1_000} s.`,
      'target',
      'Set both by NTP; times in SETs are held against the clock here.',
    );
  return tell.ok(`${said}.`);
}
