import { describe, expect, it } from 'vitest';
import type { Ledger, LedgerEntry, LimitRow } from '../../../reports/results.ts';
import { limitChecks } from './limit-checks.ts';

const options = { role: 'transmitter', rerun: 'run --scenario all --enforce-limits' } as const;

function entry(step: string, tookMs: number): LedgerEntry {
  return {
    id: 1,
    scenario: 'risk-creep',
    step,
    eventType: 'x',
    delivery: 'push',
    subject: `${step}@example.com`,
    jti: step,
    set: tookMs,
    happenedAtMs: 100,
    toldAtMs: 101,
    eventTimestampAtMs: null,
    signedAtMs: null,
    signedExactly: false,
    firstAttemptAtMs: 100 + tookMs,
    acceptedAtMs: null,
    actedAtMs: null,
    attempts: 1,
    retryGapsMs: [],
    duplicates: 0,
    outOfOrder: false,
    lost: false,
  };
}

function ledger(limit: Partial<LimitRow>, enforced = true): Ledger {
  const row = {
    name: 'delivery.p99',
    limitMs: 500,
    actualMs: 700,
    kept: false,
    source: 'configured',
    ...limit,
  };
  const entries = [entry('first', 20), entry('second', 700)];
  return { entries, durations: [], limits: [row], enforced, clockSkew: null, emptyPollsMs: [] };
}

describe('limits', () => {
  it('fail when they are not kept, and name the slowest event', () => {
    const [check] = limitChecks(ledger({}), options);
    expect(check).toMatchObject({
      id: 'limits/delivery.p99',
      outcome: 'fail',
      findings: [
        {
          expected: 'at most 500 ms (configured)',
          actual: '700 ms',
          hint: 'The slowest: step "second" of risk-creep (second@example.com), 700 ms.',
          set: 700,
        },
      ],
    });
  });

  it('pass when they are kept, and do not apply where nothing was measured', () => {
    expect(limitChecks(ledger({ kept: true, actualMs: 20 }), options)[0]?.outcome).toBe('pass');
    expect(limitChecks(ledger({ kept: null, actualMs: null }), options)[0]?.outcome).toBe('not-applicable');
  });

  it('do not count unless they are enforced', () => {
    expect(limitChecks(ledger({}, false), options)).toEqual([]);
  });
});
