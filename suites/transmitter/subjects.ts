import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import type { Exchange } from '../harness/exchange.ts';
import type { JsonObject, TestStream } from '../harness/probe.ts';
import { outcomeOf, statusOf } from './support/answers.ts';
import {
  type BadRequest,
  brokenJson,
  expectAllowed,
  expectBadRequest,
  expectUnknownStream,
} from './support/refusals.ts';
import { SUBJECT, sendSubject, takenSubject } from './support/subjects.ts';
import { awaitVerification, orderVerification } from './support/verification.ts';

/** Subjects that lack what RFC 9493 section 3 requires. An unknown format is not among them: it may be an extension. */
const MALFORMED: readonly { what: string; subject: JsonObject }[] = [
  { what: 'a subject without format', subject: { email: 'conformance.test@example.com' } },
  { what: 'an email subject without email', subject: { format: 'email' } },
  { what: 'an email subject whose email is null', subject: { format: 'email', email: null } },
  { what: 'an email subject whose email is empty', subject: { format: 'email', email: '' } },
  {
    what: 'an iss_sub subject without sub',
    subject: { format: 'iss_sub', iss: 'https://issuer.example.com/' },
  },
];

function badSubjectRequests(stream: TestStream, operation: string): BadRequest[] {
  const streamId = stream.id;
  return [
    { what: `${operation} with broken JSON`, options: brokenJson(stream, { subject: SUBJECT }) },
    { what: `${operation} without subject`, options: { streamId } },
    {
      what: `${operation} with a subject that is a string`,
      options: { streamId, body: { subject: 'someone' } },
    },
    { what: `${operation} without stream_id`, options: { body: { subject: SUBJECT } }, namesNoStream: true },
  ];
}

/** 403, 404 and 429 are open to a target that does not know the subject, does not allow it or is asked too often. */
function declined(exchange: Exchange): boolean {
  return [403, 404, 429].includes(statusOf(exchange) ?? 0);
}

