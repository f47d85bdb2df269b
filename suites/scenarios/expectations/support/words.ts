import { shown } from '../../../set/violation.ts';
import type { Match } from '../../match.ts';
import type { Attempt, Performance, WireSet } from '../../performance.ts';
import type { Step } from '../../scenario.ts';

/** How findings speak of what is in a performance. */

/** The name of an event type without its base. */
export function eventName(type: string): string {
  return type.slice(type.lastIndexOf('/') + 1);
}

/** `risk-level-change about anna@example.com` */
export function eventWords({ event }: Pick<Match, 'event'>): string {
  return `${eventName(event.type)} about ${event.about}`;
}

/** The step in its own words, as the beginning of what a finding says. */
export function stepWords({ id, text }: Step): string {
  return `Step "${id}" (${text.replace(/\.$/, '')})`;
}

/** A time of the performance: `2.15 s into the scenario`. */
export function at({ startedAtMs }: Pick<Performance, 'startedAtMs'>, ms: number): string {
  return `${seconds(ms - startedAtMs)} into the scenario`;
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

/** A SET by its jti. */
export function setWords({ jti }: Pick<WireSet, 'jti'>): string {
  return jti === null ? 'the SET (without jti)' : `the SET ${shown(jti)}`;
}

/** Ids under which a reader finds a SET. */
export function evidence(set: WireSet, attempt: Attempt | undefined = set.attempts[0]) {
  return { set: set.id, ...(attempt === undefined ? {} : { exchange: attempt.exchange }) };
}

/** A reason as a sentence of its own. */
export function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
