import { describe, expect, test } from 'vitest';
import type { ReceiverQuirks } from '../seams.ts';
import { NoAnswer } from './failure.ts';
import type { HttpAnswer } from './http-client.ts';
import { Repetition } from './repetition.ts';

const { signal } = new AbortController();
const now = Date.UTC(2026, 0, 1);

function repetition(quirks: Partial<ReceiverQuirks> = {}, firstRetryMs = 1): Repetition {
  return new Repetition({ firstRetryMs, now: () => now, quirks, log: () => undefined });
}

function answer(status: number, retryAfter?: string): HttpAnswer {
  return { status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter }, json: undefined };
}

/** Gives the answers in order, the last one for ever; null: none. */
function script(...answers: (HttpAnswer | null)[]): {
  attempt: () => Promise<HttpAnswer>;
  count: () => number;
} {
  let n = 0;
  return {
    attempt: async () => {
      const next = answers[Math.min(n, answers.length - 1)] ?? null;
      n += 1;
      if (next === null) throw new NoAnswer('reset');
      return next;
    },
    count: () => n,
  };
}

describe('a repetition', () => {
  test('goes on after 429, 5xx and broken connections until an answer counts', async () => {
    const { attempt, count } = script(answer(429), answer(503), null, answer(201));
    expect((await repetition().until(attempt, { what: 'x', signal })).status).toBe(201);
    expect(count()).toBe(4);
  });

  test('takes other refusals for answers', async () => {
    const { attempt, count } = script(answer(404));
    expect((await repetition().until(attempt, { what: 'x', signal })).status).toBe(404);
    expect(count()).toBe(1);
  });

  test('is given up after five', async () => {
    const { attempt, count } = script(null);
    await expect(repetition().until(attempt, { what: 'x', signal })).rejects.toThrow(/given up/);
    expect(count()).toBe(6);
  });

  test('ends when it is told to', async () => {
    const ending = new AbortController();
    const { attempt } = script(answer(429, '60'));
    const over = repetition().until(attempt, { what: 'x', signal: ending.signal });
    ending.abort();
    await expect(over).rejects.toThrow('Ended');
  });

  test('has gaps that double, and that are no shorter than Retry-After asks', () => {
    const { gap } = { gap: repetition({}, 200).gap.bind(repetition({}, 200)) };
    expect([0, 1, 2, 3, 4].map((n) => gap(n, null))).toEqual([200, 400, 800, 1600, 3200]);
    expect(gap(0, answer(429, '2'))).toBeGreaterThanOrEqual(2000);
    expect(gap(0, answer(503, new Date(now + 3000).toUTCString()))).toBeGreaterThanOrEqual(3000);
    expect(gap(0, answer(429, new Date(now - 3000).toUTCString()))).toBe(200);
    expect(gap(0, answer(429, 'soon'))).toBe(200);
    expect(gap(4, answer(429, '1'))).toBe(3200);
  });

  test('does not wait for hours', async () => {
    const { attempt } = script(answer(429, '7200'));
    await expect(repetition().until(attempt, { what: 'x', signal })).rejects.toThrow(/too long/);
  });

  test('storms, or overlooks Retry-After, only by quirks', () => {
    expect(repetition({ retryStorm: true }, 200).gap(4, answer(503))).toBeLessThan(10);
    expect(repetition({ ignoresRetryAfter: true }, 200).gap(0, answer(429, '2'))).toBe(200);
  });
});
