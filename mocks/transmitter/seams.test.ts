import { describe, expect, test } from 'vitest';
import type { Operation, Quirks, TransmitterSeams } from './seams.ts';
import { bench, pushDelivery, SESSION_REVOKED } from './test-bench.ts';

const event = { type: SESSION_REVOKED };
const quirky = (quirks: Partial<Quirks>, seams: TransmitterSeams = {}) =>
  bench({ seams: { ...seams, quirks } });

test('before sees every operation, even without credentials, and may answer instead', async () => {
  const seen: Operation[] = [];
  const { call, url, transmitter } = bench({
    seams: {
      before({ operation, client }) {
        seen.push(operation);
        return client === null && operation === 'read-status'
          ? { status: 418, headers: {}, body: 'tea' }
          : undefined;
      },
    },
  });
  const calls: [string, string][] = [
    ['GET', transmitter.metadataUrl],
    ['GET', 'https://ssf.example.com/jwks.json'],
    ['POST', url.streams],
    ['GET', `${url.streams}?stream_id=x`],
    ['GET', url.streams],
    ['PATCH', url.streams],
    ['PUT', url.streams],
    ['DELETE', url.streams],
    ['POST', url.status],
    ['POST', url.add],
    ['POST', url.remove],
    ['POST', url.verify],
    ['POST', url.poll('x')],
    ['OPTIONS', url.poll('x')],
  ];
  for (const [method, target] of calls) await call(method, target, { as: null });
  const answer = await call('GET', url.status, { as: null });
  expect([answer.status, answer.text]).toEqual([418, 'tea']);
  expect(seen).toEqual([
    'metadata',
    'jwks',
    'create-stream',
    'read-stream',
    'list-streams',
    'update-stream',
    'replace-stream',
    'delete-stream',
    'update-status',
    'add-subject',
    'remove-subject',
    'verify',
    'poll',
    'other-method',
    'read-status',
  ]);
});

test('before knows the caller and the stream, from path, query or body', async () => {
  const seen: unknown[] = [];
  const { call, url } = bench({
    seams: { before: ({ client, streamId }) => void seen.push([client, streamId]) },
  });
  await call('POST', url.poll('a'), { json: {} });
  await call('GET', `${url.status}?stream_id=b`);
  await call('POST', url.verify, { json: { stream_id: 'c' } });
  expect(seen).toEqual(['a', 'b', 'c'].map((id) => ['receiver-1', id]));
});

test('after changes an answer, also a refusal, and can take its content-type away', async () => {
  const { call, url } = bench({
    seams: {
      after: (reply, { operation }) =>
        operation === 'list-streams' ? { ...reply, headers: {}, body: 'plain' } : { ...reply, status: 500 },
    },
  });
  const listed = await call('GET', url.streams);
  expect([listed.text, listed.headers.get('content-type')]).toEqual(['plain', null]);
  expect((await call('POST', url.streams, { as: null })).status).toBe(500);
});

test('the documents can be changed', async () => {
  const { call, transmitter } = bench({
    seams: {
      metadata: (document) => ({ ...document, issuer: 'https://other.example.com' }),
      jwks: ({ keys }) => ({ keys, extra: true }),
    },
  });
  expect((await call('GET', transmitter.metadataUrl)).json.issuer).toBe('https://other.example.com');
  expect((await call('GET', 'https://ssf.example.com/jwks.json')).json.extra).toBe(true);
});

test('a push can be changed or dropped', async () => {
  let count = 0;
  const { stream, transmitter, pushes, pushed } = bench({
    seams: {
      push(push) {
        count += 1;
        return count === 1 ? null : { ...push, method: 'PUT' };
      },
    },
  });
  await stream({ delivery: pushDelivery, events_requested: [SESSION_REVOKED] });
  await transmitter.emit(event);
  await transmitter.emit(event);
  await pushed(1);
  expect(pushes[0]?.method).toBe('PUT');
});

describe('quirks of authorization', () => {
  test('sharedStreams gives everybody every stream, but lists only the own', async () => {
    const { call, url, stream } = quirky({ sharedStreams: ['read-stream'] });
    const { stream_id } = await stream({}, 'receiver-2');
    expect((await call('GET', `${url.streams}?stream_id=${stream_id}`)).status).toBe(200);
    expect((await call('GET', `${url.status}?stream_id=${stream_id}`)).status).toBe(404);
    expect((await call('GET', url.streams)).json).toEqual([]);
  });

  test('noAuthorization takes requests without credentials and with wrong ones', async () => {
    const { call, url, stream } = quirky({ noAuthorization: true });
    const { stream_id } = await stream({}, 'receiver-2');
    expect((await call('GET', `${url.status}?stream_id=${stream_id}`, { as: null })).status).toBe(200);
    expect((await call('POST', url.streams, { token: 'stranger', json: {} })).status).toBe(201);
  });

  test('noAuthorization and ignoreScope can be on for one operation only', async () => {
    const { call, url } = quirky({ noAuthorization: ['list-streams'], ignoreScope: ['create-stream'] });
    expect((await call('GET', url.streams, { as: null })).status).toBe(200);
    expect((await call('GET', url.status, { as: null })).status).toBe(401);
    expect((await call('POST', url.streams, { scope: 'ssf.read', json: {} })).status).toBe(201);
    expect((await call('POST', url.verify, { scope: 'ssf.read', json: {} })).status).toBe(403);
  });

  test('tokenInQuery takes tokens from the query', async () => {
    const { call, url, issue } = quirky({ tokenInQuery: true });
    const target = `${url.streams}?access_token=${issue('receiver-1', 'ssf.manage')}`;
    expect((await call('GET', target, { as: null })).status).toBe(200);
  });
});

