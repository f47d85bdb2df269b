import { expect, test } from 'vitest';
import { eventTypes } from '../vocabulary/event-types.ts';
import { bench, CREDENTIAL_CHANGE, claimsOf, SESSION_REVOKED } from './test-bench.ts';

const subject = { format: 'email', email: 'jdoe@example.com' };

test('a wish is granted: its subject, its claims, and generated ones beside them', async () => {
  const { stream, transmitter, poll } = bench();
  const { stream_id } = await stream();
  const wish = {
    type: CREDENTIAL_CHANGE,
    subject,
    event: { credential_type: 'pin', reason_admin: { de: 'Test' } },
    stream_id,
  };
  const { jti } = await transmitter.emit({ ...wish, scenario: 'any' });
  const claims = claimsOf((await poll(stream_id))[String(jti)]);
  expect(claims.sub_id).toEqual(subject);
  expect(claims.events).toMatchObject({
    [CREDENTIAL_CHANGE]: { ...wish.event, change_type: expect.any(String) as string },
  });
});

test('a wish reaches the named stream, or all that take the type, under one txn', async () => {
  const { stream, transmitter, poll } = bench();
  const one = await stream({ events_requested: [SESSION_REVOKED] });
  const two = await stream({ events_requested: [SESSION_REVOKED] });
  const none = await stream({ events_requested: [CREDENTIAL_CHANGE] });
  const { streams } = await transmitter.emit({ type: SESSION_REVOKED });
  expect(streams.map(({ jti }) => jti !== null)).toEqual([true, true, false]);
  expect(streams[2]).toEqual({ streamId: none.stream_id, jti: null, why: 'not-delivered' });
  const [a, b] = await Promise.all(
    [one, two].map(async ({ stream_id }) => claimsOf(Object.values(await poll(stream_id))[0])),
  );
  expect(a?.txn).toBe(b?.txn);
  expect(a?.jti).not.toBe(b?.jti);
  const named = await transmitter.emit({ type: SESSION_REVOKED, stream_id: two.stream_id });
  expect(named.streams.map(({ streamId }) => streamId)).toEqual([two.stream_id]);
});

test('every event type of CAEP and RISC can be sent', async () => {
  const { stream, transmitter, poll } = bench();
  const types = [...eventTypes.keys()];
  const { stream_id } = await stream({ events_requested: types });
  for (const type of types) await transmitter.emit({ type, subject: {}, event: {} });
  const sent = Object.values(await poll(stream_id)).map(
    (token) => Object.keys(claimsOf(token).events as object)[0],
  );
  expect(sent).toEqual(types);
});

test('the same seed makes the same events', async () => {
  const events = async (seed: number) => {
    const { stream, transmitter, poll } = bench({ seed, now: () => 1_700_000_000_000 });
    const { stream_id } = await stream();
    await transmitter.emit({ type: SESSION_REVOKED });
    await transmitter.emit({ type: CREDENTIAL_CHANGE });
    return Object.values(await poll(stream_id)).map((token) => {
      const { sub_id, events } = claimsOf(token);
      return { sub_id, events };
    });
  };
  expect(await events(7)).toEqual(await events(7));
  expect(await events(7)).not.toEqual(await events(8));
});

test('what cannot be granted is said to be so', async () => {
  const { transmitter } = bench();
  await expect(transmitter.emit({ type: 'urn:example:unknown' })).rejects.toThrow(RangeError);
  await expect(transmitter.emit({ type: SESSION_REVOKED, stream_id: 'x' })).rejects.toThrow(/no stream x/);
  await expect(transmitter.emit({ type: SESSION_REVOKED, subject: { format: 'email' } })).rejects.toThrow(
    /subject/,
  );
});
