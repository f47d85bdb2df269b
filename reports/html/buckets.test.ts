import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketsFor, countsIn } from './buckets.ts';

/** In ms, as a clock gives them. */
const microseconds = fc.integer({ min: -1e8, max: 1e10 }).map((n) => n / 1000);

describe('the buckets of a histogram', () => {
  test('are linear and round where the values are of one size', () => {
    expect(bucketsFor([41, 52, 118])).toEqual({
      edges: [40, 50, 60, 70, 80, 90, 100, 110, 120],
      scale: 'linear',
    });
    expect(bucketsFor([700]).edges).toEqual([660, 680, 700, 720, 740, 760]);
    expect(bucketsFor([0, 0]).edges).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('are logarithmic where they are not', () => {
    expect(bucketsFor([8, 41, 690])).toEqual({
      edges: [7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700],
      scale: 'logarithmic',
    });
    expect(bucketsFor([1e-9, 40]).edges).toEqual([0, 1, 2, 5, 10, 20, 50]);
    expect(bucketsFor([3, 30_000]).edges).toEqual([
      2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000,
    ]);
  });

  test('hold every value once, rise, and are not many', () => {
    fc.assert(
      fc.property(fc.array(microseconds, { minLength: 1 }), (values) => {
        const buckets = bucketsFor(values);
        const { edges } = buckets;
        expect(edges).toEqual([...new Set(edges)].toSorted((a, b) => a - b));
        expect(edges.length).toBeGreaterThan(1);
        expect(edges[0]).toBeLessThanOrEqual(Math.min(...values));
        expect(edges.at(-1)).toBeGreaterThanOrEqual(Math.max(...values));
        expect(countsIn(buckets, values).reduce((sum, n) => sum + n, 0)).toBe(values.length);
        expect(edges.length).toBeLessThanOrEqual(buckets.scale === 'linear' ? 13 : 24);
      }),
    );
  });
});
