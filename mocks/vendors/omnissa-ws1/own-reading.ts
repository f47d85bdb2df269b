import type { Examined, ReceiverSeams } from '../../receiver/seams.ts';
import { isObject } from '../../vocabulary/is-object.ts';
import { COMPLEX, isSubject } from '../../vocabulary/subject-formats.ts';

/**
 * Okta documents its SETs with the subject inside the event and without `sub_id` on top (SSF 3.1 has it there): the
 * inner one takes its place where it is missing.
 */
export const ownSteps: NonNullable<ReceiverSeams['steps']> = {
  subject(set, reference) {
    const inner = set.claims.sub_id === undefined ? innerSubject(set) : null;
    if (inner !== null) set.claims = { ...set.claims, sub_id: inner };
    return reference();
  },
};

function innerSubject({ claims }: Examined): Record<string, unknown> | null {
  for (const event of Object.values(isObject(claims.events) ? claims.events : {})) {
    const subject = isObject(event) && isObject(event.subject) ? event.subject : null;
    if (subject === null) continue;
    // As Okta takes them of others: members of a complex subject, without its format.
    const read = subject.format === undefined ? { ...subject, format: COMPLEX } : subject;
    if (isSubject(read)) return read;
  }
  return null;
}
