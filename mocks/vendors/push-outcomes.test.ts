import { expect, test } from 'vitest';
import { PushOutcomes } from './push-outcomes.ts';

test('pushes have come to an end when none of them is sent again', async () => {
  const outcomes = new PushOutcomes();
  const both = outcomes.of(['one', 'two']);
  outcomes.take({ jti: 'one', status: 503, again: true });
  outcomes.take({ jti: 'two', status: 202, again: false });
  outcomes.take({ jti: 'one', status: 202, again: false });
  expect(await both).toEqual({ accepted: 2, givenUp: [] });
});

test('one that ended before it was asked for is known all the same', async () => {
  const outcomes = new PushOutcomes();
  outcomes.take({ jti: 'one', status: 202, again: false });
  expect(await outcomes.of(['one'])).toEqual({ accepted: 1, givenUp: [] });
});

test('what is still being sent is told with its last answer', async () => {
  const outcomes = new PushOutcomes();
  const end = outcomes.of(['one']);
  expect([...outcomes.underway()]).toEqual([['one', null]]);
  const news = outcomes.firstNews(60_000);
  outcomes.take({ jti: 'one', status: 503, again: true });
  await news;
  expect([...outcomes.underway()]).toEqual([['one', 503]]);
  outcomes.take({ jti: 'one', status: null, again: false });
  expect(await end).toEqual({ accepted: 0, givenUp: [null] });
  expect(outcomes.underway().size).toBe(0);
});

test('news are not waited for without end', async () => {
  const outcomes = new PushOutcomes();
  void outcomes.of(['one']);
  await outcomes.firstNews(1);
  expect(outcomes.underway().size).toBe(1);
});

test('one that is refused, or none at all, is no success', async () => {
  const outcomes = new PushOutcomes();
  const refused = outcomes.of(['one']);
  outcomes.take({ jti: 'one', status: 400, again: false });
  expect(await refused).toEqual({ accepted: 0, givenUp: [400] });
  expect(await outcomes.of([])).toEqual({ accepted: 0, givenUp: [] });
});
