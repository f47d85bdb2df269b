import { expect, test } from 'vitest';
import { PushOutcomes } from './push-outcomes.ts';

test('pushes have come to an end when none of them is sent again', async () => {
  const outcomes = new PushOutcomes();
  const both = outcomes.of(['one', 'two']);
  outcomes.take({ jti: 'one', status: 503, again: true });
  outcomes.take({ jti: 'two', status: 202, again: false });
  outcomes.take({ jti: 'one', status: 202, again: false });
  expect(await both).toBe(true);
});

test('one that is refused, or none at all, is no success', async () => {
  const outcomes = new PushOutcomes();
  const refused = outcomes.of(['one']);
  outcomes.take({ jti: 'one', status: 400, again: false });
  expect(await refused).toBe(false);
  expect(await outcomes.of([])).toBe(false);
});
