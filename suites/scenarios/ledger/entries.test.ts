import { describe, expect, test } from 'vitest';
import type { LedgerEntry } from '../../../reports/results.ts';
import type { Performance } from '../performance.ts';
import { ledgerOf } from './index.ts';
import { attempt, EPOCH, played, RISK, risen, seen, wire } from './test-bench.ts';

const entriesOf = (performance: Performance): LedgerEntry[] =>
  ledgerOf({ performances: [performance], emptyPollsMs: [], limits: {}, enforced: false }).entries;
const SECOND = EPOCH / 1000;

describe('an entry of the ledger', () => {
  test('follows an event from what happened to what was done about it', () => {
    const set = wire(7, 'anna', [attempt(700)], { signedAtMs: 650, timestamp: SECOND });
    const effects = [seen('end-sessions', 'anna', 900, { jti: '7' })];
    expect(entriesOf(played([risen('up', 100, 'anna')], [set], { effects }))).toEqual([
      {
        id: 1,
        scenario: 'risk',
        step: 'up',
        eventType: RISK,
        delivery: 'push',
        subject: 'anna@example.com',
        jti: '7',
        set: 7,
        happenedAtMs: 100,
        toldAtMs: 101,
        eventTimestampAtMs: 500,
        signedAtMs: 650,
        signedOffMs: 0,
        signedExactly: true,
        firstAttemptAtMs: 700,
        acceptedAtMs: 701,
        actedAtMs: 900,
        actedOffMs: 200,
        attempts: 1,
        retryGapsMs: [],
        duplicates: 0,
        outOfOrder: false,
        lost: false,
      },
    ]);
  });

  test('has a SET that nothing called for without a step', () => {
    const [entry] = entriesOf(played([], [wire(1, 'anna', [attempt(5)])]));
    expect(entry).toMatchObject({ step: null, eventType: RISK, happenedAtMs: null, firstAttemptAtMs: 5 });
  });

  test('has ids that go on from one performance to the next', () => {
    const one = played([risen('up', 1, 'anna')], []);
    const { entries } = ledgerOf({ performances: [one, one], emptyPollsMs: [], limits: {}, enforced: false });
    expect(entries.map(({ id }) => id)).toEqual([1, 2]);
  });

  test('counts retries until the SET is accepted, and what comes later as duplicates', () => {
    const failed = { status: 503 };
    const set = wire(1, 'anna', [
      attempt(10, failed),
      attempt(1_010, failed),
      attempt(3_010),
      attempt(9_000),
    ]);
    expect(entriesOf(played([risen('up', 1, 'anna')], [set]))[0]).toMatchObject({
      firstAttemptAtMs: 10,
      acceptedAtMs: 3_011,
      attempts: 4,
      retryGapsMs: [1_000, 2_000],
      duplicates: 1,
    });
  });

  test('counts the same event as another SET as a duplicate', () => {
    const sets = [wire(1, 'anna', [attempt(10)]), wire(2, 'anna', [attempt(20)])];
    const entries = entriesOf(played([risen('up', 1, 'anna')], sets));
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ set: 1, duplicates: 1, attempts: 1 });
  });

  test('is lost when the event did not come', () => {
    expect(entriesOf(played([risen('up', 1, 'anna')], []))[0]).toMatchObject({ lost: true, attempts: 0 });
  });

  test('is not lost when the story was cut short before its time was over', () => {
    const steps = [risen('up', 1, 'anna'), risen('up-again', 50_000, 'bert')];
    const cutShort = 'The run was cancelled.';
    const lost = entriesOf(played(steps, [], { cutShort })).map((entry) => entry.lost);
    expect(lost).toEqual([true, false]);
  });

  test('is out of order when an event of the same person that happened later came before it', () => {
    const steps = [
      risen('one', 0, 'anna', { level: 'MEDIUM' }),
      risen('two', 10, 'anna', { level: 'HIGH' }),
      risen('three', 20, 'anna', { level: 'LOW' }),
      risen('other', 30, 'bert'),
    ];
    const sets = [
      wire(4, 'bert', [attempt(40)]),
      wire(2, 'anna', [attempt(50)], { level: 'HIGH' }),
      wire(1, 'anna', [attempt(60)], { level: 'MEDIUM' }),
      wire(3, 'anna', [attempt(70)], { level: 'LOW' }),
    ];
    const entries = entriesOf(played(steps, sets));
    expect(entries.filter(({ outOfOrder }) => outOfOrder).map(({ step }) => step)).toEqual(['one']);
  });

  test('is in order with what came in the same poll answer', () => {
    const steps = [risen('one', 0, 'anna', { level: 'MEDIUM' }), risen('two', 10, 'anna', { level: 'HIGH' })];
    const sets = [
      wire(2, 'anna', [attempt(50)], { level: 'HIGH', delivery: 'poll' }),
      wire(1, 'anna', [attempt(50)], { level: 'MEDIUM', delivery: 'poll' }),
    ];
    const entries = entriesOf(played(steps, sets));
    expect(entries.map(({ outOfOrder }) => outOfOrder)).toEqual([false, false]);
  });
});

describe('times by the clock of the Transmitter', () => {
  const skew = { ms: 3_000, uncertaintyMs: 100, samples: 3 };
  const steps = [risen('up', 100, 'anna')];
  const signed = (iat: unknown, rest: Partial<Performance> = {}, atMs = 5_000) =>
    entriesOf(played(steps, [wire(1, 'anna', [attempt(atMs)], { claims: { iat } })], rest))[0]?.signedAtMs;

  test('are brought to our clock by the skew, in the middle of their second', () => {
    expect(signed(SECOND + 5, { skew })).toBe(2_500);
  });

  test('are between what happened and the arrival where the second says no more', () => {
    expect(signed(SECOND + 3, { skew }, 140)).toBe(120);
  });

  test('are shown as told where that cannot be', () => {
    expect(signed(SECOND + 60, { skew })).toBe(57_500);
  });

  test('are not known without the skew, nor where they are no time of this run', () => {
    expect(signed(SECOND)).toBeNull();
    expect(signed(EPOCH, { skew })).toBeNull();
    expect(signed('soon', { skew })).toBeNull();
  });
});

describe('the time of an effect', () => {
  const steps = [risen('up', 100, 'anna')];
  const sets = [wire(1, 'anna', [attempt(200)])];
  const at = new Date(EPOCH + 321).toISOString();
  const acted = (effects: Performance['effects'], receiverIsMock = false) =>
    entriesOf(played(steps, sets, { effects, receiverIsMock }))[0]?.actedAtMs;

  test('is that at which it was first seen', () => {
    const effects = [seen('note', 'anna', 300), seen('end-sessions', 'anna', 400, { at })];
    expect(acted([...effects, seen('end-sessions', 'anna', 500)])).toBe(400);
  });

  test('is what our own mock says', () => {
    expect(acted([seen('end-sessions', 'anna', 400, { at })], true)).toBe(321);
  });

  test('is not known when nothing tells, when another did, or when nothing is called for', () => {
    expect(acted(null)).toBeNull();
    expect(acted([seen('end-sessions', 'bert', 400)])).toBeNull();
    const idle = [risen('up', 100, 'anna', { acts: [], alsoRight: ['end-sessions'] })];
    const effects = [seen('end-sessions', 'anna', 400)];
    expect(entriesOf(played(idle, sets, { effects }))[0]?.actedAtMs).toBeNull();
  });
});
