import { eventSchema } from '../../standard/events/index.ts';
import { CAEP_EVENT_BASE, EVENT_TYPES, SCIM_EVENT_PREFIX } from '../../standard/vocabulary.ts';
import { eventTypesOf } from '../events.ts';
import type { JsonObject } from '../subject.ts';
import { shown } from '../violation.ts';

/** Event types that other documents define, by how they begin. */
const ELSEWHERE: readonly (readonly [prefix: string, where: string])[] = [
  [SCIM_EVENT_PREFIX, 'RFC 9967 (SCIM) defines event types of this name space'],
  [`${CAEP_EVENT_BASE}v`, 'drafts after CAEP 1.0 put their event types there'],
  ['https://schemas.okta.com/secevent/', 'Okta documents event types of this name space'],
  ['http://schemas.openid.net/event/backchannel-logout', 'OpenID Connect Back-Channel Logout defines it'],
];

/** More unknown events than these are not told one by one. */
const MOST = 20;

/** What can be said of event types that SSF, CAEP and RISC do not define, of which nothing but the name is judged. */
export function notesOnEvents(claims: JsonObject): string[] {
  const unknown = eventTypesOf(claims).filter((type) => eventSchema(type) === undefined);
  const notes = unknown.slice(0, MOST).map((type) => {
    const where = ELSEWHERE.find(([prefix]) => type.startsWith(prefix))?.[1];
    if (where !== undefined) return `${shown(type)}: ${where}. It is not judged here.`;
    const meant = likeliest(type);
    return meant === null
      ? `${shown(type)} is none of the event types of SSF, CAEP and RISC: its object is not judged.`
      : `${shown(type)} is no event type of SSF, CAEP or RISC: its object is not judged. Did you mean ${meant}?`;
  });
  const more = unknown.length - notes.length;
  return more > 0 ? [...notes, `${more} more event types are of no standard.`] : notes;
}

/** The event type whose name this one has, in another spelling or below another base; null if there is none. */
function likeliest(type: string): string | null {
  const name = plain(type);
  const exact = EVENT_TYPES.find((known) => plain(known) === name);
  if (exact !== undefined) return exact;
  return name.length < 6 || name.length > 60
    ? null
    : (EVENT_TYPES.find((known) => isNear(name, plain(known))) ?? null);
}

/** The last part of an event type, in small letters and nothing but letters. */
function plain(type: string): string {
  const name = type.slice(-200).split(/[?#]/, 1)[0]?.replace(/\/+$/, '').split(/[/:]/).at(-1) ?? '';
  return name.toLowerCase().replaceAll(/[^a-z]/g, '');
}

/** Whether one letter makes the difference, or two neighbours that changed places. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  return Math.max(left.length, right.length) <= 1 || (left.length === 2 && left === `${right[1]}${right[0]}`);
}
