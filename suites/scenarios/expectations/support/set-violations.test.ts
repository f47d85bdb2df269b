import { expect, test } from 'vitest';
import type { Performance } from '../../performance.ts';
import { riskCreep } from '../../risk-creep.ts';
import { judge, outcome } from '../../testing/judge.ts';
import { rightPlay } from '../../testing/play.ts';

test('A push without the credentials of its stream is a breach of the Transmitter, not of the Receiver that never saw it.', async () => {
  const right = await rightPlay(riskCreep);
  const refused = { status: 400, err: 'authentication_failed', unauthorized: true } as const;
  const performance: Performance = {
    ...right,
    sets: right.sets.map((set) => ({
      ...set,
      attempts: set.attempts.map((attempt) => ({ ...attempt, ...refused })),
    })),
  };
  expect(judge('set', performance).violates).toMatchObject([{ requirement: 'SSF-6.1.1-06' }]);
  expect(outcome('accepts', performance)).toBe('not-tested');
});

test('A push that is not declared as a SET is a breach of the Transmitter, and no Receiver has to take it.', async () => {
  const right = await rightPlay(riskCreep);
  const performance: Performance = {
    ...right,
    sets: right.sets.map((set) => ({
      ...set,
      attempts: set.attempts.map((attempt) => ({ ...attempt, status: 415, mistyped: 'application/json' })),
    })),
  };
  expect(judge('set', performance).violates).toMatchObject([{ requirement: 'RFC8935-2.1-02' }]);
  expect(outcome('accepts', performance)).toBe('not-tested');
});
