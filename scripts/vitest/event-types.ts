import { EVENT_TYPES } from '../../suites/standard/vocabulary.ts';
import { didYouMean, nearest } from '../nearest.ts';

/** Names of the event types by what stands after the last slash. */
const byName: ReadonlyMap<string, string> = new Map(EVENT_TYPES.map((uri) => [nameOfType(uri), uri]));

/**
 * The URI of an event type that is given by its name (`session-revoked`) or by its URI. Throws a TypeError for a name
 * that SSF, CAEP and RISC do not have.
 */
export function typeUri(matcher: string, given: unknown): string {
  if (typeof given !== 'string' || given === '')
    throw new TypeError(`${matcher}: the event type is no non-empty string.`);
  if (given.includes(':')) return given;
  const uri = byName.get(given);
  if (uri !== undefined) return uri;
  const hint =
    didYouMean(nearest(given, byName.keys())) ?? 'Give the URI of an event type that is not theirs.';
  throw new TypeError(`${matcher}: SSF, CAEP and RISC have no event type "${given}". ${hint}`);
}

/** `session-revoked` of the URI of an event type of the standards; any other URI as it is. */
export function nameOfType(uri: string): string {
  return EVENT_TYPES.includes(uri) ? uri.slice(uri.lastIndexOf('/') + 1) : uri;
}
