import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import type { Operation } from '../harness/probe.ts';
import { isObject } from './support/metadata.ts';
import { idsIn, onlyStream } from './support/own-streams.ts';
import { expectRefused } from './support/refusal.ts';
import { unknownId } from './support/unknown-streams.ts';
import { until } from './support/until.ts';

/** Deleting a stream (SSF 8.1.1.5). */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'delete-stream/answer',
    title: 'Deleting a stream is answered 204 with an empty body.',
    what: 'Creates a stream, deletes it, and looks at status and body.',
    requirements: ['SSF-8.1.1.5-01'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const stream = await t.stream();
      const exchange = await t.call('delete-stream', { streamId: stream.id, insist: true });
      if (!t.expectStatus(exchange, [204], 'SSF-8.1.1.5-01', 'Deleting a stream')) return;
      t.expect(exchange.response?.bytes === 0, 'SSF-8.1.1.5-01', {
        message: 'The 204 on the deletion of a stream has a body.',
        expected: 'an empty body',
        actual: exchange.response?.text.slice(0, 200),
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'delete-stream/gone',
    title:
      'A deleted stream is gone: reading it, its status and verification give 404, and the list leaves it out.',
    what: 'Deletes a stream and then uses its id in every operation that reads or verifies, and lists the streams.',
    requirements: ['SSF-8.1.1.5-07'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const stream = await t.stream();
      const deleted = await t.call('delete-stream', { streamId: stream.id });
      const status = deleted.response?.status ?? 0;
      if (status < 200 || status >= 300) {
        return t.notTested(`The stream could not be deleted (${status}); delete-stream/answer says more.`);
      }
      const { document } = await t.metadata();
      const unknown = await unknownId(t, stream.id);
      const uses: { operation: Operation; endpoint: string; what: string }[] = [
        { operation: 'read-stream', endpoint: 'configuration_endpoint', what: 'Reading a deleted stream' },
        {
          operation: 'read-status',
          endpoint: 'status_endpoint',
          what: 'Reading the status of a deleted stream',
        },
        {
          operation: 'verify',
          endpoint: 'verification_endpoint',
          what: 'Asking for verification of a deleted stream',
        },
      ];
      for (const { operation, endpoint, what } of uses) {
        if (document?.[endpoint] === undefined) continue;
        // 204 says that it was removed; a copy that lags a moment behind is not what this is about.
        const exchange = await until(
          t,
          () => t.call(operation, { streamId: stream.id }),
          ({ response }) => response?.status === 404 || operation === 'verify',
          t.limits.quiet,
        );
        if (exchange.response?.status === 404) continue;
        // Too many requests (8.1.4.2), which says nothing about the stream.
        if (operation === 'verify' && exchange.response?.status === 429) continue;
        // Where an id that never was gets the same answer, deletion is not what is wrong.
        const control = await t.call(operation, { streamId: unknown.id });
        if (
          control.response?.status === exchange.response?.status &&
          !shows(exchange.response?.json, stream.id)
        )
          continue;
        if (!t.expectStatus(exchange, [404], 'SSF-8.1.1.5-07', what)) return;
      }
      const list = await until(
        t,
        () => t.call('list-streams'),
        (answer) => idsIn(answer)?.includes(stream.id) !== true,
        t.limits.quiet,
      );
      const listed = idsIn(list);
      t.expect(listed?.includes(stream.id) !== true, 'SSF-8.1.1.5-07', {
        message: 'A deleted stream is still in the list of streams.',
        expected: `a list without ${stream.id}`,
        actual: listed,
        exchange: list,
      });
    },
  }),

  transmitterCheck({
    id: 'delete-stream/without-stream-id',
    title: 'A DELETE without stream_id is refused and deletes nothing.',
    what: 'Sends DELETE without a parameter while the Receiver has one stream, made by this run, and reads that stream.',
    requirements: ['SSF-8.1.1.5-03'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const stream = await onlyStream(t);
      await expectRefused(t, 'SSF-8.1.1.5-03', {
        stream,
        what: 'A DELETE without stream_id',
        send: () => t.call('delete-stream'),
        // The table of 8.1.1.5 has no code for it.
        allowed: '4xx',
      });
    },
  }),

  transmitterCheck({
    id: 'delete-stream/unknown-id',
    title: 'A DELETE with the id of no stream is answered 404.',
    what: 'Sends DELETE with an invented id of the same shape as a real one, then deletes the real stream twice.',
    requirements: ['SSF-8.1.1.5-06'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const stream = await t.stream();
      const unknown = await unknownId(t, stream.id);
      await expectRefused(t, 'SSF-8.1.1.5-06', {
        stream,
        what: 'A DELETE with an invented id',
        send: () => t.call('delete-stream', { streamId: unknown.id }),
        allowed: [404],
      });
      const first = await t.call('delete-stream', { streamId: stream.id });
      const read = await t.call('read-stream', { streamId: stream.id });
      // A deletion that does not delete is judged by delete-stream/gone.
      if (first.response?.status !== 204 || read.response?.status === 200) return;
      const again = await t.call('delete-stream', { streamId: stream.id });
      t.expectStatus(again, [404], 'SSF-8.1.1.5-06', 'Deleting a stream a second time');
    },
  }),
];

/** The answer is about this very stream. */
function shows(json: unknown, id: string): boolean {
  return isObject(json) && json.stream_id === id;
}
