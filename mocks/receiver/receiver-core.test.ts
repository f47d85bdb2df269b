import { expect, test } from 'vitest';
import { VERIFICATION } from '../vocabulary/ssf-events.ts';
import { audience, issuer, REVOKED, ReceiverBench } from './receiver-bench.ts';

test('a good SET is accepted and acted on once, however often it comes', async () => {
  const bench = new ReceiverBench();
  const set = bench.set();
  const accepted: unknown[] = [];
  bench.core.onAccepted = ({ claims }) => accepted.push(claims.jti);
  expect([await bench.verdict(set), await bench.verdict(set)]).toEqual([null, null]);
  expect(await bench.actions()).toEqual(['end-sessions']);
  expect(accepted).toHaveLength(1);
});

test('a known jti does not save a SET that is no good', async () => {
  const bench = new ReceiverBench();
  const claims = { jti: 'known' };
  expect(await bench.verdict({ claims })).toBeNull();
  expect(await bench.verdict({ claims: { ...claims, aud: 'other' } })).toBe('invalid_audience');
});

test('a refused SET has no effect', async () => {
  const bench = new ReceiverBench();
  expect(await bench.verdict({ claims: { iss: `${issuer}/` } })).toBe('invalid_issuer');
  expect(await bench.actions()).toEqual([]);
});

test('nothing is judged before there is a Transmitter, or while its keys cannot be had', async () => {
  const bench = new ReceiverBench();
  bench.published = null;
  expect(await bench.core.examine(bench.set(), 'poll')).toMatchObject({ later: true });
  bench.published = [bench.main.jwk];
  expect(await bench.core.examine(bench.set(), 'poll')).toMatchObject({ later: false, refusal: null });
});

test('the state of a verification event must be that of an open request, if there is one', async () => {
  const bench = new ReceiverBench();
  const verification = (event: Record<string, unknown>) =>
    bench.set({ claims: { events: { [VERIFICATION]: event } } });
  bench.core.expectState('asked');
  const answer = verification({ state: 'asked' });
  expect(await bench.verdict(verification({}))).toBeNull();
  expect(await bench.verdict(verification({ state: 'other' }))).toBe('invalid_state');
  expect([await bench.verdict(answer), await bench.verdict(answer)]).toEqual([null, null]);
  expect(await bench.verdict(verification({ state: 'asked' }))).toBe('invalid_state');
  expect(await bench.actions()).toEqual([]);
});

test('an event whose subject has a critical member that is not understood is thrown away', async () => {
  const bench = new ReceiverBench({}, { criticalSubjectMembers: ['x_floor', 'tenant'] });
  const user = { format: 'opaque', id: 'u' };
  for (const extra of [{ x_floor: user }, { tenant: user }, { x_room: user }]) {
    expect(await bench.verdict({ claims: { sub_id: { format: 'complex', user, ...extra } } })).toBeNull();
  }
  expect(await bench.actions()).toEqual(['end-sessions', 'end-sessions']);
});

test.each([
  ['refuse', 'invalid_request', 1],
  ['act', null, 2],
  ['ignore', null, 1],
] as const)('with the quirk replay %s a repetition is taken as that says', async (replay, err, effects) => {
  const bench = new ReceiverBench({ seams: { quirks: { replay } } });
  const set = bench.set();
  await bench.verdict(set);
  expect(await bench.core.examine(set, 'poll')).toMatchObject({ repeated: true });
  expect(await bench.verdict(bench.set())).toBeNull();
  const again = bench.set();
  await bench.verdict(again);
  expect(await bench.verdict(again)).toBe(err);
  expect(await bench.actions()).toHaveLength(1 + 2 * effects);
});

test('seams change effects, also those of refused SETs', async () => {
  const effect = { action: 'x', subject: {}, jti: '1', at: '' };
  const bench = new ReceiverBench({
    seams: { effects: (effects, _set, refusal) => (refusal ? [effect] : effects) },
  });
  await bench.verdict({ claims: { aud: 'other' } });
  expect(await bench.actions()).toEqual(['x']);
});

test('a seam takes the place of a step and knows what the reference says', async () => {
  const bench = new ReceiverBench({
    seams: {
      steps: {
        audience: async (_set, reference) =>
          (await reference()) === null ? { err: 'x', description: '' } : null,
      },
    },
  });
  expect(await bench.verdict()).toBe('x');
  expect(await bench.verdict({ claims: { aud: 'other' } })).toBeNull();
});

test('several event types, unknown types and unknown members are accepted', async () => {
  const bench = new ReceiverBench();
  const events = { [REVOKED]: { x: [1] }, 'urn:example:revoked': {} };
  expect(await bench.verdict({ claims: { events, x: null, sub: 'a', aud: ['b', audience] } })).toBeNull();
  expect(await bench.verdict({ claims: { events: { 'urn:example:secret': { a: 1 } } } })).toBeNull();
  expect(await bench.actions()).toEqual(['end-sessions']);
});
