import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DurationRow, LimitRow } from '../../../reports/results.ts';
import type { Performance } from '../performance.ts';
import { ledgerOf } from './index.ts';
import { TIMING_LIMITS } from './limits.ts';
import { percentile } from './percentile.ts';
import { attempt, EPOCH, played, RISK, risen, seen, wire } from './test-bench.ts';

function ledger(performance: Performance, limits: Record<string, number> = {}) {
  return ledgerOf({ performances: [performance], emptyPollsMs: [12.3456], limits, enforced: false });
}

function rowOf(
  performance: Performance,
  name: DurationRow['name'],
  eventType: string | null = null,
): DurationRow | undefined {
  return ledger(performance).durations.find((row) => row.name === name && row.eventType === eventType);
}

function limitOf(performance: Performance, name: string, ms: number): LimitRow | undefined {
  return ledger(performance, { [name]: ms }).limits.find((row) => row.name === name);
}

describe('a percentile', () => {
  test('is by nearest rank', () => {
    const values = [15, 20, 35, 40, 50];
    expect([5, 30, 40, 50, 99, 100].map((p) => percentile(values, p))).toEqual([15, 20, 20, 35, 50, 50]);
  });

  test('is a value that at least so many percent do not exceed', () => {
    const lists = fc.array(fc.double({ noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 100 }), (list, p) => {
        const found = percentile(
          list.toSorted((a, b) => a - b),
          p,
        );
        expect(list).toContain(found);
        expect(list.filter((one) => one <= found).length).toBeGreaterThanOrEqual((p / 100) * list.length);
      }),
    );
  });
});

describe('durations', () => {
  const steps = [risen('one', 0, 'anna'), risen('two', 1_000, 'bert'), risen('three', 2_000, 'carl')];
  const sets = [
    wire(1, 'anna', [attempt(10)], { signedAtMs: 4 }),
    wire(2, 'bert', [attempt(1_030)], { signedAtMs: 1_005 }),
    wire(3, 'carl', [attempt(2_700)], { signedAtMs: 2_006 }),
  ];

  test('are counted from what happened on, per type and together', () => {
    const figures = { count: 3, p50: 30, p90: 700, p99: 700, max: 700, uncertaintyMs: 0 };
    const row = { name: 'delivery', delivery: 'push', ...figures };
    expect(rowOf(played(steps, sets), 'delivery')).toEqual({ ...row, eventType: null });
    expect(rowOf(played(steps, sets), 'delivery', RISK)).toEqual({ ...row, eventType: RISK });
  });

  test('have rows only where something was measured', () => {
    expect(ledger(played(steps, [])).durations).toEqual([]);
    expect(rowOf(played(steps, sets), 'end-to-end')).toBeUndefined();
    expect(rowOf(played(steps, sets), 'process-to-signing')).toMatchObject({ p50: 5, max: 6 });
    expect(rowOf(played(steps, sets), 'ingest-to-push')).toMatchObject({ max: 701 });
  });

  test('say how far off they may be where only iat tells', () => {
    const skew = { ms: 0, uncertaintyMs: 200, samples: 1 };
    const claims = { iat: EPOCH / 1000 + 3 };
    const late = played([risen('one', 0, 'anna')], [wire(1, 'anna', [attempt(9_000)], { claims })], { skew });
    expect(rowOf(late, 'process-to-signing')).toMatchObject({ p50: 3_500, uncertaintyMs: 700 });
  });

  test('leave out an iat that cannot be', () => {
    const skew = { ms: 0, uncertaintyMs: 200, samples: 1 };
    const claims = { iat: EPOCH / 1000 - 3 };
    const wrong = played([risen('one', 0, 'anna')], [wire(1, 'anna', [attempt(9)], { claims })], { skew });
    expect(rowOf(wrong, 'process-to-signing')).toBeUndefined();
    expect(rowOf(wrong, 'delivery')?.count).toBe(1);
  });
});

describe('limits', () => {
  const one = played([risen('up', 0, 'anna')], [wire(1, 'anna', [attempt(700)], { signedAtMs: 5 })]);

  test('are all listed, with their source', () => {
    const rows = ledger(one, { 'delivery.p99': 1_000 }).limits;
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(TIMING_LIMITS));
    expect(rows.find(({ name }) => name === 'delivery.p99')).toEqual({
      name: 'delivery.p99',
      limitMs: 1_000,
      actualMs: 700,
      kept: true,
      source: 'configured',
    });
    const { defaultMs, source } = TIMING_LIMITS['delivery.max'];
    expect(rows.find(({ name }) => name === 'delivery.max')).toMatchObject({ limitMs: defaultMs, source });
  });

  test('are broken by what exceeds them', () => {
    expect(limitOf(one, 'delivery.p99', 699)).toMatchObject({ kept: false, actualMs: 700 });
    expect(limitOf(one, 'delivery.p99', 700)).toMatchObject({ kept: true });
  });

  test('are neither kept nor broken where nothing was measured', () => {
    expect(limitOf(one, 'end-to-end.p99', 1)).toMatchObject({ kept: null, actualMs: null });
    expect(limitOf(one, 'verification', 1)).toMatchObject({ kept: null, actualMs: null });
  });

  test('are kept, and said to be undecided, where the figure may be off by more than it exceeds them', () => {
    const effects = [{ ...seen('end-sessions', 'anna', 1_000), unseenAtMs: 900 }];
    const acted = { ...one, effects };
    expect(limitOf(acted, 'end-to-end.p99', 950)).toMatchObject({ kept: true, undecided: true });
    expect(limitOf(acted, 'end-to-end.p99', 899)).toMatchObject({ kept: false });
    expect(limitOf(acted, 'end-to-end.p99', 899)).not.toHaveProperty('undecided');
  });

  test('bound the gaps between retries and the verification', () => {
    const tries = [attempt(0, { status: 503 }), attempt(4_000, { status: 503 }), attempt(5_000)];
    const retried = played([risen('up', 0, 'anna')], [wire(1, 'anna', tries)]);
    expect(limitOf(retried, 'retry-gap.max', 3_000)).toMatchObject({ kept: false, actualMs: 4_000 });
    const { limits } = ledgerOf({
      performances: [],
      emptyPollsMs: [],
      limits: {},
      enforced: true,
      verificationsMs: [10, 20],
    });
    expect(limits[0]).toMatchObject({ name: 'verification', actualMs: 20, kept: true });
  });
});

test('The skew of the ledger is the one that is known best.', () => {
  const skews = [300, 50, 120].map((uncertaintyMs) => ({ ms: uncertaintyMs, uncertaintyMs, samples: 1 }));
  const performances = [played([], []), ...skews.map((skew) => played([], [], { skew }))];
  const { clockSkew, emptyPollsMs } = ledgerOf({
    performances,
    emptyPollsMs: [12.3456],
    limits: {},
    enforced: false,
  });
  expect(clockSkew?.ms).toBe(50);
  expect(emptyPollsMs).toEqual([12.35]);
});
