import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import { succeeded } from './support/answers.ts';
import { type BadRequest, brokenJson, expectBadRequest, expectUnknownStream } from './support/refusals.ts';
import { readStatus } from './support/status.ts';

/** Requests to the status endpoint that have to be refused (SSF 8.1.2.1, 8.1.2.2). */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'stream-status/read-unknown-stream',
    title: 'Reading the status of a stream that does not exist gives 404.',
    requirements: ['SSF-8.1.2.1-19', 'SSF-8.1.2.1-22'],
    what: 'Reads the status of an invented stream_id that looks like a real one.',
    endpoints: ['status_endpoint'],
    async run(t) {
      const what = 'Reading the status of a stream that does not exist';
      await expectUnknownStream(t, 'read-status', 'SSF-8.1.2.1-19', what);
    },
  }),

  transmitterCheck({
    id: 'stream-status/read-without-id',
    title: 'Reading a status without stream_id is refused.',
    requirements: ['SSF-8.1.2.1-23'],
    what: 'Reads the status without the parameter stream_id; any 4xx will do.',
    endpoints: ['status_endpoint'],
    async run(t) {
      await t.stream();
      t.expectStatus(
        await t.call('read-status'),
        '4xx',
        'SSF-8.1.2.1-23',
        'Reading a status without stream_id',
      );
    },
  }),

  transmitterCheck({
    id: 'stream-status/update-refusals',
    title: 'An invalid status update is answered 400 and changes nothing.',
    requirements: ['SSF-8.1.2.2-07'],
    what: 'Sends status updates with broken JSON, without stream_id, without status, and with values of status that do not exist; then reads the status back.',
    endpoints: ['status_endpoint'],
    async run(t) {
      const stream = await t.stream();
      const before = await readStatus(t, stream);
      const streamId = stream.id;
      const cases: BadRequest[] = [
        { what: 'A status update that is broken JSON', options: brokenJson(stream, { status: 'paused' }) },
        {
          what: 'A status update without stream_id',
          options: { body: { status: 'paused' } },
          namesNoStream: true,
        },
        { what: 'A status update without status', options: { streamId, body: { reason: 'none' } } },
        { what: 'A status update to "stopped"', options: { streamId, body: { status: 'stopped' } } },
        { what: 'A status update to a number', options: { streamId, body: { status: 1 } } },
      ];
      const right = { streamId, body: { status: before ?? 'enabled' } };
      const exchanges = await expectBadRequest(t, 'update-status', 'SSF-8.1.2.2-07', cases, right);
      const after = await readStatus(t, stream);
      if (exchanges.some(succeeded) || before === null || after === null) return;
      t.expect(after === before, 'SSF-8.1.2.2-07', {
        message: 'The status has changed although every one of the invalid updates was refused.',
        expected: before,
        actual: after,
        exchange: exchanges.at(-1),
      });
    },
  }),

  transmitterCheck({
    id: 'stream-status/update-unknown-stream',
    title: 'Updating the status of a stream that does not exist gives 404.',
    requirements: ['SSF-8.1.2.2-10'],
    what: 'Updates the status of an invented stream_id that looks like a real one.',
    endpoints: ['status_endpoint'],
    async run(t) {
      const what = 'Updating the status of a stream that does not exist';
      await expectUnknownStream(t, 'update-status', 'SSF-8.1.2.2-10', what, { status: 'paused' });
    },
  }),
];
