import { caep } from '../../mocks/vocabulary/uris.ts';
import { describe, expect, test, vi } from './index.ts';

const subject = { format: 'email', email: 'anna@example.com' };

async function complaint(assertion: () => unknown): Promise<string> {
  try {
    await assertion();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('The assertion held.');
}

describe('a pushed SET', () => {
  test('is delivered to an inbox, and by the Transmitter', async ({ transmitter, inbox }) => {
    transmitter.pushTo({ url: inbox.url });
    await transmitter.trigger({ type: caep.sessionRevoked, subject });
    await expect(inbox).toHaveDelivered('session-revoked', { subject });
    await expect(transmitter).toHaveDelivered('session-revoked', { subject, times: 1 });
    await expect(inbox).not.toHaveDelivered('credential-change', { within: 20 });
    expect(inbox.requests()).toMatchObject([{ method: 'POST', status: 202 }]);
  });

  test('that comes late is waited for, under fake timers too', async ({ transmitter, inbox }) => {
    transmitter.pushTo({ url: inbox.url });
    const delivered = expect(inbox).toHaveDelivered('session-revoked');
    await transmitter.trigger({ type: caep.sessionRevoked });
    vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
    try {
      await delivered;
    } finally {
      vi.useRealTimers();
    }
  });

  test('that is another one is told with what differs', async ({ transmitter, inbox }) => {
    transmitter.pushTo({ url: inbox.url });
    await transmitter.trigger({ type: caep.sessionRevoked, subject });
    const wish = { subject: { email: 'ben@example.com' }, within: 300 };
    const message = await complaint(() => expect(inbox).toHaveDelivered('session-revoked', wish));
    expect(message).toContain('was to be delivered within 300 ms, but was not');
    expect(message).toContain('What came instead (1 SET):');
    expect(message).toContain('subject.email: expected "ben@example.com", seen "anna@example.com"');
  });

  test('that is refused is not delivered, whatever it says', async ({ transmitter, inbox }) => {
    inbox.answer({ kind: 'reply', status: 400, body: '{"err":"invalid_key"}' });
    transmitter.pushTo({ url: inbox.url });
    await transmitter.trigger({ type: caep.sessionRevoked });
    for (const mock of [inbox, transmitter]) {
      const message = await complaint(() => expect(mock).toHaveDelivered('session-revoked', { within: 300 }));
      expect(message).toMatch(/session-revoked about .*, refused: .*400/);
    }
  });

  test('that comes twice is one, and two are not one', async ({ transmitter, inbox }) => {
    inbox.answer({ kind: 'reset' });
    transmitter.pushTo({ url: inbox.url });
    await transmitter.trigger({ type: caep.sessionRevoked });
    await expect(inbox).toHaveDelivered('session-revoked', { times: 1 });
    await transmitter.trigger({ type: caep.sessionRevoked });
    await expect(inbox).toHaveDelivered('session-revoked', { times: 2 });
    expect(await complaint(() => expect(inbox).toHaveDelivered('session-revoked', { times: 1 }))).toContain(
      'but was so 2 times',
    );
    await expect(inbox).toHaveDelivered('credential-change', { times: 0 });
  });

  test('is examined by the mock Receiver, whose effects are done then', async ({ transmitter, receiver }) => {
    const { issuer, metadataUrl } = transmitter;
    await receiver.trust({ issuer, metadataUrl, audience: 'rx' });
    transmitter.pushTo({ url: receiver.pushUrl, audience: 'rx' });
    await transmitter.trigger({ type: caep.sessionRevoked, subject });
    await expect(receiver).toHaveDelivered('session-revoked', { claims: { aud: 'rx' } });
    expect(receiver.effects()).toMatchObject([{ action: 'end-sessions', subject }]);
  });

  test('for somebody else is refused by the mock Receiver', async ({ transmitter, receiver }) => {
    const { issuer, metadataUrl } = transmitter;
    await receiver.trust({ issuer, metadataUrl, audience: 'rx' });
    transmitter.pushTo({ url: receiver.pushUrl, audience: 'other' });
    await transmitter.trigger({ type: caep.sessionRevoked });
    const message = await complaint(() =>
      expect(receiver).toHaveDelivered('session-revoked', { within: 500 }),
    );
    expect(message).toContain('refused: invalid_audience');
    for (const mock of [transmitter, receiver]) {
      await expect(mock).toHaveRefusal('session-revoked', { claims: { aud: 'other' } });
      await expect(mock).toHaveRefusal('session-revoked', { reason: 'invalid_audience' });
      await expect(mock).toHaveRefusal('session-revoked', { reason: /invalid_aud/ });
      await expect(mock).not.toHaveRefusal('session-revoked', { reason: 'invalid_issuer', within: 10 });
    }
    const wish = { reason: 'x', within: 10 };
    expect(await complaint(() => expect(receiver).toHaveRefusal('session-revoked', wish))).toContain(
      'refused with x within 10 ms, but was not',
    );
  });
});

test('a push that is refused for its request is told, though its SET was not examined', async ({
  transmitter,
  start,
}) => {
  const receiver = await start.receiver({ pushAuthorization: 'Bearer right' });
  const { issuer, metadataUrl } = transmitter;
  await receiver.trust({ issuer, metadataUrl, audience: 'rx' });
  transmitter.pushTo({ url: receiver.pushUrl, audience: 'rx', authorization: 'Bearer wrong' });
  await transmitter.trigger({ type: caep.sessionRevoked });
  for (const mock of [receiver, transmitter])
    expect(await complaint(() => expect(mock).toHaveDelivered('session-revoked', { within: 400 }))).toContain(
      'failed: status 401',
    );
});

describe('a polled SET', () => {
  test('is delivered once it is acknowledged', async ({ transmitter, receiver }) => {
    const { issuer, metadataUrl, clients } = transmitter;
    const [client] = clients;
    const configuration = await createStream(transmitter.metadataUrl, client?.token ?? '');
    const { stream_id: id, aud } = configuration;
    await transmitter.trigger({ type: caep.sessionRevoked, stream_id: id });
    await expect(transmitter).not.toHaveDelivered('session-revoked', { within: 20 });
    expect(transmitter.sets()).toMatchObject([{ state: 'waiting' }]);
    const poll = (body: object): Promise<Response> =>
      post(configuration.delivery.endpoint_url, client?.token ?? '', { returnImmediately: true, ...body });
    const { sets } = (await (await poll({})).json()) as { sets: object };
    expect(transmitter.sets()).toMatchObject([{ state: 'waiting' }]);
    await poll({ ack: Object.keys(sets) });
    await expect(transmitter).toHaveDelivered('session-revoked', { claims: { aud } });
    await receiver.trust({ issuer, metadataUrl, audience: aud });
  });
});

async function post(url: string, token: string, body: object): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

interface Configuration {
  stream_id: string;
  aud: string;
  delivery: { endpoint_url: string };
}

async function createStream(metadataUrl: string, token: string): Promise<Configuration> {
  const metadata = (await (await fetch(metadataUrl)).json()) as { configuration_endpoint: string };
  const created = await post(metadata.configuration_endpoint, token, {
    events_requested: [caep.sessionRevoked],
  });
  return (await created.json()) as Configuration;
}

test.each<[unknown, object, string]>([
  [undefined, {}, 'has no sets()'],
  [Promise.resolve({}), {}, 'Await it first'],
  [{ sets: () => [] }, { within: -1 }, 'no number of ms from 0'],
  [{ sets: () => [] }, { within: null }, 'is null'],
  [{ sets: () => [] }, { times: 1.5 }, 'no whole number from 0'],
  [{ sets: () => [] }, { subject: 'anna@example.com' }, 'no object'],
  [{ sets: () => [] }, { witin: 1 }, 'Did you mean "within"'],
])('what cannot be looked at is refused, negated or not: %#', async (received, wish, words) => {
  expect(await complaint(() => expect(received).toHaveDelivered('session-revoked', wish))).toContain(words);
  expect(await complaint(() => expect(received).not.toHaveDelivered('session-revoked', wish))).toContain(
    words,
  );
});

test('anything that keeps SETs will do, and what cannot be read is told so', async () => {
  const token = `e30.${Buffer.from(JSON.stringify({ events: { [caep.sessionRevoked]: {} } })).toString('base64url')}.`;
  const entry = {
    token,
    header: {},
    claims: { events: { [caep.sessionRevoked]: {} } },
    state: 'delivered',
    detail: null,
  };
  await expect({ sets: () => [entry] }).toHaveDelivered('session-revoked');
  const garbage = { ...entry, claims: null };
  expect(
    await complaint(() =>
      expect({ sets: () => [garbage] }).toHaveDelivered('session-revoked', { within: 0 }),
    ),
  ).toContain('no SET that can be read');
  expect(
    await complaint(() => expect({ sets: () => [] }).toHaveDelivered('session-revoked', { within: 0 })),
  ).toContain('No SET came at all');
});
