import { describe, expect, it } from 'vitest';
import { Recorder } from '../../rim/recorder.ts';
import { Secrets } from '../../rim/secrets.ts';
import { ArrivedSets } from './arrived-sets.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (claims: Record<string, unknown>): string => `${part({ alg: 'none' })}.${part(claims)}.c2ln`;
const VERIFICATION = 'https://schemas.openid.net/secevent/ssf/event-type/verification';

function arrivals(): { sets: ArrivedSets; recorder: Recorder; signed: number[] } {
  const recorder = new Recorder(new Secrets());
  const signed: number[] = [];
  const sets = new ArrivedSets({
    recorder,
    check: 'story',
    delivery: 'push',
    streamId: 's',
    signed: (iat) => signed.push(iat),
  });
  return { sets, recorder, signed };
}

describe('SETs that arrive', () => {
  it('are one where the same token comes again', () => {
    const { sets, recorder, signed } = arrivals();
    const set = token({ jti: 'a', iat: 7 });
    const first = sets.take(set, 1, 10);
    const again = sets.take(set, 2, 20);
    expect(sets.list).toHaveLength(1);
    expect(sets.list[0]).toMatchObject({ jti: 'a', attempts: [{ exchange: 1 }, { exchange: 2 }] });
    expect(again.set).toBe(first.set);
    expect([recorder.sets.length, signed]).toEqual([1, [7]]);
  });

  it('stand in the order in which they began to come', () => {
    const { sets } = arrivals();
    for (const [jti, atMs] of [
      ['a', 10],
      ['b', 30],
      ['c', 20],
    ] as const)
      sets.take(token({ jti }), 1, atMs);
    expect(sets.list.map(({ jti }) => jti)).toEqual(['a', 'c', 'b']);
  });

  it('are recorded, but left out, where they tell of the stream alone', () => {
    const { sets, recorder } = arrivals();
    const taken = sets.take(token({ jti: 'v', events: { [VERIFICATION]: {} } }), 1, 10);
    expect(taken).toMatchObject({ ofStream: true, set: null, attempt: null });
    expect([sets.list, recorder.sets.map(({ jti }) => jti)]).toEqual([[], ['v']]);
  });

  it.each(['', 'garbage', '{"jti":"a"}', '..', 'a.b.c.d.e', '\u0000'])(
    'are kept where they are none: %j',
    (body) => {
      const { sets } = arrivals();
      sets.take(body, 1, 10);
      expect(sets.list).toMatchObject([{ jti: null, attempts: [{ exchange: 1 }] }]);
    },
  );

  it('are not kept beyond what memory allows, and that is said', () => {
    const { sets, recorder } = arrivals();
    for (let i = 0; i < 2_100; i += 1) sets.take(token({ jti: String(i) }), i, i);
    const again = token({ jti: '0' });
    for (let i = 0; i < 300; i += 1) sets.take(again, i, i);
    expect([sets.list.length, sets.list[0]?.attempts.length]).toEqual([2_000, 200]);
    expect([...recorder.omissions]).toHaveLength(2);
  });

  it('are not added once the scenario is over', () => {
    const { sets } = arrivals();
    sets.close();
    expect(sets.take(token({ jti: 'late' }), 1, 10).attempt).toBeNull();
    expect(sets.list).toEqual([]);
  });

  it('wake who waits for news, also who looks a moment later', async () => {
    const { sets } = arrivals();
    const waiting = sets.news(60_000);
    const { attempt } = sets.take(token({ jti: 'a' }), 1, 10);
    await waiting;
    sets.answer(attempt, { answeredAtMs: 20, status: 202, err: null });
    await sets.news(60_000);
    expect(sets.list[0]?.attempts[0]?.status).toBe(202);
  });
});
