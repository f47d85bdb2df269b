import type { RequirementId } from '../standard/requirement-ids.ts';
import { STREAM_UPDATED, VERIFICATION } from '../standard/vocabulary.ts';
import { eventTypesOf } from './events.ts';
import { isObject, type JsonObject } from './subject.ts';
import type { Violation } from './violation.ts';

/** Words and rows of the two events that tell of the stream (SSF 8.1.4.1 and 8.1.5): their subject is the stream. */
const ofStream = {
  [VERIFICATION]: {
    name: 'verification',
    present: 'SSF-8.1.4.1-03',
    opaque: 'SSF-8.1.4.1-04',
    named: 'SSF-8.1.4.1-05',
  },
  [STREAM_UPDATED]: {
    name: 'stream-updated',
    present: 'SSF-8.1.5-08',
    opaque: 'SSF-8.1.5-09',
    named: 'SSF-8.1.5-10',
  },
} as const satisfies Record<string, Record<'name' | 'present' | 'opaque' | 'named', string>>;

/** The rows that `judgeStreamSubject` decides for events of a type. */
export function streamSubjectRows(
  type: string,
): Record<'present' | 'opaque' | 'named', RequirementId> | undefined {
  const rows: Readonly<Record<string, (typeof ofStream)[keyof typeof ofStream]>> = ofStream;
  return Object.hasOwn(rows, type) ? rows[type] : undefined;
}

/**
 * SSF 8.1.4.1 and 8.1.5: `sub_id` of a verification or stream-updated SET is the stream, by its id. `streamId` is null
 * where nobody knows on which stream the SET came.
 */
export function judgeStreamSubject(claims: JsonObject, streamId: string | null): Violation[] {
  const { sub_id: subject } = claims;
  return Object.entries(ofStream)
    .filter(([type]) => eventTypesOf(claims).includes(type))
    .flatMap(([, { name, present, opaque, named }]): Violation[] => {
      const expected = { format: 'opaque', id: streamId ?? 'the stream_id' };
      const wrong = (requirement: RequirementId, path: string, message: string): Violation[] => [
        { requirement, path, message, expected, actual: subject ?? 'no sub_id' },
      ];
      if (!isObject(subject))
        return wrong(present, '/sub_id', `The ${name} SET has no sub_id object at its top level.`);
      if (subject.format !== 'opaque')
        return wrong(opaque, '/sub_id/format', `The sub_id of the ${name} SET is not of the format opaque.`);
      if (streamId === null || subject.id === streamId) return [];
      return wrong(
        named,
        '/sub_id/id',
        `The sub_id of the ${name} SET does not name the stream on which it came.`,
      );
    });
}