/** Adding and removing subjects: requests and errors (SSF 8.1.3.2, 8.1.3.3). Matching is shown by events, elsewhere. */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'subjects/add',
    title: 'Adding a subject is answered with an empty 200.',
    requirements: ['SSF-8.1.3.2-05', 'SSF-8.1.3.2-12'],
    what: 'Adds an email subject, as verified and as not verified. 204 (named by SSF 9.1) costs a warning; 404 is open to a Transmitter that does not know the subject.',
    endpoints: ['add_subject_endpoint'],
    async run(t) {
      const stream = await t.stream();
      const plain = await sendSubject(t, 'add-subject', stream);
      for (const verified of [undefined, true, false]) {
        const body = { subject: plain.subject, verified };
        const exchange =
          verified === undefined
            ? plain.exchange
            : await t.call('add-subject', { streamId: stream.id, body });
        if (declined(exchange)) {
          if (verified !== undefined) return;
          t.notes('SSF-8.1.3.2-12', {
            message:
              'The Transmitter declined the subject, as it may; how it answers a success was not seen.',
            actual: outcomeOf(exchange),
            exchange,
          });
          return;
        }
        if (statusOf(exchange) === 204) {
          t.warns('SSF-8.1.3.2-05', {
            message: 'A successful add-subject request is answered 204; SSF 8.1.3.2 says an empty 200.',
            expected: 'status 200, no body',
            actual: outcomeOf(exchange),
            hint: 'Only the security considerations (9.1) speak of 204 here.',
            exchange,
          });
          return;
        }
        const what =
          verified === undefined ? 'Adding a subject' : `Adding a subject with verified: ${verified}`;
        if (!t.expectStatus(exchange, [200], 'SSF-8.1.3.2-05', what)) return;
        const empty = t.expect(exchange.response?.bytes === 0, 'SSF-8.1.3.2-05', {
          message: `${what} is answered 200 with a body; it has to be empty.`,
          expected: 'no body',
          actual: outcomeOf(exchange),
          exchange,
        });
        if (!empty) return;
      }
    },
  }),

  transmitterCheck({
    id: 'subjects/add-refusals',
    title: 'An invalid add-subject request is answered 400.',
    requirements: ['SSF-8.1.3.2-08'],
    what: 'Sends add-subject requests with broken JSON, without subject, with a string as subject, and without stream_id.',
    endpoints: ['add_subject_endpoint'],
    async run(t) {
      const stream = await t.stream();
      const cases = badSubjectRequests(stream, 'An add-subject request');
      const right = { streamId: stream.id, body: { subject: SUBJECT } };
      await expectBadRequest(t, 'add-subject', 'SSF-8.1.3.2-08', cases, right);
    },
  }),

  transmitterCheck({
    id: 'subjects/malformed-subject',
    title: 'A malformed subject is neither added nor removed.',
    requirements: ['RFC9493-3-09'],
    what: 'Adds and removes subjects that lack what their format requires. 400 is right; 404 is open to a Transmitter that takes it as a subject that it does not know.',
    endpoints: ['add_subject_endpoint'],
    async run(t) {
      const stream = await t.stream();
      const removes = typeof (await t.metadata()).document?.remove_subject_endpoint === 'string';
      for (const operation of ['add-subject', ...(removes ? (['remove-subject'] as const) : [])] as const) {
        for (const { what, subject } of MALFORMED) {
          const exchange = await t.call(operation, { streamId: stream.id, body: { subject } });
          const status = statusOf(exchange);
          if (status === 429) return t.notTested('The target answered 429, too many requests.');
          await expectAllowed(t, operation, exchange, { streamId: stream.id, body: { subject: SUBJECT } });
          if (status !== null && status > 400 && status < 500 && status !== 404) {
            t.warns('RFC9493-3-09', {
              message: `The ${operation} request with ${what} is refused, but with another status than 400.`,
              expected: 'status 400',
              actual: outcomeOf(exchange),
              exchange,
            });
          } else
            t.expectStatus(exchange, [400, 404], 'RFC9493-3-09', `The ${operation} request with ${what}`);
        }
      }
    },
  }),

  transmitterCheck({
    id: 'subjects/add-unknown-stream',
    title: 'Adding a subject to a stream that does not exist gives 404.',
    requirements: ['SSF-8.1.3.2-11'],
    what: 'Adds a subject to an invented stream_id that looks like a real one.',
    endpoints: ['add_subject_endpoint'],
    async run(t) {
      const what = 'Adding a subject to a stream that does not exist';
      await expectUnknownStream(t, 'add-subject', 'SSF-8.1.3.2-11', what, async (stream) => ({
        subject: (await takenSubject(t, 'add-subject', stream))?.subject ?? SUBJECT,
      }));
    },
  }),

  transmitterCheck({
    id: 'subjects/remove',
    title: 'Removing a subject is answered 204 without a body.',
    requirements: ['SSF-8.1.3.3-03', 'SSF-8.1.3.3-08'],
    what: 'Adds an email subject and removes it. 404 is open to a Transmitter that does not know the subject.',
    endpoints: ['remove_subject_endpoint'],
    async run(t) {
      const stream = await t.stream();
      const adds = typeof (await t.metadata()).document?.add_subject_endpoint === 'string';
      const added = adds ? await takenSubject(t, 'add-subject', stream) : null;
      const exchange =
        added === null
          ? (await sendSubject(t, 'remove-subject', stream)).exchange
          : await t.call('remove-subject', { streamId: stream.id, body: { subject: added.subject } });
      if (declined(exchange)) {
        t.notes('SSF-8.1.3.3-08', {
          message: 'The Transmitter declined the removal, as it may; how it answers a success was not seen.',
          actual: outcomeOf(exchange),
          exchange,
        });
        return;
      }
      if (!t.expectStatus(exchange, [204], 'SSF-8.1.3.3-03', 'Removing a subject')) return;
      t.expect(exchange.response?.bytes === 0, 'SSF-8.1.3.3-03', {
        message: 'Removing a subject is answered 204 with a body.',
        expected: 'no body',
        actual: outcomeOf(exchange),
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'subjects/remove-refusals',
    title: 'An invalid remove-subject request is answered 400.',
    requirements: ['SSF-8.1.3.3-04'],
    what: 'Sends remove-subject requests with broken JSON, without subject, with a string as subject, and without stream_id.',
    endpoints: ['remove_subject_endpoint'],
    async run(t) {
      const stream = await t.stream();
      const cases = badSubjectRequests(stream, 'A remove-subject request');
      const right = { streamId: stream.id, body: { subject: SUBJECT } };
      await expectBadRequest(t, 'remove-subject', 'SSF-8.1.3.3-04', cases, right);
    },
  }),

  transmitterCheck({
    id: 'subjects/remove-unknown-stream',
    title: 'Removing a subject from a stream that does not exist gives 404.',
    requirements: ['SSF-8.1.3.3-07'],
    what: 'Removes a subject from an invented stream_id that looks like a real one.',
    endpoints: ['remove_subject_endpoint'],
    async run(t) {
      const what = 'Removing a subject from a stream that does not exist';
      await expectUnknownStream(t, 'remove-subject', 'SSF-8.1.3.3-07', what, async (stream) => ({
        subject: (await takenSubject(t, 'remove-subject', stream))?.subject ?? SUBJECT,
      }));
    },
  }),

  transmitterCheck({
    id: 'subjects/stream-subject-stays',
    title: 'The subject that names the stream itself cannot be removed.',
    requirements: ['SSF-8.1.4.1-06'],
    what: 'Asks for the removal of the opaque subject with the stream_id, whatever the answer, and sees that verification still works.',
    endpoints: ['remove_subject_endpoint', 'verification_endpoint'],
    async run(t) {
      const stream = await t.stream();
      const subject = { format: 'opaque', id: stream.id };
      const exchange = await t.call('remove-subject', { streamId: stream.id, body: { subject } });
      if ((await awaitVerification(t, stream, await orderVerification(t, stream))).exact !== null) return;
      // Was it the removal? On a fresh stream the event has to come.
      await t.call('delete-stream', { streamId: stream.id });
      const fresh = await t.stream();
      if ((await awaitVerification(t, fresh, await orderVerification(t, fresh))).exact === null) {
        return t.notTested('No verification event comes on a fresh stream either.');
      }
      t.violates('SSF-8.1.4.1-06', {
        message:
          'After a request to remove the subject that names the stream, verification events no longer come.',
        expected: 'the verification event, whatever the removal was answered',
        actual: `the removal was answered with ${outcomeOf(exchange)}; no event within ${t.limits.verification / 1_000} s`,
        exchange,
      });
    },
  }),
];
