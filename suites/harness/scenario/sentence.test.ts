import { describe, expect, it } from 'vitest';
import type { CheckResult, ScenarioResult, Verdict } from '../../../reports/results.ts';
import { scenarioSentence } from './sentence.ts';

const mock = { kind: 'mock' as const, name: 'mock', assumptions: [] };

function scenario(
  name: string,
  outcome: ScenarioResult['outcome'],
  target?: 'transmitter' | 'receiver',
): ScenarioResult {
  return {
    name,
    title: name,
    story: name,
    outcome,
    transmitter: target === 'transmitter' ? { ...mock, kind: 'target' } : mock,
    receiver: target === 'receiver' ? { ...mock, kind: 'target' } : mock,
    delivery: 'push',
    startedAtMs: 0,
    durationMs: 1,
    steps: [],
    moments: [],
    momentsLeftOut: 0,
    checks: [],
  };
}

function check(id: string, outcome: CheckResult['outcome'], hook?: string): CheckResult {
  return {
    id,
    title: id,
    role: 'receiver',
    level: 'SCENARIO',
    requirements: [],
    delivery: 'push',
    outcome,
    ...(hook === undefined ? {} : { hook }),
    findings: [],
    exchanges: [],
    durationMs: 0,
    provenBy: [],
    rerun: '',
  };
}

function sentence(
  verdict: Verdict,
  scenarios: ScenarioResult[],
  checks: CheckResult[],
  brokenLimits: string[] = [],
): string {
  const requirements = { selected: [], tested: [], notApplicable: [], untested: [] };
  const sides = (['transmitter', 'receiver'] as const).flatMap((role) =>
    scenarios.some((one) => one[role].kind === 'target')
      ? [role === 'receiver' ? 'Receiver' : 'Transmitter']
      : [],
  );
  return scenarioSentence({
    verdict,
    scenarios,
    sides,
    checks,
    requirements,
    brokenLimits,
    interrupted: false,
  });
}

describe('the sentence of a run of scenarios', () => {
  it('says that one scenario held, and between whom', () => {
    const text = sentence('conformant', [scenario('risk-creep', 'held')], [check('risk-creep/acts', 'pass')]);
    expect(text).toBe('Held: the scenario risk-creep came to its end (between mocks, push).');
  });

  it('names those that did not hold', () => {
    const all = [scenario('risk-creep', 'held', 'receiver'), scenario('storm', 'broken', 'receiver')];
    const text = sentence('non-conformant', all, [check('storm/acts', 'fail')]);
    expect(text).toBe(
      'Not held: storm did not come to its end as told, 1 expectation failed (Receiver under test, push); 1 of 2 scenarios held.',
    );
  });

  it('does not call a story held of which the end could not be seen', () => {
    const all = [scenario('storm', 'incomplete', 'receiver')];
    const text = sentence('conformant', all, [check('storm/acts', 'not-tested', 'effects')]);
    expect(text).toBe(
      'Held as far as seen: nothing failed in storm, but not everything could be seen (Receiver under test, push); 0 of 1 scenario held; a part needs the hook effects.',
    );
  });

  it('names limits that count and were not kept', () => {
    const text = sentence(
      'non-conformant',
      [scenario('storm', 'held', 'transmitter')],
      [check('limits/delivery.p99', 'fail')],
      ['delivery.p99'],
    );
    expect(text).toContain('Not held: the limit delivery.p99 was not kept, 1 expectation failed');
  });

  it('says before all else that something is waived, and puts no failure down to a story of which all is', () => {
    const waived = (id: string): CheckResult => ({
      ...check(id, 'waived'),
      waived: { reason: 'r', until: '2026-12-31', outcome: 'fail' },
    });
    const held = [scenario('risk-creep', 'held', 'transmitter')];
    const broken = [scenario('storm', 'broken', 'transmitter')];
    const limit = check('limits/delivery.p99', 'fail');
    expect(sentence('conformant', held, [waived('limits/delivery.p99')])).toContain(
      'Held but for what is waived: the scenario risk-creep came to its end (Transmitter under test, push); 1 failure is waived.',
    );
    expect(sentence('conformant', broken, [waived('storm/arrives')])).toContain(
      'Held but for what is waived in storm',
    );
    expect(
      sentence('incomplete', broken, [waived('storm/arrives'), check('storm/acts', 'not-tested')]),
    ).toContain('Incomplete: nothing failed but what is waived, and');
    expect(sentence('non-conformant', broken, [waived('storm/arrives'), limit], ['delivery.p99'])).toContain(
      'Not held: the limit delivery.p99 was not kept',
    );
    expect(
      sentence('non-conformant', broken, [waived('storm/arrives'), check('storm/set', 'fail')]),
    ).toContain('Not held: storm did not come to its end');
  });

  it('says that nothing was played, and whom it would have been about', () => {
    const requirements = { selected: [], tested: [], notApplicable: [], untested: [] };
    const text = scenarioSentence({
      verdict: 'incomplete',
      scenarios: [],
      sides: ['Transmitter'],
      checks: [],
      requirements,
      brokenLimits: [],
      interrupted: false,
    });
    expect(text).toBe('Incomplete: no scenario could be played (Transmitter under test).');
  });

  it('says what is missing when nothing failed', () => {
    const text = sentence(
      'incomplete',
      [scenario('storm', 'incomplete')],
      [check('storm/arrives', 'not-tested')],
    );
    expect(text).toContain('Incomplete: nothing failed, but storm could not be seen to the end');
  });
});
