import { expect, test } from 'vitest';
import type { JsonObject } from '../../../set/subject.ts';
import type { Performance } from '../../performance.ts';
import { riskCreep } from '../../risk-creep.ts';
import { judge } from '../../testing/judge.ts';
import { rightPlay, wireSet } from '../../testing/play.ts';

/** Everything as the story wants it, with these claims in each SET, and each refused. */
async function refused(claims: JsonObject, changes: Partial<Performance> = {}): Promise<Performance> {
  const right = await rightPlay(riskCreep, changes);
  const events = right.steps.flatMap(({ step }) => step.event ?? []);
  const sets = await Promise.all(
    right.sets.map(async (set, index) => {
      const event = events[index];
      if (event === undefined) throw new Error('another story');
      const [attempt] = set.attempts;
      return wireSet(event, attempt?.atMs ?? 0, { claims, attempts: [{ status: 400 }] });
    }),
  );
  return { ...right, sets, effects: [] };
}

test('No Receiver is blamed for refusing what it cannot verify, what names no audience, or what is not valid yet.', async () => {
  const keyless = await refused({}, { keys: null });
  expect(judge('accepts', keyless).ended?.reason).toContain('JWK Set');
  const toNobody = await refused({ aud: undefined });
  expect(judge('accepts', toNobody).ended?.reason).toContain('`aud` is missing');
  const early = await refused({ nbf: 4_000_000_000 });
  expect(judge('accepts', early).ended?.reason).toContain('`nbf`');
  expect(judge('accepts', await refused({ nbf: 1 })).breaks).not.toEqual([]);
});
