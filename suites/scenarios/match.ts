import type { Performance, PlayedStep, WireSet } from './performance.ts';
import type { ExpectedEvent } from './scenario.ts';

/** An event of the story and the SET that answers it. */
export interface Match {
  played: PlayedStep;
  event: ExpectedEvent;
  /** Null: none came. */
  set: WireSet | null;
  /** How well it answers: everything right; right type and subject, other claims; right type, another subject. */
  how: 'exact' | 'other-claims' | 'other-subject' | null;
}

/** Which SET answers which event of the story. */
export interface Matched {
  /** One for each step that was told and wants an event, in the order of the story. */
  matches: Match[];
  /** The same event once more, as another SET. */
  again: { set: WireSet; of: Match }[];
  /** Nothing in the story called for them. */
  unasked: WireSet[];
}

/** Finds the SET of each event: first exact ones in order of arrival, then right subjects, then right types. A SET that came before its cause is none. */
export function matchEvents(_performance: Performance): Matched {
  throw new Error('not written yet');
}
