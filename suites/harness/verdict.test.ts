import { describe, expect, test } from 'vitest';
import type { CheckResult, Outcome, SelectedRequirement } from '../../reports/results.ts';
import { countRequirements, exitCodeOf, sentenceOf, summarize, verdictOf } from './verdict.ts';

const row = (id: string, severity: 'fail' | 'warn'): SelectedRequirement => ({
  id,
  spec: 'SSF',
  section: '7',
  sectionTitle: 'T',
  level: severity === 'fail' ? 'MUST' : 'SHOULD',
  severity,
  summary: 's',
});
const selected = [row('M1', 'fail'), row('M2', 'fail'), row('S1', 'warn')];

function check(
  id: string,
  outcome: Outcome,
  requirement: string,
  more: Partial<CheckResult> = {},
): CheckResult {
  return {
    id,
    title: id,
    role: 'transmitter',
    level: requirement.startsWith('M') ? 'MUST' : 'SHOULD',
    requirements: [requirement],
    delivery: null,
    outcome,
    findings: outcome === 'fail' ? [{ requirement, severity: 'fail', message: 'm' }] : [],
    exchanges: [],
    durationMs: 1,
    provenBy: [],
    rerun: 'x',
    ...more,
  };
}

const strict = { failOn: 'must', requireComplete: false, partial: false } as const;
const judge = (checks: CheckResult[], options: Partial<Parameters<typeof verdictOf>[2]> = {}) =>
  verdictOf(checks, selected, { ...strict, ...options });

describe('the verdict', () => {
  test('is conformant when nothing failed and everything planned was exercised', () => {
    const checks = [check('a', 'pass', 'M1'), check('b', 'note', 'M2'), check('c', 'warn', 'S1')];
    expect(judge(checks)).toBe('conformant');
    expect(exitCodeOf('conformant', checks, false)).toBe(0);
  });

  test('is non-conformant when a MUST failed, and when a SHOULD did and that was asked for', () => {
    expect(judge([check('a', 'fail', 'M1')])).toBe('non-conformant');
    expect(judge([check('a', 'warn', 'S1')])).toBe('conformant');
    expect(judge([check('a', 'warn', 'S1')], { failOn: 'should' })).toBe('non-conformant');
    expect(exitCodeOf('non-conformant', [], true)).toBe(1);
  });

  test('is incomplete when a planned check of a MUST could not be exercised, a SHOULD does not count', () => {
    expect(judge([check('a', 'not-tested', 'M1')])).toBe('incomplete');
    expect(judge([check('a', 'not-tested', 'S1'), check('b', 'pass', 'M1')])).toBe('conformant');
    expect(exitCodeOf('incomplete', [], false)).toBe(5);
    expect(exitCodeOf('incomplete', [], true)).toBe(0);
  });

  test('a hook that is not configured makes it incomplete only on request', () => {
    const checks = [check('a', 'not-tested', 'M1', { hook: 'trigger' }), check('b', 'pass', 'M2')];
    expect(judge(checks)).toBe('conformant');
    expect(judge(checks, { requireComplete: true })).toBe('incomplete');
  });

  test('is incomplete when nothing at all was exercised', () => {
    expect(judge([])).toBe('incomplete');
    expect(judge([check('a', 'not-tested', 'M1', { hook: 'trigger' })])).toBe('incomplete');
    expect(judge([check('a', 'not-applicable', 'M1')])).toBe('incomplete');
  });

  test('an error of ours is never conformant: exit 4, unless the target failed', () => {
    const checks = [check('a', 'error', 'M1')];
    expect(judge(checks)).toBe('incomplete');
    expect(exitCodeOf('incomplete', checks, true)).toBe(4);
    expect(exitCodeOf('conformant', [check('a', 'error', 'S1')], true)).toBe(4);
    expect(exitCodeOf('non-conformant', checks, true)).toBe(1);
  });
});

