import { expect, test } from 'vitest';
import type { WireNews } from '../../receiver/peer/wire.ts';
import { WireSets } from './wire-sets.ts';

const REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';
const VERIFICATION = 'https://schemas.openid.net/secevent/ssf/event-type/verification';

function token(claims: Record<string, unknown>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.`;
}

const FIRST = token({ jti: 'first' });

function wire(...news: WireNews[]): WireSets {
  const sets = new WireSets((streamId) => streamId === 'mine');
  for (const one of news) sets.take(one);
  return sets;
}

const signed = (compact: string, streamId = 'mine', eventType = REVOKED): WireNews => ({
  kind: 'signed',
  streamId,
  eventType,
  token: compact,
  atMs: 10.5,
});
const pushed = (compact: string, exchange: number, atMs: number): WireNews => ({
  kind: 'sent',
  delivery: 'push',
  token: compact,
  key: null,
  exchange,
  set: exchange * 10,
  atMs,
});
const polled = (compact: string, key: string, exchange: number, atMs: number): WireNews => ({
  ...(pushed(compact, exchange, atMs) as Extract<WireNews, { kind: 'sent' }>),
  delivery: 'poll',
  key,
});

test('The same token sent again is one more attempt, and keeps when it was signed and what each answer was', () => {
  const { list } = wire(
    signed(FIRST),
    pushed(FIRST, 1, 12),
    { kind: 'answered', exchange: 1, status: 503, err: 'invalid_key', atMs: 14 },
    pushed(FIRST, 2, 120),
    { kind: 'answered', exchange: 2, status: 202, err: null, atMs: 121 },
    pushed(FIRST, 3, 200),
  );
  expect(list).toMatchObject([
    {
      id: 10,
      jti: 'first',
      delivery: 'push',
      signedAtMs: 10.5,
      attempts: [
        { exchange: 1, atMs: 12, answeredAtMs: 14, status: 503, err: 'invalid_key' },
        { exchange: 2, atMs: 120, answeredAtMs: 121, status: 202, err: null },
        { exchange: 3, atMs: 200, answeredAtMs: null, status: null, err: null },
      ],
    },
  ]);
});

test('Events about the stream, SETs of other streams and those signed before are left out', () => {
  const others = [token({ jti: 'a' }), token({ jti: 'b' }), token({ jti: 'c' })] as const;
  const { list } = wire(
    signed(others[0], 'mine', VERIFICATION),
    signed(others[1], 'another'),
    ...others.map((compact, index) => pushed(compact, index, index)),
  );
  expect(list).toEqual([]);
});

test('What is pushed in place of a SET is seen, signed at a time that nobody knows', () => {
  const { list } = wire(
    signed(FIRST),
    { kind: 'addressed', streamId: 'mine', eventType: REVOKED, token: 'no SET' },
    pushed('no SET', 1, 12),
  );
  expect(list).toMatchObject([{ jti: null, signedAtMs: null, parsed: { compact: 'no SET' } }]);
});

test('By poll a SET is answered when it is acknowledged or reported, and the first word counts', () => {
  const second = token({ jti: 'second' });
  const { list } = wire(
    signed(FIRST),
    signed(second),
    polled(FIRST, 'first', 1, 12),
    polled(second, 'second', 1, 12),
    polled(FIRST, 'first', 2, 50),
    { kind: 'settled', streamId: 'mine', key: 'first', how: 'ack', err: null, atMs: 60 },
    { kind: 'settled', streamId: 'mine', key: 'first', how: 'setErrs', err: 'invalid_key', atMs: 70 },
    { kind: 'settled', streamId: 'mine', key: 'second', how: 'setErrs', err: 'invalid_audience', atMs: 61 },
    { kind: 'settled', streamId: 'another', key: 'second', how: 'ack', err: null, atMs: 62 },
  );
  expect(list.map(({ attempts }) => attempts)).toMatchObject([
    [
      { exchange: 1, answeredAtMs: null },
      { exchange: 2, answeredAtMs: 60, status: 202, err: null },
    ],
    [{ exchange: 1, answeredAtMs: 61, status: 400, err: 'invalid_audience' }],
  ]);
});

test('News that came while nobody waited are not missed', async () => {
  const sets = wire(signed(FIRST), pushed(FIRST, 1, 12));
  await sets.news(60_000);
  const waiting = sets.news(60_000);
  sets.take({ kind: 'answered', exchange: 1, status: 202, err: null, atMs: 14 });
  await waiting;
  expect(sets.list[0]?.attempts[0]?.status).toBe(202);
});
