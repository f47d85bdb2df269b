import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lastingWaits, whileWaiting } from './waits.ts';

describe('waits', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function told(): { waiting: ReturnType<typeof lastingWaits>; events: unknown[] } {
    const events: unknown[] = [];
    const waiting = lastingWaits({
      begin: ({ id, what }) => events.push(['begin', id, what]),
      end: (id) => events.push(['end', id]),
    });
    return { waiting, events };
  }

  it('are not told when they are over at once', async () => {
    const { waiting, events } = told();
    await whileWaiting(waiting, 'an answer', 1_000, async () => 'there');
    vi.advanceTimersByTime(10_000);
    expect(events).toEqual([]);
  });

  it('are told when they last, and end even when what was waited for failed', async () => {
    const { waiting, events } = told();
    const failing = whileWaiting(waiting, 'an answer', 1_000, async () => {
      await vi.advanceTimersByTimeAsync(700);
      throw new Error('reset');
    });
    await expect(failing).rejects.toThrow('reset');
    expect(events).toEqual([
      ['begin', 1, 'an answer'],
      ['end', 1],
    ]);
  });

  it('have ids of their own', async () => {
    const { waiting, events } = told();
    const first = waiting('one', 1_000);
    const second = waiting('another', 1_000);
    vi.advanceTimersByTime(600);
    second();
    first();
    expect(events).toEqual([
      ['begin', 1, 'one'],
      ['begin', 2, 'another'],
      ['end', 2],
      ['end', 1],
    ]);
  });
});
