import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { News } from './news.ts';

describe('News', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Whether it has come back, asked as time goes on. */
  const next = (news: News, waitMs: number): (() => Promise<boolean>) => {
    let isBack = false;
    void news.next(waitMs).then(() => {
      isBack = true;
    });
    return async () => {
      await vi.advanceTimersByTimeAsync(0);
      return isBack;
    };
  };

  it('wake all who wait for them', async () => {
    const news = new News();
    const waiting = [next(news, 60_000), next(news, 60_000)];
    expect(await Promise.all(waiting.map((isBack) => isBack()))).toEqual([false, false]);
    news.tell();
    expect(await Promise.all(waiting.map((isBack) => isBack()))).toEqual([true, true]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that came while nobody waited are told once', async () => {
    const news = new News();
    news.tell();
    news.tell();
    expect(await next(news, 60_000)()).toBe(true);
    expect(await next(news, 60_000)()).toBe(false);
  });

  it('are not waited for longer than was said', async () => {
    const isBack = next(new News(), 100);
    await vi.advanceTimersByTimeAsync(99);
    expect(await isBack()).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await isBack()).toBe(true);
    expect(await next(new News(), -1)()).toBe(true);
  });
});
