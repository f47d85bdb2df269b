import { describe, expect, it } from 'vitest';
import { parseDuration } from './duration.ts';

describe('parseDuration', () => {
  it('reads milliseconds, seconds, minutes and hours', () => {
    expect(['500ms', '60s', '1.5m', '1h', ' 2s '].map(parseDuration)).toEqual([
      500, 60_000, 90_000, 3_600_000, 2000,
    ]);
  });

  it('refuses a number without a unit, zero, more than a day, and anything else', () => {
    for (const text of ['60', '0s', '25h', '-1s', '1 s', '1e3s', 'soon', ''])
      expect({ text, ms: parseDuration(text) }).toEqual({ text, ms: undefined });
  });
});
