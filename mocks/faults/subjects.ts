import type { Call } from '../transmitter/seams.ts';
import type { Fault } from './fault.ts';
import { answers, empty, inventedIds, isObject, json, refusals } from './support/edits.ts';

const subjectOf = (body: unknown): unknown => (isObject(body) ? body.subject : undefined);
/** Of the requests that the reference refuses with 400: the subject is at fault, nothing else. */
const isMalformed = ({ body, streamId }: Call): boolean => streamId !== null && isObject(subjectOf(body));

/** Faults in adding and removing subjects (SSF 8.1.3.2, 8.1.3.3). */
export const faults: readonly Fault[] = [
  {
    name: 'add-subject-201',
    breaks: 'SSF-8.1.3.2-05',
    summary: 'Adding a subject is answered 201.',
    seams: () => answers('add-subject', () => empty(201)),
  },
  {
    name: 'add-subject-204',
    breaks: 'SSF-8.1.3.2-05',
    summary: 'Adding a subject is answered 204, which only the security considerations name.',
    seams: () => answers('add-subject', () => empty(204)),
  },
  {
    name: 'add-subject-with-body',
    breaks: 'SSF-8.1.3.2-05',
    summary: 'Adding a subject is answered with a body.',
    seams: () => answers('add-subject', (_, call) => json(200, { subject: subjectOf(call.body) })),
  },
  {
    name: 'add-subject-refuses-unverified',
    breaks: 'SSF-8.1.3.2-05',
    summary: 'A request with the member verified is refused as invalid.',
    seams: () =>
      answers('add-subject', (reply, call) =>
        isObject(call.body) && 'verified' in call.body ? empty(400) : reply,
      ),
  },
  {
    name: 'add-subject-takes-string',
    breaks: 'SSF-8.1.3.2-08',
    summary: 'A string is taken as a subject to add.',
    seams: () => refusals('add-subject', 400, empty(200), (call) => typeof subjectOf(call.body) === 'string'),
  },
  {
    name: 'add-subject-broken-json-500',
    breaks: 'SSF-8.1.3.2-08',
    summary: 'An add-subject request that is broken JSON is answered 500.',
    seams: () => refusals('add-subject', 400, empty(500), (call) => call.body === undefined),
  },
  {
    name: 'add-subject-without-stream-id-404',
    breaks: 'SSF-8.1.3.2-08',
    summary: 'An add-subject request without stream_id is answered 404, as if it named an unknown stream.',
    seams: () => refusals('add-subject', 400, empty(404), (call) => call.streamId === null),
  },
  {
    name: 'add-subject-takes-malformed',
    breaks: 'RFC9493-3-09',
    summary: 'A subject that lacks members of its format is added.',
    seams: () => refusals('add-subject', 400, empty(200), isMalformed),
  },
  {
    name: 'remove-subject-takes-malformed',
    breaks: 'RFC9493-3-09',
    summary: 'A subject that lacks members of its format is removed.',
    seams: () => refusals('remove-subject', 400, empty(204), isMalformed),
  },
  {
    name: 'malformed-subject-422',
    breaks: 'RFC9493-3-09',
    summary: 'A malformed subject is refused with 422.',
    seams: () => refusals('add-subject', 400, empty(422), isMalformed),
  },
  {
    name: 'add-subject-to-unknown-stream',
    breaks: 'SSF-8.1.3.2-11',
    summary: 'Adding a subject to a stream that does not exist is answered 200.',
    seams: () => inventedIds('add-subject', () => empty(200)),
  },
  {
    name: 'add-subject-to-unknown-stream-403',
    breaks: 'SSF-8.1.3.2-11',
    summary:
      'Adding a subject to a stream that does not exist is answered 403, though the Receiver may add subjects.',
    seams: () => refusals('add-subject', 404, empty(403), (call) => call.client === 'receiver-1'),
  },
  {
    name: 'remove-subject-200',
    breaks: 'SSF-8.1.3.3-03',
    summary: 'Removing a subject is answered 200.',
    seams: () => answers('remove-subject', () => empty(200)),
  },
  {
    name: 'remove-subject-broken-json-500',
    breaks: 'SSF-8.1.3.3-04',
    summary: 'A remove-subject request that is broken JSON is answered 500.',
    seams: () => refusals('remove-subject', 400, empty(500), (call) => call.body === undefined),
  },
  {
    name: 'remove-subject-without-subject',
    breaks: 'SSF-8.1.3.3-04',
    summary: 'A remove-subject request without subject is answered 204.',
    seams: () =>
      refusals(
        'remove-subject',
        400,
        empty(204),
        (call) => isObject(call.body) && subjectOf(call.body) === undefined,
      ),
  },
  {
    name: 'remove-subject-from-unknown-stream',
    breaks: 'SSF-8.1.3.3-07',
    summary: 'Removing a subject from a stream that does not exist is answered 204.',
    seams: () => inventedIds('remove-subject', () => empty(204)),
  },
  {
    name: 'stream-subject-removable',
    breaks: 'SSF-8.1.4.1-06',
    summary: 'When the subject that names the stream is removed, verification events are no longer sent.',
    seams() {
      const silenced = new Set<string | null>();
      return {
        before(call) {
          const subject = subjectOf(call.body);
          if (call.operation === 'remove-subject' && isObject(subject) && subject.id === call.streamId) {
            silenced.add(call.streamId);
          }
          return call.operation === 'verify' && silenced.has(call.streamId) ? empty(204) : undefined;
        },
      };
    },
  },
];
