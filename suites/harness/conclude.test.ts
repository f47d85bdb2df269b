import { describe, expect, it } from 'vitest';
import type {
  CheckResult,
  ComparedCheck,
  Comparison,
  Outcome,
  Results,
  WaiverRow,
} from '../../reports/results.ts';
import { sampleResults } from '../../reports/sample.ts';
import { sampleScenarioResults } from '../../reports/sample-scenarios.ts';
import { conclude } from './conclude.ts';
import { waivables } from './waivers/waivable.ts';

const row = (id: string, severity: 'fail' | 'warn') => ({
  id,
  spec: 'SSF',
  section: '7',
  sectionTitle: 'T',
  level: severity === 'fail' ? 'MUST' : 'SHOULD',
  severity,
  summary: 's',
});

function check(id: string, outcome: Outcome, more: Partial<CheckResult> = {}): CheckResult {
  return {
    id,
    title: id,
    role: 'transmitter',
    level: 'MUST',
    requirements: ['M1'],
    delivery: null,
    outcome,
    findings: outcome === 'fail' ? [{ requirement: 'M1', severity: 'fail', message: 'm' }] : [],
    exchanges: [],
    durationMs: 1,
    provenBy: [],
    rerun: 'x',
    ...more,
  };
}

function run(checks: CheckResult[], more: Partial<Results> = {}): Results {
  const { waivers: _w, comparison: _c, scenarios: _s, ...base } = sampleResults();
  const policy = { failOn: 'must', allowUntested: false, requireComplete: false } as const;
  return conclude({
    ...base,
    policy,
    checks,
    ...more,
    requirements: { selected: [row('M1', 'fail'), row('S1', 'warn')] },
  });
}

describe('a shard', () => {
  const shard = { partial: true, shard: { index: 2, count: 4 } };

  it('in which no check is left is incomplete, and does not fail the pipeline', () => {
    const empty = run([], shard);
    expect(empty).toMatchObject({ verdict: 'incomplete', exitCode: 0 });
    expect(empty.sentence).toContain('Incomplete: no check is left for this part of the run');
    expect(run([], { partial: true })).toMatchObject({ verdict: 'incomplete', exitCode: 5 });
    expect(run([], { partial: true, shard: { index: 1, count: 1 } }).exitCode).toBe(5);
  });

  it('in which nothing could be tried for want of a hook, or applies, leaves it to the others', () => {
    const idle = [check('a/b', 'not-tested', { hook: 'trigger' }), check('c/d', 'not-applicable')];
    expect(run(idle, shard)).toMatchObject({ verdict: 'incomplete', exitCode: 0 });
    expect(run(idle)).toMatchObject({ verdict: 'incomplete', exitCode: 5 });
  });

  it('does not excuse a check of its own that could not be tried', () => {
    expect(run([check('a/b', 'not-tested')], shard)).toMatchObject({ verdict: 'incomplete', exitCode: 5 });
    expect(run([check('a/b', 'error')], shard).exitCode).toBe(4);
    expect(run([check('a/b', 'fail')], shard).exitCode).toBe(1);
    expect(run([], { ...shard, faulty: true }).exitCode).toBe(4);
  });

  it('leaves it to the others when it saw too little for a check that judges the whole run', () => {
    const last = [...waivables.values()].find(({ judgesWhole }) => judgesWhole)?.id ?? '';
    const checks = [check('a/b', 'pass'), check(last, 'not-tested')];
    expect(run(checks, shard)).toMatchObject({ verdict: 'incomplete', exitCode: 0 });
    expect(run(checks)).toMatchObject({ verdict: 'incomplete', exitCode: 5 });
  });
});

describe('a run in which the harness itself went wrong', () => {
  const passing = check('a/b', 'pass');
  const begins = /^Incomplete: the harness itself went wrong/;

  it('is incomplete, and says so', () => {
    const faulty = run([passing], { faulty: true });
    expect(faulty).toMatchObject({ verdict: 'incomplete', exitCode: 4 });
    expect(faulty.sentence).toMatch(begins);
    expect(run([passing])).toMatchObject({ verdict: 'conformant', exitCode: 0 });
  });

  it('in a check that decides no MUST, too', () => {
    const broken = run([passing, check('c/d', 'error', { requirements: ['S1'] })]);
    expect(broken).toMatchObject({ verdict: 'incomplete', exitCode: 4 });
    expect(broken.sentence).toMatch(begins);
  });

  it('says so of scenarios', () => {
    const { waivers: _w, comparison: _c, ...played } = sampleScenarioResults();
    const faulty = conclude({ ...played, checks: [passing], faulty: true });
    expect(faulty).toMatchObject({ verdict: 'incomplete', exitCode: 4 });
    expect(faulty.sentence).toMatch(begins);
  });

  it('stays non-conformant for what it found', () => {
    const failed = run([check('a/b', 'fail')], { faulty: true });
    expect(failed).toMatchObject({ verdict: 'non-conformant', exitCode: 1 });
    expect(failed.sentence).toMatch(/^Not conformant/);
  });
});

