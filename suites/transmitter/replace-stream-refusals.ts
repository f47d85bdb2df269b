import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import { newDescription } from './support/description.ts';
import { invalidRequests } from './support/invalid-requests.ts';
import { onlyStream } from './support/own-streams.ts';
import { expectRefused } from './support/refusal.ts';
import { deletedId, unknownId } from './support/unknown-streams.ts';
import { replacement, takesPlainWrite, writableStream } from './support/write.ts';
import { wrongMembers } from './support/wrong-members.ts';

/** Replacing a stream's configuration by PUT (SSF 8.1.1.4): requests that are to be refused. */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'replace-stream/wrong-members',
    title:
      'A PUT with a wrong value of a Transmitter-supplied member is refused with 400 and changes nothing.',
    what:
      'PUTs a complete body with a new description and a wrong iss, aud, events_supported or ' +
      'min_verification_interval, one at a time where the configuration has it, and reads the stream afterwards.',
    requirements: ['SSF-8.1.1.4-10', 'SSF-8.1.1-08'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { stream } = await writableStream(t, 'replace-stream');
      const before = await t.read(stream);
      for (const { member, value } of wrongMembers(before ?? stream.configuration)) {
        await expectRefused(t, 'SSF-8.1.1.4-10', {
          stream,
          what: `A PUT with a wrong ${member}`,
          send: () =>
            t.call('replace-stream', {
              streamId: stream.id,
              body: replacement(stream, { [member]: value, description: newDescription(t) }),
            }),
          protects: { aud: 'SSF-8.1.1-08' },
        });
      }
    },
  }),

  transmitterCheck({
    id: 'replace-stream/broken-json',
    title: 'A PUT that cannot be parsed is refused with 400.',
    what: 'PUTs a body that breaks off in the middle, with the id of an existing stream in it.',
    requirements: ['SSF-8.1.1.4-15'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { stream } = await writableStream(t, 'replace-stream');
      const text = `{"stream_id": ${JSON.stringify(stream.id)}, "description": "broken`;
      await expectRefused(t, 'SSF-8.1.1.4-15', {
        stream,
        what: 'A PUT with broken JSON',
        send: () => t.call('replace-stream', { raw: { text } }),
      });
    },
  }),

  transmitterCheck({
    id: 'replace-stream/invalid-values',
    title: 'A PUT with members of the wrong type or an unsupported delivery method is refused with 400.',
    what: 'PUTs events_requested and delivery as strings, and a delivery method that nobody has, each with a new description.',
    requirements: ['SSF-8.1.1.4-15'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const { stream } = await writableStream(t, 'replace-stream');
      for (const { what, members } of invalidRequests) {
        await expectRefused(t, 'SSF-8.1.1.4-15', {
          stream,
          what: `A PUT with ${what}`,
          send: () =>
            t.call('replace-stream', {
              streamId: stream.id,
              body: replacement(stream, { description: newDescription(t), ...members }),
            }),
        });
      }
    },
  }),

  transmitterCheck({
    id: 'replace-stream/without-stream-id',
    title: 'A PUT without stream_id is refused with 400.',
    what: 'PUTs a complete body without saying of which stream, while the Receiver has one.',
    requirements: ['SSF-8.1.1.4-04'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const stream = await onlyStream(t, { description: newDescription(t) });
      await takesPlainWrite(t, 'replace-stream', stream);
      await expectRefused(t, 'SSF-8.1.1.4-04', {
        stream,
        what: 'A PUT without stream_id',
        send: () =>
          t.call('replace-stream', { body: replacement(stream, { description: newDescription(t) }) }),
        anyClientError: true,
        hint: 'Not even a Receiver with one stream may leave the id out.',
      });
    },
  }),

  transmitterCheck({
    id: 'replace-stream/unknown-id',
    title: 'A PUT with the id of no stream is answered 404.',
    what: 'PUTs a complete body with the id of a deleted stream and with an invented one of the same shape.',
    requirements: ['SSF-8.1.1.4-18'],
    endpoints: ['configuration_endpoint'],
    async run(t) {
      const deleted = await deletedId(t);
      const { stream } = await writableStream(t, 'replace-stream');
      for (const { id, what } of [await unknownId(t, stream.id), ...deleted]) {
        if (id === stream.id) continue;
        await expectRefused(t, 'SSF-8.1.1.4-18', {
          stream,
          what: `A PUT with ${what}`,
          send: () =>
            t.call('replace-stream', {
              streamId: id,
              body: replacement(stream, { description: newDescription(t) }),
            }),
          allowed: [404],
        });
      }
    },
  }),
];
