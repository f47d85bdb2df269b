import { describe, expect, it } from 'vitest';
import type { CheckResult, Finding, RecordedExchange, Results } from '../../reports/results.ts';
import { sampleResults } from '../../reports/sample.ts';
import { conclude } from '../../suites/harness/conclude.ts';
import { withoutAfterlife } from './after-death.ts';

const M1 = {
  id: 'M1',
  spec: 'SSF',
  section: '7',
  sectionTitle: 'T',
  level: 'MUST',
  severity: 'fail' as const,
  summary: 's',
};
const breach = (exchange?: number): Finding => ({
  requirement: 'M1',
  severity: 'fail',
  message: 'm',
  ...(exchange === undefined ? {} : { exchange }),
});

function check(id: string, findings: Finding[] = [], more: Partial<CheckResult> = {}): CheckResult {
  return {
    id,
    title: id,
    role: 'transmitter',
    level: 'MUST',
    requirements: ['M1'],
    delivery: null,
    outcome: findings.length > 0 ? 'fail' : 'pass',
    findings,
    exchanges: [],
    durationMs: 1,
    provenBy: [],
    rerun: 'x',
    ...more,
  };
}

const exchange = (id: number, atMs: number, error?: 'refused' | 'reset'): RecordedExchange => ({
  id,
  direction: 'to-target',
  check: null,
  atMs,
  durationMs: 1,
  request: { method: 'GET', url: 'http://127.0.0.1:1/', headers: [], body: null },
  response: error === undefined ? { status: 200, headers: [], body: null } : null,
  ...(error === undefined ? {} : { error: { kind: error, message: error } }),
});

const EXCHANGES = [exchange(1, 10), exchange(2, 95, 'reset'), exchange(3, 120, 'refused')];

function judged(
  checks: CheckResult[],
  endsMs: Record<string, number>,
  exchanges = EXCHANGES,
  allowUntested = false,
): Results {
  const { waivers: _w, comparison: _c, scenarios: _s, ...base } = sampleResults();
  const policy = { ...base.policy, allowUntested };
  const run = conclude({ ...base, policy, checks, exchanges, requirements: { selected: [M1] } });
  const death = { atMs: 100, reason: 'the command tx ended with exit code 9' };
  return withoutAfterlife(run, death, new Map(Object.entries(endsMs)));
}

describe('of a target that ended while the run went on', () => {
  it('nothing is judged that was seen after its end: neither for it nor against it', () => {
    const { checks, verdict } = judged(
      [check('a/before'), check('b/refused', [breach(3)]), check('c/silent', [breach()]), check('d/passed')],
      { 'a/before': 20, 'b/refused': 121, 'c/silent': 300, 'd/passed': 310 },
    );
    expect(checks.map(({ outcome }) => outcome)).toEqual(['pass', 'not-tested', 'not-tested', 'not-tested']);
    expect(checks[1]).toMatchObject({
      reason: 'The check could not be brought to its end: the command tx ended with exit code 9.',
      findings: [],
    });
    expect(verdict).toBe('incomplete');
  });

  it('is a run that was cut short, for which --allow-untested is no excuse', () => {
    const { interrupted, exitCode } = judged([check('a/silent')], { 'a/silent': 300 }, EXCHANGES, true);
    expect({ interrupted, exitCode }).toEqual({ interrupted: true, exitCode: 5 });
  });

  it('is judged on where it still answers: the command that ended has left it running', () => {
    const { issuer } = sampleResults().target;
    const later = (status: number): RecordedExchange => ({
      ...exchange(4, 150),
      request: { method: 'GET', url: `${issuer}/x`, headers: [], body: null },
      response: { status, headers: [], body: null },
    });
    const checks = [check('a/late', [breach()])];
    const outcomes = [200, 401, 502].map(
      (status) => judged(checks, { 'a/late': 160 }, [later(status)]).checks[0]?.outcome,
    );
    expect(outcomes).toEqual(['fail', 'fail', 'not-tested']);
  });

  it('nor what came of a connection that was lost just before its end was noticed', () => {
    const { checks, verdict } = judged([check('a/reset', [breach(2)])], { 'a/reset': 97 });
    expect({ outcome: checks[0]?.outcome, verdict }).toEqual({
      outcome: 'not-tested',
      verdict: 'incomplete',
    });
  });

  it('what was found before stays, in a check that had ended and in an answer that it had given', () => {
    const { checks, verdict } = judged(
      [check('a/before', [breach()]), check('b/begun', [breach(1), breach(3)])],
      { 'a/before': 20, 'b/begun': 130 },
    );
    expect(checks[0]).toMatchObject({ outcome: 'fail', findings: [breach()] });
    expect(checks[1]).toMatchObject({ outcome: 'fail', ended: 'not-tested', findings: [breach(1)] });
    expect(verdict).toBe('non-conformant');
  });

  it('a connection that it refused while it still gave answers counts', () => {
    const exchanges = [exchange(1, 10, 'reset'), exchange(2, 50)];
    const { checks } = judged([check('a/reset', [breach(1)])], { 'a/reset': 12 }, exchanges);
    expect(checks[0]?.outcome).toBe('fail');
  });

  it('checks that were not run stay as they are', () => {
    const excluded = check('a/hook', [], { outcome: 'not-tested', reason: 'No trigger.', hook: 'trigger' });
    expect(judged([excluded], {}).checks).toEqual([excluded]);
  });
});
