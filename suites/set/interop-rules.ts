import type { RequirementId } from '../standard/requirement-ids.ts';
import { CAEP_EVENT_BASE } from '../standard/vocabulary.ts';
import type { ParsedSet } from './parse.ts';
import { setRule } from './rule.ts';
import { isObject, type JsonObject } from './subject.ts';
import type { Violation } from './violation.ts';

/** What the CAEP Interoperability Profile asks of a SET. */

/** Whether a SET names another algorithm than RS256; without `alg` it names none. */
export function isSignedOtherwise({ header }: Pick<ParsedSet, 'header'>): boolean {
  return typeof header?.alg === 'string' && header.alg !== 'RS256';
}

/** How many members `events` has; null if it is no object. */
export function eventCount({ claims }: Pick<ParsedSet, 'claims'>): number | null {
  return isObject(claims?.events) ? Object.keys(claims.events).length : null;
}

/** The events of the profile's use cases, and the row that demands of each that it tells the administrator why. */
export const reasonRows = {
  'session-revoked': 'CAEP-INTEROP-3.1-02',
  'credential-change': 'CAEP-INTEROP-3.2-07',
  'device-compliance-change': 'CAEP-INTEROP-3.3-03',
} as const satisfies Record<string, RequirementId>;

/** The draft of 2025 writes of a value or string, that of 2026 of an object; that CAEP wants an object is judged there. */
export function isReason(text: unknown): boolean {
  return isObject(text) ? Object.keys(text).length > 0 : typeof text === 'string' && text !== '';
}

/** The row about `reason_admin` in events of a type; null where there is none. */
export function reasonRowOf(type: string): RequirementId | null {
  if (!type.startsWith(CAEP_EVENT_BASE)) return null;
  const rows: Readonly<Record<string, RequirementId>> = reasonRows;
  const name = type.slice(CAEP_EVENT_BASE.length);
  return Object.hasOwn(rows, name) ? (rows[name] ?? null) : null;
}

/** CAEP-INTEROP 3.1 to 3.3: an event of a use case tells the administrator why. */
export function judgeReason(type: string, { reason_admin: text }: JsonObject): Violation[] {
  const requirement = reasonRowOf(type);
  if (requirement === null) return [];
  const rest = { requirement, path: '/reason_admin', actual: text };
  if (!isReason(text)) {
    const message = 'The event does not tell the administrator why.';
    return [{ ...rest, message, expected: 'reason_admin with a text in at least one language' }];
  }
  if (!isObject(text) || !Object.values(text).includes('')) return [];
  return [{ ...rest, cap: 'warn', message: 'A text of reason_admin is empty.' }];
}

/** CAEP-INTEROP 2.6: RS256. */
export const profiledAlgorithm = setRule({
  requirements: ['CAEP-INTEROP-2.6-01'],
  reads: 'header',
  applies: ({ header }) => typeof header?.alg === 'string',
  judge: (set) =>
    isSignedOtherwise(set)
      ? [
          {
            requirement: 'CAEP-INTEROP-2.6-01',
            message: 'The SET is not signed with RS256.',
            expected: 'alg RS256',
            actual: set.header?.alg,
          },
        ]
      : [],
});

/** CAEP-INTEROP 2.8.1: one event. */
export const exactlyOneEvent = setRule({
  requirements: ['CAEP-INTEROP-2.8.1-01'],
  reads: 'claims',
  applies: (set) => eventCount(set) !== null,
  judge: (set) => {
    const count = eventCount(set);
    if (count === null || count === 1) return [];
    const message = 'The SET does not have exactly one event.';
    return [
      {
        requirement: 'CAEP-INTEROP-2.8.1-01',
        message,
        expected: 'one member in events',
        actual: `${count} members`,
      },
    ];
  },
});
