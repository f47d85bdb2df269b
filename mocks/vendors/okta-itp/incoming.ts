import { effectsOf } from '../../receiver/effects.ts';
import type { Examined } from '../../receiver/seams.ts';
import { isObject } from '../../vocabulary/is-object.ts';
import type { Directory, User } from './directory.ts';

/** Whom a SET came from. */
export interface Provider {
  name: string;
  /** `critical_subject_members` of its metadata (SSF 7.1). */
  critical: readonly string[];
}

/** One event of an accepted SET. */
export interface Incoming {
  type: string;
  event: Record<string, unknown>;
  /** As delivered: whom effects are about. */
  subject: Record<string, unknown>;
  user: User | null;
  /** Name of the provider. */
  provider: string;
  jti: string;
  /** What the reference Receiver would do, in its words. */
  reference: readonly string[];
}

export interface IncomingParts {
  directory: Directory;
  reading: 'own' | 'standard';
  now: () => number;
}

/** The events of a SET, with the users that they are about. */
export function incomingOf(set: Examined, provider: Provider, parts: IncomingParts): Incoming[] {
  const { directory, reading, now } = parts;
  const { sub_id: top, jti, events } = set.claims;
  return Object.entries(isObject(events) ? events : {}).map(([type, payload]) => {
    const event = isObject(payload) ? payload : {};
    const outer = isObject(top) ? top : {};
    const read = reading === 'own' && isObject(event.subject) ? event.subject : outer;
    const alone = { ...set, claims: { ...set.claims, events: { [type]: event } } };
    return {
      type,
      event,
      // Told as it stands on top where that says the same: only there it is a subject as SSF has them.
      subject: isObject(top) && sameNames(directory, top, read) ? top : read,
      user: directory.find(read),
      provider: provider.name,
      jti: String(jti),
      reference: effectsOf(alone, provider.critical, now()).map(({ action }) => action),
    };
  });
}

function sameNames(directory: Directory, a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  const [first, second] = [directory.named(a), directory.named(b)];
  return first.login === second.login && first.device === second.device;
}
