import { expect, test } from 'vitest';
import { bench, SESSION_REVOKED } from './test-bench.ts';

const subject = { format: 'email', email: 'jdoe@example.com' };
const wish = { type: SESSION_REVOKED, subject };

test('adding is answered 200, removing 204, both without a body', async () => {
  const { call, url, stream } = bench();
  const { stream_id } = await stream();
  const added = await call('POST', url.add, { json: { stream_id, subject, verified: true } });
  expect([added.status, added.text]).toEqual([200, '']);
  const removed = await call('POST', url.remove, { json: { stream_id, subject } });
  expect([removed.status, removed.text]).toEqual([204, '']);
});

test('events follow what was added and removed', async () => {
  const { call, url, stream, transmitter } = bench({ defaultSubjects: 'NONE' });
  const { stream_id } = await stream();
  const json = { stream_id, subject };
  expect((await transmitter.emit(wish)).streams).toMatchObject([{ why: 'unwanted-subject' }]);
  await call('POST', url.add, { json });
  expect((await transmitter.emit(wish)).jti).toEqual(expect.any(String));
  await call('POST', url.remove, { json });
  expect((await transmitter.emit(wish)).jti).toBeNull();
});

test('the stream itself cannot be removed', async () => {
  const { call, url, stream, poll } = bench();
  const { stream_id } = await stream();
  await call('POST', url.remove, { json: { stream_id, subject: { format: 'opaque', id: stream_id } } });
  await call('POST', url.verify, { json: { stream_id } });
  expect(Object.keys(await poll(stream_id))).toHaveLength(1);
});

test.each([
  ['no subject', {}],
  ['a subject that is a string', { subject: 'jdoe' }],
  ['a subject without format', { subject: { email: 'jdoe@example.com' } }],
  ['a subject without the member of its format', { subject: { format: 'email' } }],
  ['a complex subject without members', { subject: { format: 'complex' } }],
  [
    'a complex subject within a complex one',
    { subject: { format: 'complex', user: { format: 'complex', subject } } },
  ],
  [
    'aliases within aliases',
    { subject: { format: 'aliases', identifiers: [{ format: 'aliases', identifiers: [subject] }] } },
  ],
])('%s is refused with 400', async (_, members) => {
  const { call, url, stream } = bench();
  const { stream_id } = await stream();
  expect((await call('POST', url.add, { json: { stream_id, ...members } })).status).toBe(400);
  expect((await call('POST', url.remove, { json: { stream_id, ...members } })).status).toBe(400);
});

test('verified must be a boolean, stream_id must be there and known', async () => {
  const { call, url, stream } = bench();
  const { stream_id } = await stream();
  expect((await call('POST', url.add, { json: { stream_id, subject, verified: 'yes' } })).status).toBe(400);
  expect((await call('POST', url.add, { json: { subject } })).status).toBe(400);
  expect((await call('POST', url.add, { json: { stream_id: 'unknown', subject } })).status).toBe(404);
  expect((await call('POST', url.remove, { text: 'nonsense' })).status).toBe(400);
});
