import type { RequirementId } from '../standard/requirement-ids.ts';
import { STREAM_UPDATED, VERIFICATION } from '../standard/vocabulary.ts';
import { isObject, type JsonObject } from './subject.ts';
import type { Violation } from './violation.ts';

interface StreamEvent {
  name: string;
  /** `sub_id` is there, an object; it is of the format opaque; it names the stream. */
  present: RequirementId;
  opaque: RequirementId;
  named: RequirementId;
}

/** The two events that tell of the stream (SSF 8.1.4.1 and 8.1.5): it is their subject. */
const streamEvents: Readonly<Record<string, StreamEvent>> = {
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
};

/** The rows that `judgeStreamSubject` decides for events of a type; undefined for one that tells of something else. */
export function streamSubjectRows(type: string): Omit<StreamEvent, 'name'> | undefined {
  return Object.hasOwn(streamEvents, type) ? streamEvents[type] : undefined;
}

/**
 * SSF 8.1.4.1 and 8.1.5: `sub_id` of a SET with an event of this type is the stream, by its id. `streamId` is null where
 * nobody knows on which stream the SET came.
 */
export function judgeStreamSubject(type: string, claims: JsonObject, streamId: string | null): Violation[] {
  const event = Object.hasOwn(streamEvents, type) ? streamEvents[type] : undefined;
  if (event === undefined) return [];
  const { name, present, opaque, named } = event;
  const { sub_id: subject } = claims;
  const expected = { format: 'opaque', id: streamId ?? 'the stream_id' };
  if (!isObject(subject)) {
    return [
      {
        requirement: present,
        path: '/sub_id',
        message: `The ${name} SET has no sub_id object at its top level.`,
        expected,
        actual: subject,
        hint: 'In early drafts the subject stood inside the event; now sub_id is a claim of the SET.',
      },
    ];
  }
  if (subject.format !== 'opaque' || typeof subject.id !== 'string') {
    const message = `The sub_id of the ${name} SET is not a simple subject of format opaque.`;
    return [{ requirement: opaque, path: '/sub_id', message, expected, actual: subject }];
  }
  if (streamId === null || subject.id === streamId) return [];
  const message = `The sub_id of the ${name} SET does not name the stream on which it came.`;
  return [{ requirement: named, path: '/sub_id/id', message, expected: streamId, actual: subject.id }];
}
