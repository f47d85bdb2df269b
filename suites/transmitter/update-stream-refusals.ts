import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import { newDescription } from './support/description.ts';
import { invalidRequests } from './support/invalid-requests.ts';
import { onlyStream } from './support/own-streams.ts';
import { expectRefused } from './support/refusal.ts';
import { deletedId, unknownId } from './support/unknown-streams.ts';
import { takesPlainWrite, writableStream } from './support/write.ts';
import { wrongMembers } from './support/wrong-members.ts';

/** Updating a stream's configuration by PATCH (SSF 8.1.1.3): requests that are to be refused. */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'update-stream/wrong-members',
    title:
      'A PATCH with a wrong value of a Transmitter-supplied member is refused with 400 and changes nothing.',
    what:
      'PATCHes a new description together with a wrong iss, aud, events_supported or min_verification_interval, one ' +
      'at a time where the configuration has it, and reads the stream afterwards.',
    requirements: ['SSF-8.1.1.3-11', 'SSF-8.1.1-08'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { stream } = await writableStream(t, 'update-stream');
      const before = await t.read(stream);
      for (const { member, value } of wrongMembers(before ?? stream.configuration)) {
        await expectRefused(t, 'SSF-8.1.1.3-11', {
          stream,
          what: `A PATCH with a wrong ${member}`,
          send: () =>
            t.call('update-stream', {
              streamId: stream.id,
              body: { [member]: value, description: newDescription(t) },
            }),
          protects: { aud: 'SSF-8.1.1-08' },
        });
      }
    },
  }),

  transmitterCheck({
    id: 'update-stream/broken-json',
    title: 'A PATCH that cannot be parsed is refused with 400.',
    what: 'PATCHes a body that breaks off in the middle, with the id of an existing stream in it.',
    requirements: ['SSF-8.1.1.3-16'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { stream } = await writableStream(t, 'update-stream');
      const text = `{"stream_id": ${JSON.stringify(stream.id)}, "description": "broken`;
      await expectRefused(t, 'SSF-8.1.1.3-16', {
        stream,
        what: 'A PATCH with broken JSON',
        send: () => t.call('update-stream', { raw: { text } }),
      });
    },
  }),

  transmitterCheck({
    id: 'update-stream/invalid-values',
    title: 'A PATCH with members of the wrong type or an unsupported delivery method is refused with 400.',
    what: 'PATCHes events_requested and delivery as strings, and a delivery method that nobody has, each with a new description.',
    requirements: ['SSF-8.1.1.3-16'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { stream } = await writableStream(t, 'update-stream');
      for (const { what, members } of invalidRequests) {
        await expectRefused(t, 'SSF-8.1.1.3-16', {
          stream,
          what: `A PATCH with ${what}`,
          send: () =>
            t.call('update-stream', {
              streamId: stream.id,
              body: { description: newDescription(t), ...members },
            }),
        });
      }
    },
  }),

  transmitterCheck({
    id: 'update-stream/without-stream-id',
    title: 'A PATCH without stream_id is refused with 400.',
    what: 'PATCHes a description without saying of which stream, while the Receiver has one.',
    requirements: ['SSF-8.1.1.3-04'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const stream = await onlyStream(t, { description: newDescription(t) });
      await takesPlainWrite(t, 'update-stream', stream);
      await expectRefused(t, 'SSF-8.1.1.3-04', {
        stream,
        what: 'A PATCH without stream_id',
        send: () => t.call('update-stream', { body: { description: newDescription(t) } }),
        anyClientError: true,
        hint: 'Not even a Receiver with one stream may leave the id out.',
      });
    },
  }),

  transmitterCheck({
    id: 'update-stream/unknown-id',
    title: 'A PATCH with the id of no stream is answered 404.',
    what: 'PATCHes a description with the id of a deleted stream and with an invented one of the same shape.',
    requirements: ['SSF-8.1.1.3-19'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const deleted = await deletedId(t);
      const { stream } = await writableStream(t, 'update-stream');
      for (const { id, what } of [await unknownId(t, stream.id), ...deleted]) {
        if (id === stream.id) continue;
        await expectRefused(t, 'SSF-8.1.1.3-19', {
          stream,
          what: `A PATCH with ${what}`,
          send: () => t.call('update-stream', { streamId: id, body: { description: newDescription(t) } }),
          allowed: [404],
        });
      }
    },
  }),
];