describe('the count of requirements', () => {
  test('a row is tested when one check exercised it, whatever the others say', () => {
    const counted = countRequirements(
      selected,
      [
        check('a', 'not-applicable', 'M1', { reason: 'no poll' }),
        check('b', 'pass', 'M1'),
        check('c', 'not-applicable', 'M2', { reason: 'no poll' }),
      ],
      { S1: 'comes later' },
    );
    expect(counted.tested).toEqual(['M1']);
    expect(counted.notApplicable).toEqual([{ id: 'M2', why: 'no poll' }]);
    expect(counted.untested).toEqual([{ id: 'S1', why: 'comes later' }]);
  });

  test('the sentence tells how many MUSTs were tested of how many, and what is missing', () => {
    const checks = [
      check('a', 'pass', 'M1'),
      check('b', 'not-tested', 'M2', { hook: 'trigger', reason: 'no trigger' }),
    ];
    const sentence = sentenceOf({
      role: 'transmitter',
      verdict: 'conformant',
      profile: 'ssf',
      deliveries: ['push', 'poll'],
      requirements: countRequirements(selected, checks, {}),
      checks,
      partial: false,
    });
    expect(sentence).toContain('1 of 2 MUSTs tested');
    expect(sentence).toContain('1 needs the hook trigger');
  });

  test('the sentence of an incomplete run names the checks that make it so, and no others', () => {
    const open = ['b', 'c', 'd', 'e', 'f'].map((id) => check(id, 'not-tested', 'M2'));
    const checks = [
      check('a', 'pass', 'M1'),
      check('g', 'not-tested', 'S1'),
      check('h', 'not-tested', 'M2', { hook: 'trigger' }),
      ...open,
    ];
    const about = (all: CheckResult[], requireComplete?: boolean): string =>
      sentenceOf({
        role: 'transmitter',
        verdict: 'incomplete',
        profile: 'ssf',
        deliveries: ['poll'],
        requirements: countRequirements(selected, all, {}),
        checks: all,
        partial: false,
        ...(requireComplete === undefined ? {} : { requireComplete }),
      });
    expect(about(checks.slice(0, 4))).toContain('of a MUST could be exercised: b (SSF 1.0');
    expect(about(checks)).toContain('of a MUST could be exercised: b, c, d and 2 more (SSF 1.0');
    expect(about(checks, true)).toContain('of a MUST could be exercised: h, b, c and 3 more (SSF 1.0');
  });

  test('the sentence of a failed run counts failed rules, not findings', () => {
    const twice = check('a', 'fail', 'M1');
    twice.findings.push({ requirement: 'M1', severity: 'fail', message: 'again' });
    const sentence = sentenceOf({
      role: 'transmitter',
      verdict: 'non-conformant',
      profile: 'ssf',
      deliveries: ['poll'],
      requirements: countRequirements(selected, [twice], {}),
      checks: [twice],
      partial: false,
    });
    expect(sentence).toContain('Not conformant: 1 of 1 tested MUSTs failed');
  });

  test('the summary counts per outcome and per keyword', () => {
    expect(summarize([check('a', 'pass', 'M1'), check('b', 'warn', 'S1')])).toEqual({
      byOutcome: { pass: 1, warn: 1 },
      byLevel: { MUST: { pass: 1 }, SHOULD: { warn: 1 } },
    });
  });
});

test('MUSTs of the standards that only checks of the tester’s own looked at are told apart', () => {
  const checks = [check('a/x', 'pass', 'M1'), check('acme/y', 'pass', 'M2', { own: 'acme.ts' })];
  const words = sentenceOf({
    role: 'transmitter',
    verdict: 'conformant',
    profile: 'ssf',
    deliveries: ['push'],
    requirements: countRequirements(selected, checks, {}),
    checks,
    partial: false,
  });
  expect(words).toContain('2 of 2 MUSTs tested, 1 of them only by checks of your own');
});
