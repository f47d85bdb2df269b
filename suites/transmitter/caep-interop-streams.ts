import { type TransmitterCheck, transmitterCheck } from '../harness/check.ts';
import { POLL_DELIVERY, PUSH_DELIVERY } from '../standard/vocabulary.ts';
import { isObject, objectIn, outcomeOf, statusOf, succeeded } from './support/answers.ts';
import { changeStatus } from './support/status.ts';

const URN = { push: PUSH_DELIVERY, poll: POLL_DELIVERY };

/** The operations that the CAEP Interoperability Profile demands (2.3.4 to 2.3.8), each looked at once. */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'caep-interop/create-stream',
    title: 'A stream can be created with each delivery method that is listed.',
    requirements: ['CAEP-INTEROP-2.3.8.1-01', 'CAEP-INTEROP-2.3.4-02', 'CAEP-INTEROP-2.3.8.2-02'],
    what: 'POSTs a create request for the delivery method: 201.',
    endpoints: ['configuration_endpoint'],
    delivery: 'each',
    async run(t) {
      const body = await t.streamRequest();
      let exchange = await t.call('create-stream', { body });
      if (statusOf(exchange) === 409) {
        if (!(await t.deleteOwnStreams())) {
          return t.notTested(
            'The Transmitter allows one stream, and there is one that this run did not create.',
          );
        }
        exchange = await t.call('create-stream', { body });
      }
      t.adopt(exchange, t.delivery);
      t.expectStatus(exchange, [201], 'CAEP-INTEROP-2.3.8.1-01', `A create request for ${URN[t.delivery]}`);
    },
  }),

  transmitterCheck({
    id: 'caep-interop/delivery',
    title: 'The configuration of each stream says how it is delivered: by push or by poll.',
    requirements: ['CAEP-INTEROP-2.3.8.1-02', 'CAEP-INTEROP-2.3.8.1-03', 'CAEP-INTEROP-2.3.8.1-04'],
    what: 'Reads delivery.method in the answer to a create request, and when the stream is read: one of the two URNs, and the one that was asked for.',
    endpoints: ['configuration_endpoint'],
    delivery: 'each',
    async run(t) {
      const stream = await t.stream();
      const read = await t.call('read-stream', { streamId: stream.id });
      const seen = [stream.created, ...(succeeded(read) && objectIn(read) !== null ? [read] : [])];
      for (const exchange of seen) {
        const delivery = objectIn(exchange)?.delivery;
        const method = isObject(delivery) ? delivery.method : undefined;
        const isThere = t.expect(isObject(delivery), 'CAEP-INTEROP-2.3.8.1-02', {
          message: 'A stream configuration has no delivery.',
          expected: 'the member delivery',
          actual: delivery ?? 'no such member',
          exchange,
        });
        if (!isThere) continue;
        const isStandard = t.expect(method === URN.push || method === URN.poll, 'CAEP-INTEROP-2.3.8.1-03', {
          message: 'delivery.method is none of the two methods of the profile.',
          expected: `${URN.push} or ${URN.poll}`,
          actual: method ?? 'no method',
          exchange,
        });
        if (!isStandard) continue;
        t.expect(method === URN[t.delivery], 'CAEP-INTEROP-2.3.8.1-04', {
          message: 'The stream has another delivery method than the one that was asked for.',
          expected: URN[t.delivery],
          actual: method,
          exchange,
        });
      }
    },
  }),

  transmitterCheck({
    id: 'caep-interop/read-stream',
    title: 'A Receiver can read the configuration of its stream.',
    requirements: ['CAEP-INTEROP-2.3.8.2-04'],
    what: 'GETs the configuration of a new stream: 200 and its configuration.',
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { id } = await t.stream();
      const exchange = await t.call('read-stream', { streamId: id });
      if (!t.expectStatus(exchange, [200], 'CAEP-INTEROP-2.3.8.2-04', 'Reading a stream configuration'))
        return;
      t.expect(objectIn(exchange) !== null, 'CAEP-INTEROP-2.3.8.2-04', {
        message: 'Reading a stream does not give its configuration.',
        expected: 'a JSON object',
        actual: outcomeOf(exchange),
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'caep-interop/read-status',
    title: 'A Receiver can read the status of its stream.',
    requirements: ['CAEP-INTEROP-2.3.8.2-05', 'CAEP-INTEROP-2.3.5-02'],
    what: 'GETs the status of a new stream: 200 with a status.',
    endpoints: ['configuration_endpoint', 'status_endpoint'],
    async run(t) {
      const { id } = await t.stream();
      const exchange = await t.call('read-status', { streamId: id });
      if (!t.expectStatus(exchange, [200], 'CAEP-INTEROP-2.3.8.2-05', 'Reading the stream status')) return;
      t.expect(typeof objectIn(exchange)?.status === 'string', 'CAEP-INTEROP-2.3.8.2-05', {
        message: 'Reading the status of a stream gives none.',
        expected: 'a JSON object with status',
        actual: outcomeOf(exchange),
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'caep-interop/update-status',
    title: 'A Receiver can set the status of its stream to each of the three values.',
    requirements: ['CAEP-INTEROP-2509-2.3.5-02', 'CAEP-INTEROP-2509-2.3.5-01'],
    what: 'POSTs paused, disabled and enabled and reads each back. A refusal is a warning: the draft of September 2025 demands this, the one of July 2026 no longer does.',
    endpoints: ['configuration_endpoint', 'status_endpoint'],
    async run(t) {
      const stream = await t.stream();
      for (const status of ['paused', 'disabled', 'enabled'] as const) {
        const { exchange, result, seen } = await changeStatus(t, stream, status);
        if (result === 'done') continue;
        const isOffered = ![404, 405, 501].includes(statusOf(exchange) ?? 0);
        t.violates(isOffered ? 'CAEP-INTEROP-2509-2.3.5-02' : 'CAEP-INTEROP-2509-2.3.5-01', {
          message: isOffered
            ? `The status of a stream cannot be set to ${status}.`
            : 'The status endpoint does not take POST.',
          expected: `200 (or 202), and then the status reads ${status}`,
          actual: `${outcomeOf(exchange)}; the status reads ${seen ?? 'nothing'}`,
          exchange,
        });
        if (!isOffered) return;
      }
    },
  }),

  transmitterCheck({
    id: 'caep-interop/verification',
    title: 'A Receiver can have a verification event sent, and it is.',
    requirements: ['CAEP-INTEROP-2.3.8.2-06', 'CAEP-INTEROP-2.3.6-02', 'CAEP-INTEROP-2.3.8.2-08'],
    what: 'Requests verification of a new stream and waits for the event.',
    endpoints: ['configuration_endpoint', 'verification_endpoint'],
    delivery: 'each',
    async run(t) {
      const stream = await t.stream();
      const { requested, set, waitedMs } = await t.verify(stream, { insist: true });
      if (!t.expectStatus(requested, [200, 202, 204], 'CAEP-INTEROP-2.3.6-02', 'A verification request'))
        return;
      t.expect(set !== null, 'CAEP-INTEROP-2.3.8.2-06', {
        message: 'A verification request was accepted, but no event followed.',
        expected: `a verification event within ${t.limits.verification} ms`,
        actual: `none within ${Math.round(waitedMs)} ms`,
        exchange: requested,
      });
    },
  }),

  transmitterCheck({
    id: 'caep-interop/delete-stream',
    title: 'A Receiver can delete its stream.',
    requirements: ['CAEP-INTEROP-2.3.8.2-07'],
    what: 'Deletes a new stream: 204.',
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { id } = await t.stream();
      const exchange = await t.call('delete-stream', { streamId: id });
      t.expectStatus(exchange, [204], 'CAEP-INTEROP-2.3.8.2-07', 'Deleting a stream');
    },
  }),
];
