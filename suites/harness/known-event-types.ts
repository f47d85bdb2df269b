import { EVENT_TYPES, specOfEvent } from '../standard/vocabulary.ts';

/** What our streams ask for unless a check says otherwise; SSF's own events come without being asked for. */
export const KNOWN_EVENT_TYPES: readonly string[] = EVENT_TYPES.filter((uri) => specOfEvent(uri) !== 'SSF');
