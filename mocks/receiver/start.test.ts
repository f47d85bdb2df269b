import { afterEach, describe, expect, test } from 'vitest';
import { createAuthority, selfSigned } from '../http/certificates.ts';
import { eventually, type Meeting, meet, REVOKED } from './client/client-bench.ts';
import type { ReceiverOperation } from './seams.ts';

const open: Meeting[] = [];

async function meeting(...options: Parameters<typeof meet>): Promise<Meeting> {
  const met = await meet(...options);
  open.push(met);
  return met;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((met) => met.close()));
});

describe.each(['push', 'poll'] as const)('a managed Receiver with %s delivery', (delivery) => {
  test('makes a stream, looks at it, verifies it, acts on events and deletes it', async () => {
    const { receiver, transmitter, operations } = await meeting();
    await receiver.begin({ issuer: transmitter.issuer, delivery });
    expect(operations().filter((operation) => !['poll', 'jwks'].includes(operation))).toEqual([
      'metadata',
      'protected-resource-metadata',
      'authorization-server-metadata',
      'token',
      'create-stream',
      'read-stream',
      'read-status',
      'verify',
    ]);
    await eventually(() => expect(receiver.log()).toContain('The stream is verified.'));
    const { jti } = await transmitter.trigger({ type: REVOKED });
    await eventually(() => expect(receiver.effects().map((effect) => effect.jti)).toEqual([jti]));
    await receiver.end();
    expect(transmitter.transmitter.streams.all()).toEqual([]);
    expect(operations().at(-1)).toBe('delete-stream');
  });

  test('begins again after its end', async () => {
    const { receiver, transmitter } = await meeting({ credentials: 'token' });
    await receiver.begin({ issuer: transmitter.issuer, delivery });
    await receiver.begin({ issuer: transmitter.issuer, delivery });
    expect(transmitter.transmitter.streams.all()).toHaveLength(1);
  });

  test('meets an issuer with a path over https', async () => {
    const { ca, issue } = await createAuthority();
    const { receiver, transmitter } = await meeting({
      transmitter: { tls: await issue(), ca, path: '/tenant/1' },
      receiver: { tls: await issue(), ca },
    });
    await receiver.begin({ issuer: transmitter.issuer, delivery });
    await eventually(() => expect(receiver.log()).toContain('The stream is verified.'));
  });
});

