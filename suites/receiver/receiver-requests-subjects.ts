import { receiverCheck } from '../harness/receiver/check.ts';
import { isObject, objectIn, only } from './support/calls.ts';
import { harmlessScene, seenCalls } from './support/managed.ts';

/** SSF 8.1.3: the subjects of a managed Receiver. */
export const checks = [
  receiverCheck({
    id: 'receiver-requests/add-subject',
    title: 'A subject is added with stream_id and a Subject Identifier in a JSON body.',
    requirements: ['SSF-8.1.3.2-01', 'SSF-8.1.3.2-02', 'SSF-8.1.3.2-03'],
    what: 'Looks at every POST to the add_subject_endpoint: stream_id is a string, subject an object, verified a boolean where it is there.',
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const asked = only(await seenCalls(r), 'add-subject');
      if (asked.length === 0) return r.notApplicable('The target adds no subject by itself.');
      for (const call of asked) {
        const { stream_id: id, subject, verified } = objectIn(call) ?? {};
        const seen = { actual: call.request.body ?? 'no body', exchange: call };
        const right =
          r.expect(typeof id === 'string', 'SSF-8.1.3.2-01', {
            message: 'A request to add a subject does not say to which stream.',
            expected: 'stream_id in the JSON body',
            ...seen,
          }) &&
          r.expect(isObject(subject), 'SSF-8.1.3.2-02', {
            message: 'A request to add a subject has no Subject Identifier.',
            expected: 'subject, a JSON object',
            ...seen,
          }) &&
          r.expect(verified === undefined || typeof verified === 'boolean', 'SSF-8.1.3.2-03', {
            message: 'verified of a request to add a subject is no boolean.',
            expected: 'true or false',
            ...seen,
          });
        if (!right) return;
      }
    },
  }),

  receiverCheck({
    id: 'receiver-requests/remove-subject',
    title: 'A subject is removed with stream_id and a Subject Identifier in a JSON body.',
    requirements: ['SSF-8.1.3.3-01', 'SSF-8.1.3.3-02', 'SSF-8.1.4.1-06', 'SSF-8.1.5-11'],
    what: 'Looks at every POST to the remove_subject_endpoint: stream_id is a string, subject an object, and not the stream itself, which is the subject of verification and stream-updated events.',
    hooks: ['start'],
    phase: 'last',
    async run(r) {
      const asked = only(await seenCalls(r), 'remove-subject');
      if (asked.length === 0) return r.notApplicable('The target removes no subject by itself.');
      for (const call of asked) {
        const { stream_id: id, subject } = objectIn(call) ?? {};
        const seen = { actual: call.request.body ?? 'no body', exchange: call };
        const right =
          r.expect(typeof id === 'string', 'SSF-8.1.3.3-01', {
            message: 'A request to remove a subject does not say from which stream.',
            expected: 'stream_id in the JSON body',
            ...seen,
          }) &&
          r.expect(isObject(subject), 'SSF-8.1.3.3-02', {
            message: 'A request to remove a subject has no Subject Identifier.',
            expected: 'subject, a JSON object',
            ...seen,
          }) &&
          r.expect(!isStreamItself(subject, id), 'SSF-8.1.4.1-06', {
            message:
              'The Receiver asks to remove the stream itself, which always is a subject of the stream.',
            expected: 'another subject',
            ...seen,
          });
        if (!right) return;
      }
    },
  }),

  receiverCheck({
    id: 'receiver-requests/without-adding-subjects',
    title: 'The Receiver takes all subjects as contained in its stream, without adding any.',
    requirements: ['CAEP-INTEROP-2.4.4-01'],
    what: 'Starts the target while there is no endpoint to add or remove subjects; it must make its stream and accept an event on a subject that nobody added.',
    hooks: ['restart'],
    async run(r) {
      const { stream, stumbles } = await harmlessScene(r, {
        scene: { metadata: { add_subject_endpoint: null, remove_subject_endpoint: null } },
      });
      if (stumbles || stream === null) {
        r.violates('CAEP-INTEROP-2.4.4-01', {
          message: 'Where no subjects can be added the Receiver makes no stream.',
          expected: 'a stream, taken to contain all subjects',
        });
        return;
      }
      const delivered = await r.deliver({});
      if (delivered.outcome === 'accepted') return;
      await r.freshLife();
      const control = await r.deliver({});
      if (control.outcome !== 'accepted') {
        return r.notTested('With these endpoints it accepts no event either; accept-set/* judges that.');
      }
      r.violates('CAEP-INTEROP-2.4.4-01', {
        message: 'Where no subjects can be added the Receiver accepts no event; otherwise it does.',
        expected: 'the event is accepted',
        actual: delivered.status === null ? delivered.outcome : `status ${delivered.status}`,
        exchange: delivered.exchange ?? undefined,
        set: delivered.recorded,
      });
    },
  }),
];

/** The subject of the events about the stream (SSF 8.1.4.1, 8.1.5). */
function isStreamItself(subject: unknown, streamId: unknown): boolean {
  return isObject(subject) && subject.format === 'opaque' && subject.id === streamId;
}
