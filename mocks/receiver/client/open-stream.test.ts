import { afterEach, describe, expect, test } from 'vitest';
import type { Reply, TransmitterSeams } from '../../transmitter/seams.ts';
import type { ReceiverQuirks } from '../seams.ts';
import { type Meeting, meet, REVOKED } from './client-bench.ts';

const open: Meeting[] = [];

async function meeting(...options: Parameters<typeof meet>): Promise<Meeting> {
  const met = await meet(...options);
  open.push(met);
  return met;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((met) => met.close()));
});

/** Lets a Receiver begin while answers to one operation have other members. */
async function beginsWith(
  operation: 'create-stream' | 'read-stream',
  members: Record<string, unknown>,
  quirks: Partial<ReceiverQuirks> = {},
  audience?: string,
): Promise<Meeting> {
  const after = (reply: Reply, call: { operation: string }): Reply =>
    call.operation === operation
      ? { ...reply, body: { ...Object(reply.body), ...members } as unknown }
      : reply;
  const met = await meeting({ transmitter: { seams: { after } }, receiver: { audience, seams: { quirks } } });
  await met.receiver.begin({ issuer: met.transmitter.issuer, delivery: 'push' });
  return met;
}

describe('a stream configuration', () => {
  const iss = 'https://other.example.com';

  test.each([
    ['of another issuer', { iss }],
    ['without an issuer', { iss: undefined }],
    ['without stream_id', { stream_id: undefined }],
    ['without audience', { aud: [] }],
    [
      'with another delivery',
      { delivery: { method: 'urn:ietf:rfc:8936', endpoint_url: 'https://a.example' } },
    ],
  ])('%s stops the Receiver, which asks for nothing more', async (_, members) => {
    const { operations, receiver } = await beginsWith('create-stream', members);
    expect(operations().at(-1)).toBe('create-stream');
    await receiver.end();
    expect(operations().at(-1)).toBe('create-stream');
  });

  test('is checked whenever it comes', async () => {
    const { operations } = await beginsWith('read-stream', { iss });
    expect(operations().at(-1)).toBe('read-stream');
  });

  test('is for the audience that the Receiver takes itself for', async () => {
    const mine = 'https://me.example.com';
    const other = { aud: ['https://other.example.com'] };
    expect((await beginsWith('create-stream', other, {}, mine)).operations().at(-1)).toBe('create-stream');
    const right = await beginsWith('create-stream', { aud: ['https://x.example', mine] }, {}, mine);
    expect(right.operations()).toContain('read-stream');
  });

  test('is trusted blindly, or read too strictly, only by quirks', async () => {
    const trusting = await beginsWith('create-stream', { iss }, { trustsStreamIssuer: ['create-stream'] });
    expect(trusting.operations()).toContain('verify');
    const strict = await beginsWith('create-stream', { more: 1 }, { strictAnswers: ['create-stream'] });
    expect(strict.operations()).not.toContain('verify');
    expect((await beginsWith('create-stream', { more: 1 })).operations()).toContain('verify');
  });
});

describe('a Receiver that wants a stream', () => {
  test('takes over the one that is there when there can be only one', async () => {
    const { receiver, transmitter, operations, bodies } = await meeting({
      transmitter: { singleStream: true },
    });
    const { issuer, clients } = transmitter;
    await fetch(`${issuer}/ssf/streams`, {
      method: 'POST',
      headers: { authorization: `Bearer ${clients[0]?.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ events_requested: [] }),
    });
    await receiver.begin({ issuer, delivery: 'push', eventsRequested: [REVOKED] });
    const [stream] = transmitter.transmitter.streams.all();
    const from = operations().indexOf('create-stream');
    expect(operations().slice(from, from + 4)).toEqual([
      'create-stream',
      'list-streams',
      'read-stream',
      'update-stream',
    ]);
    expect(bodies('update-stream')[0]).toMatchObject({ stream_id: stream?.id, events_requested: [REVOKED] });
    expect(stream?.supplied.delivery).toMatchObject({ endpoint_url: receiver.pushUrl });
    expect(operations()).toContain('verify');
  });

  test('replaces it instead by a quirk', async () => {
    const { receiver, transmitter, operations } = await meeting({
      transmitter: { singleStream: true },
      receiver: { seams: { quirks: { replacesStream: true } } },
    });
    const { issuer, clients } = transmitter;
    await fetch(`${issuer}/ssf/streams`, {
      method: 'POST',
      headers: { authorization: `Bearer ${clients[0]?.token}`, 'content-type': 'application/json' },
      body: '{}',
    });
    await receiver.begin({ issuer, delivery: 'poll' });
    expect(operations()).toContain('replace-stream');
    expect(operations()).toContain('verify');
  });

  test('looks for a stream whose creation was only accepted', async () => {
    let lists = 0;
    const seams: TransmitterSeams = {
      after: (reply, { operation }) => {
        if (operation === 'create-stream') return { status: 202, headers: {}, body: '' };
        if (operation !== 'list-streams') return reply;
        lists += 1;
        return lists < 3 ? { ...reply, body: [] } : reply;
      },
    };
    const { receiver, transmitter, operations } = await meeting({ transmitter: { seams } });
    await receiver.begin({ issuer: transmitter.issuer, delivery: 'push' });
    expect(lists).toBe(3);
    expect(operations()).toContain('verify');
  });

  test('sends a stream_id back as it was given', async () => {
    const seams: TransmitterSeams = { quirks: { reservedCharactersInStreamId: true } };
    const { receiver, transmitter, calls } = await meeting({ transmitter: { seams } });
    await receiver.begin({ issuer: transmitter.issuer, delivery: 'poll' });
    const id = transmitter.transmitter.streams.all()[0]?.id ?? '';
    expect(id).toMatch(/^urn:uuid:/);
    const read = calls.find(({ operation }) => operation === 'read-stream');
    expect(read?.url).toMatch(/\?stream_id=urn%3Auuid%3A/);
    await receiver.end();
    expect(transmitter.transmitter.streams.all()).toEqual([]);
  });

  test('keeps min_verification_interval when it has to ask for verification again', async () => {
    let asked = 0;
    const seams: TransmitterSeams = {
      before: ({ operation }) => {
        if (operation !== 'verify') return undefined;
        asked += 1;
        return { status: 503, headers: {}, body: '' };
      },
      after: (reply, { operation }) =>
        operation === 'create-stream'
          ? { ...reply, body: { ...Object(reply.body), min_verification_interval: 3600 } as unknown }
          : reply,
    };
    const { receiver, transmitter } = await meeting({ transmitter: { seams } });
    await receiver.begin({ issuer: transmitter.issuer, delivery: 'push' });
    await receiver.end();
    expect(asked).toBe(1);
  });
});