describe('a run that is asked about new failures only', () => {
  const newOnly = { failOn: 'must', allowUntested: false, requireComplete: false, newOnly: true } as const;
  const rows = (...keys: string[]): ComparedCheck[] =>
    keys.map((key) => ({ key, title: key, before: 'pass', after: 'fail' }));
  const comparison = (more: Partial<Comparison> = {}): Comparison => ({
    against: {
      startedAt: '2026-08-17T10:15:02.114Z',
      tool: sampleResults().tool,
      verdict: 'conformant',
      sentence: 's',
    },
    caveats: [],
    newlyFailing: [],
    fixed: [],
    newlyNotTested: [],
    changed: [],
    stillFailing: 0,
    slower: [],
    ...more,
  });
  const code = (
    checks: CheckResult[],
    compared: Partial<Comparison> = {},
    more: Partial<Results> = {},
  ): number => run(checks, { policy: newOnly, comparison: comparison(compared), ...more }).exitCode;
  const failing = check('a/b', 'fail');
  const waiver = (state: WaiverRow['state']): WaiverRow[] => [
    { check: 'x/y', reason: 'r', until: '2026-12-31', state, checks: [] },
  ];

  it('fails for what is newly failing, and does not for what failed before', () => {
    expect(code([failing], { newlyFailing: rows('a/b') })).toBe(1);
    expect(code([failing], { stillFailing: 1 })).toBe(0);
    expect(run([failing], { policy: newOnly, comparison: comparison() }).verdict).toBe('non-conformant');
  });

  it('is incomplete for a MUST that is newly not tested, even beside failures of old', () => {
    const untested = check('c/d', 'not-tested');
    expect(code([failing, untested], { newlyNotTested: rows('c/d') })).toBe(5);
    expect(code([failing, untested])).toBe(0);
    const recommended = check('c/d', 'not-tested', { requirements: ['S1'] });
    expect(code([failing, recommended], { newlyNotTested: rows('c/d') })).toBe(0);
    const hooked = check('c/d', 'not-tested', { hook: 'trigger' });
    expect(code([failing, hooked], { newlyNotTested: rows('c/d') })).toBe(0);
    const lenient = { policy: { ...newOnly, allowUntested: true } };
    expect(code([failing, untested], { newlyNotTested: rows('c/d') }, lenient)).toBe(0);
  });

  it('goes by how a check ended beside a failure of old', () => {
    const known = { key: 'a/b', title: 'a/b', before: 'fail', after: 'fail' } as const;
    expect(code([check('a/b', 'fail', { ended: 'error' })], { stillFailing: 1 })).toBe(4);
    const short = check('a/b', 'fail', { ended: 'not-tested' });
    expect(code([short], { newlyNotTested: [known] })).toBe(5);
    expect(code([short], { stillFailing: 1 })).toBe(0);
    const waived = check('a/b', 'waived', { ended: 'not-tested' });
    expect(code([waived], { newlyNotTested: [known] })).toBe(5);
    expect(run([short]).exitCode).toBe(1);
  });

  it('does not let a run pass in which nothing was tried', () => {
    expect(code([check('a/b', 'not-tested')])).toBe(5);
    expect(code([])).toBe(5);
    expect(code([], {}, { shard: { index: 1, count: 2 } })).toBe(0);
  });

  it('still fails for waivers that are stale or expired, and for faults of ours', () => {
    expect(code([failing], {}, { waivers: waiver('stale') })).toBe(1);
    expect(code([failing], {}, { waivers: waiver('expired') })).toBe(1);
    expect(code([failing], {}, { waivers: waiver('used') })).toBe(0);
    expect(code([failing, check('c/d', 'error')])).toBe(4);
    expect(code([failing], {}, { faulty: true })).toBe(4);
  });

  it('goes by the verdict where nothing was compared', () => {
    expect(run([failing], { policy: newOnly }).exitCode).toBe(1);
  });
});
