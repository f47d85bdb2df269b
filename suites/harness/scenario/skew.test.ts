import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SkewEstimator } from './skew.ts';

const EPOCH = Date.parse('2026-01-01T00:00:00Z');

/** The Date header of a target whose clock is `skew` ms ahead, made at `atMs` of our clock. */
function header(atMs: number, skew: number): string {
  return new Date(EPOCH + atMs + skew).toUTCString();
}

describe('the estimated clock skew', () => {
  test('is not known while nothing tells', () => {
    const skew = new SkewEstimator({ epochMs: EPOCH });
    expect(skew.estimate()).toBeNull();
    skew.iat(EPOCH / 1000, 20);
    expect(skew.estimate()).toBeNull();
  });

  test('is within half a second and half the round trip after one Date header', () => {
    const skew = new SkewEstimator({ epochMs: EPOCH });
    skew.date('Thu, 01 Jan 2026 00:00:10 GMT', 9_900, 10_100);
    expect(skew.estimate()).toEqual({ ms: 500, uncertaintyMs: 600, samples: 1 });
  });

  test('gets narrower with Date headers from other parts of the second', () => {
    const skew = new SkewEstimator({ epochMs: EPOCH });
    for (const at of [100, 1_350, 2_600, 3_850]) skew.date(header(at, 3_000), at - 5, at + 5);
    const { ms, uncertaintyMs } = skew.estimate() ?? { ms: Number.NaN, uncertaintyMs: Number.NaN };
    expect(Math.abs(ms - 3_000)).toBeLessThanOrEqual(uncertaintyMs);
    expect(uncertaintyMs).toBeLessThan(150);
  });

  test('holds the true skew, whatever it is and whenever answers come', () => {
    const answers = fc.array(fc.tuple(fc.integer({ min: 0, max: 600_000 }), fc.nat(400), fc.nat(400)), {
      minLength: 1,
    });
    fc.assert(
      fc.property(fc.integer({ min: -400_000, max: 400_000 }), answers, (truth, list) => {
        const skew = new SkewEstimator({ epochMs: EPOCH });
        for (const [at, there, back] of list) {
          skew.date(header(at, truth), at - there, at + back);
          skew.iat(Math.floor((EPOCH + at + truth) / 1000), at + back, at - there);
        }
        const found = skew.estimate();
        expect(found).not.toBeNull();
        expect(Math.abs((found?.ms ?? Infinity) - truth)).toBeLessThanOrEqual(found?.uncertaintyMs ?? 0);
        expect(found?.samples).toBe(list.length * 2);
      }),
    );
  });

  test('is bounded from below by a token that was there before its iat', () => {
    const skew = new SkewEstimator({ epochMs: EPOCH });
    skew.date('Thu, 01 Jan 2026 00:00:10 GMT', 10_000, 10_000);
    // Signed at 20 s of the target's clock, here at 19.4 s of ours.
    skew.iat(EPOCH / 1000 + 20, 19_400);
    expect(skew.estimate()).toEqual({ ms: 800, uncertaintyMs: 200, samples: 2 });
  });

  test('is not bounded from above by a token that may have waited', () => {
    const skew = new SkewEstimator({ epochMs: EPOCH });
    skew.date('Thu, 01 Jan 2026 00:00:10 GMT', 10_000, 10_000);
    skew.iat(EPOCH / 1000 - 3_600, 12_000);
    expect(skew.estimate()).toEqual({ ms: 500, uncertaintyMs: 500, samples: 2 });
  });

  test('is bounded on both sides by a token that we asked for', () => {
    const skew = new SkewEstimator({ epochMs: EPOCH });
    skew.iat(EPOCH / 1000 + 5.25, 2_300, 2_200);
    expect(skew.estimate()).toEqual({ ms: 3000.5, uncertaintyMs: 50.5, samples: 1 });
  });

  test('goes by the majority where Date headers contradict each other', () => {
    const skew = new SkewEstimator({ epochMs: EPOCH });
    for (const at of [10_000, 11_500, 13_000]) skew.date(header(at, 0), at, at);
    skew.date(header(14_000, 3_600_000), 14_000, 14_000);
    expect(skew.estimate()).toEqual({ ms: 250, uncertaintyMs: 250, samples: 3 });
  });

  test('leaves out a token whose iat contradicts the Date headers', () => {
    const skew = new SkewEstimator({ epochMs: EPOCH });
    skew.date('Thu, 01 Jan 2026 00:00:10 GMT', 10_000, 10_000);
    // In milliseconds by mistake.
    skew.iat(EPOCH, 12_000);
    skew.iat(EPOCH / 1000 + 60, 12_000);
    expect(skew.estimate()).toEqual({ ms: 500, uncertaintyMs: 500, samples: 1 });
  });

  test('passes over what is no date, no number, or no interval', () => {
    const skew = new SkewEstimator({ epochMs: EPOCH });
    skew.date('soon', 1, 2);
    skew.date('Thu, 01 Jan 2026 00:00:10 GMT', 20_000, 10_000);
    skew.date('Thu, 01 Jan 2026 00:00:10 GMT', Number.NaN, 10_000);
    skew.iat(Number.NaN, 1);
    skew.iat(Infinity, 1);
    skew.iat(EPOCH / 1000 - 60, 1_000, 0);
    expect(skew.estimate()?.samples).toBe(1);
  });
});