describe('quirks of streams', () => {
  const whole = { events_requested: [SESSION_REVOKED], description: 'first' };

  test('patchReplaces deletes what is not named, putMerges keeps it', async () => {
    const patched = quirky({ patchReplaces: true });
    const one = await patched.stream(whole);
    const patch = await patched.call('PATCH', patched.url.streams, { json: { stream_id: one.stream_id } });
    expect(patch.json).not.toHaveProperty('description');
    const put = quirky({ putMerges: true });
    const two = await put.stream(whole);
    const kept = await put.call('PUT', put.url.streams, { json: { stream_id: two.stream_id } });
    expect(kept.json.description).toBe('first');
  });

  test.each([
    ['accept', 200, { description: 'new', aud: 'me' }],
    ['ignore', 200, { description: 'new', aud: 'https://receiver-1.example.com' }],
    ['half-apply', 400, { description: 'new', aud: 'https://receiver-1.example.com' }],
  ] as const)('transmitterMembers %s', async (transmitterMembers, status, left) => {
    const { call, url, stream } = quirky({ transmitterMembers });
    const { stream_id } = await stream(whole);
    const answer = await call('PATCH', url.streams, { json: { stream_id, description: 'new', aud: 'me' } });
    expect(answer.status).toBe(status);
    expect((await call('GET', `${url.streams}?stream_id=${stream_id}`)).json).toMatchObject(left);
  });

  test('deleteKeeps keeps, singleStream refuses, verificationSilent says nothing', async () => {
    const { call, url, stream, poll } = quirky({
      deleteKeeps: true,
      singleStream: true,
      verificationSilent: true,
    });
    const { stream_id } = await stream(whole);
    expect((await call('DELETE', `${url.streams}?stream_id=${stream_id}`)).status).toBe(204);
    expect((await call('POST', url.streams, { json: {} })).status).toBe(409);
    expect((await call('POST', url.verify, { json: { stream_id } })).status).toBe(204);
    expect(await poll(stream_id)).toEqual({});
  });
});

describe('quirks of poll', () => {
  async function polling(quirks: Partial<Quirks>) {
    const made = bench({ seams: { quirks }, longPollMs: quirks.noLongPoll ? 3_600_000 : 5 });
    const { stream_id } = await made.stream();
    return { ...made, ask: (body: Record<string, unknown>) => made.poll(stream_id, body) };
  }

  test('ackIgnored delivers again, dropOnDelivery never', async () => {
    const ignoring = await polling({ ackIgnored: true });
    await ignoring.transmitter.emit(event);
    const ack = Object.keys(await ignoring.ask({}));
    expect(Object.keys(await ignoring.ask({ ack }))).toEqual(ack);
    const dropping = await polling({ dropOnDelivery: true });
    await dropping.transmitter.emit(event);
    expect(Object.keys(await dropping.ask({}))).toHaveLength(1);
    expect(await dropping.ask({})).toEqual({});
  });

  test('freshJtiOnRedelivery gives another jti each time', async () => {
    const { ask, transmitter } = await polling({ freshJtiOnRedelivery: true });
    await transmitter.emit(event);
    const [one] = Object.keys(await ask({}));
    const [two] = Object.keys(await ask({}));
    expect(two).not.toBe(one);
    expect(await ask({ ack: [two] })).toEqual({});
  });

  test('ignoreMaxEvents sends all', async () => {
    const { ask, transmitter } = await polling({ ignoreMaxEvents: true });
    await transmitter.emit(event);
    await transmitter.emit(event);
    expect(Object.keys(await ask({ maxEvents: 1 }))).toHaveLength(2);
  });

  test('noLongPoll answers at once', async () => {
    const { ask } = await polling({ noLongPoll: true });
    expect(await ask({})).toEqual({});
  });

  test('alwaysLongPoll holds even what is wanted at once', async () => {
    const made = bench({ seams: { quirks: { alwaysLongPoll: true } }, longPollMs: 3_600_000 });
    const { stream_id } = await made.stream();
    const held = made.poll(stream_id, { returnImmediately: true });
    const { jti } = await made.transmitter.emit(event);
    expect(Object.keys(await held)).toEqual([jti]);
  });
});

describe('quirks of push', () => {
  async function pushing(quirks: Partial<Quirks>, status: number) {
    const made = bench({ seams: { quirks }, script: () => ({ status, headers: {} }) });
    await made.stream({ delivery: pushDelivery, events_requested: [SESSION_REVOKED] });
    return made;
  }

  test('noRetransmission goes on after a failure', async () => {
    const { transmitter, pushes, pushed } = await pushing({ noRetransmission: true }, 503);
    await transmitter.emit(event);
    await transmitter.emit(event);
    await pushed(2);
    expect(pushes[1]?.body).not.toBe(pushes[0]?.body);
  });

  test('pushTwice repeats what was accepted', async () => {
    const { transmitter, pushes, pushed } = await pushing({ pushTwice: true }, 202);
    await transmitter.emit(event);
    await pushed(2);
    expect(pushes[1]?.body).toBe(pushes[0]?.body);
  });

  test('freshJtiOnRedelivery changes the SET of a retransmission', async () => {
    const { transmitter, pushes, pushed } = await pushing({ freshJtiOnRedelivery: true }, 503);
    await transmitter.emit(event);
    await pushed(2);
    expect(pushes[1]?.body).not.toBe(pushes[0]?.body);
    await transmitter.close();
  });
});