describe('a managed Receiver', () => {
  test('sends only what a Receiver supplies', async () => {
    const { receiver, transmitter, bodies } = await meeting();
    await receiver.begin({ issuer: transmitter.issuer, delivery: 'push', eventsRequested: [REVOKED] });
    expect(bodies('create-stream')).toEqual([
      {
        events_requested: [REVOKED],
        delivery: {
          method: 'urn:ietf:rfc:8935',
          endpoint_url: receiver.pushUrl,
          authorization_header: expect.stringMatching(/^Bearer .{32}/) as unknown,
        },
        description: 'Reference Receiver',
      },
    ]);
  });

  test('lets nobody push without the credentials that it registered', async () => {
    const { receiver, transmitter } = await meeting();
    await receiver.begin({ issuer: transmitter.issuer, delivery: 'push' });
    const headers = { 'content-type': 'application/secevent+jwt' };
    const answer = await fetch(receiver.pushUrl, { method: 'POST', headers, body: 'a.b.c' });
    expect(answer.status).toBe(401);
  });

  test('sends nothing to a Transmitter whose certificate does not hold', async () => {
    const { ca } = await createAuthority();
    let came = 0;
    const before = (): undefined => {
      came += 1;
    };
    const { receiver, transmitter, operations } = await meeting({
      transmitter: { tls: await selfSigned(), seams: { before } },
      receiver: { ca },
    });
    await receiver.begin({ issuer: transmitter.issuer, delivery: 'push' });
    expect(operations()).toEqual(['metadata']);
    expect(came).toBe(0);
    expect(receiver.log().at(-1)).toMatch(/^Stopped: metadata: .*certificate/);
  });

  test('overlooks a failing certificate only by its quirk', async () => {
    const { ca } = await createAuthority();
    const { receiver, transmitter } = await meeting({
      transmitter: { tls: await selfSigned() },
      receiver: { ca, seams: { quirks: { overlooks: ['DEPTH_ZERO_SELF_SIGNED_CERT'] } } },
    });
    await receiver.begin({ issuer: transmitter.issuer, delivery: 'poll' });
    expect(transmitter.transmitter.streams.all()).toHaveLength(1);
  });

  test.each([false, true])('speaks old TLS only by its quirk: %s', async (oldTls) => {
    const { ca, issue } = await createAuthority();
    const { receiver, transmitter } = await meeting({
      transmitter: {
        tls: await issue(),
        seams: { tls: { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } },
      },
      receiver: { ca, seams: { quirks: { oldTls } } },
    });
    await receiver.begin({ issuer: transmitter.issuer, delivery: 'poll' });
    expect(transmitter.transmitter.streams.all()).toHaveLength(oldTls ? 1 : 0);
  });

  test('makes a new stream once when its own is gone', async () => {
    const { receiver, transmitter, operations } = await meeting();
    const { streams } = transmitter.transmitter;
    const drop = (): void => {
      for (const stream of streams.all()) streams.delete(stream);
    };
    const count = (wanted: ReceiverOperation): number =>
      operations().filter((operation) => operation === wanted).length;
    await receiver.begin({ issuer: transmitter.issuer, delivery: 'poll' });
    drop();
    await eventually(() => expect([count('create-stream'), count('verify')]).toEqual([2, 2]));
    drop();
    await eventually(() => expect(receiver.log().at(-1)).toMatch(/^Stopped: poll: status 404/));
    expect(count('create-stream')).toBe(2);
  });

  test('takes a push that overtakes the answer to its create request', async () => {
    const { receiver, transmitter } = await meeting({
      transmitter: { seams: { quirks: { strayVerification: 'without-state' } } },
    });
    await receiver.begin({ issuer: transmitter.issuer, delivery: 'push' });
    await eventually(() => expect(receiver.log()).toContain('The stream is verified.'));
  });

  test('refuses other SETs before the verification event only by its quirk', async () => {
    const quirks = { expectsVerificationAtOnce: true };
    const { receiver, transmitter } = await meeting({
      transmitter: { seams: { quirks: { verificationSilent: true } } },
      receiver: { seams: { quirks } },
    });
    await receiver.begin({ issuer: transmitter.issuer, delivery: 'poll' });
    await transmitter.trigger({ type: REVOKED });
    const stream = transmitter.transmitter.streams.all()[0];
    await eventually(() => expect(stream?.queue.available(true)).toEqual([]));
    expect(receiver.effects()).toEqual([]);
  });
});

describe('a hosted Receiver', () => {
  test('polls a URL that it was given, until its end', async () => {
    const { receiver, transmitter, bodies } = await meeting({ credentials: 'token' });
    const { issuer, clients } = transmitter;
    const response = await fetch(`${issuer}/ssf/streams`, {
      method: 'POST',
      headers: { authorization: `Bearer ${clients[0]?.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ events_requested: [REVOKED] }),
    });
    const { aud, delivery } = (await response.json()) as { aud: string; delivery: { endpoint_url: string } };
    await receiver.pollFrom({ issuer, audience: aud }, delivery.endpoint_url);
    const { jti } = await transmitter.trigger({ type: REVOKED });
    await eventually(() => expect(receiver.effects().map((effect) => effect.jti)).toEqual([jti]));
    await receiver.end();
    expect(bodies('poll').flatMap(({ ack }) => ack ?? [])).toContain(jti);
    expect(transmitter.transmitter.streams.all()).toHaveLength(1);
  });

  test('does not trust a Transmitter whose metadata is of another issuer', async () => {
    const { receiver, transmitter } = await meeting({ transmitter: { path: '/one' } });
    const { metadataUrl, issuer } = transmitter;
    const other = { issuer: `${issuer}/`, metadataUrl, audience: 'https://receiver-1.example.com' };
    await expect(receiver.trust(other)).rejects.toThrow(/is of issuer/);
  });
});
