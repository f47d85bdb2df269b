import { describe, expect, it } from 'vitest';
import type { CheckResult, Finding, Outcome, Results } from '../../../reports/results.ts';
import { resultsProblems } from '../../../reports/results-schema.ts';
import { scenarios } from '../../scenarios/index.ts';
import { conclude } from '../conclude.ts';
import { applyWaivers, withoutWaivers } from './apply.ts';
import { waivables } from './waivable.ts';
import type { Waiver } from './waiver.ts';

const TODAY = '2026-11-22';
/** Runs once for each delivery method. */
const EACH = [...waivables.values()].find(({ deliveries }) => deliveries.length === 2)?.id ?? '';
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
  const severity = outcome === 'fail' || outcome === 'warn' ? outcome : null;
  return {
    id,
    title: id,
    role: 'transmitter',
    level: 'MUST',
    requirements: ['M1', 'M2', 'S1'],
    delivery: null,
    outcome,
    findings: severity === null ? [] : [broken(severity === 'fail' ? 'M1' : 'S1', severity)],
    exchanges: [],
    durationMs: 1,
    provenBy: [],
    rerun: 'x',
    ...more,
  };
}

function broken(requirement: string, severity: Finding['severity'] = 'fail'): Finding {
  return { requirement, severity, message: `${requirement} is broken.` };
}

function run(checks: CheckResult[], more: Partial<Results> = {}): Results {
  return conclude({
    schemaVersion: '1',
    tool: { name: 'ssf-conformance', version: '1.0.0', catalogue: 'a'.repeat(64) },
    startedAt: '2026-11-22T10:00:00.000Z',
    durationMs: 1,
    target: {
      role: 'transmitter',
      issuer: 'https://tx.example',
      metadataUrl: 'https://tx.example/m',
      builtIn: false,
    },
    profile: 'ssf',
    delivery: ['push', 'poll'],
    seed: 1,
    policy: { failOn: 'must', allowUntested: false, requireComplete: false },
    partial: false,
    interrupted: false,
    checks,
    exchanges: [],
    sets: [],
    timing: { limits: {}, samples: [] },
    omissions: [],
    notices: [],
    ...more,
    requirements: { selected: [row('M1', 'fail'), row('M2', 'fail'), row('S1', 'warn')] },
  });
}

const waiver = (name: string, more: Partial<Waiver> = {}): Waiver => ({
  check: name,
  reason: 'Known.',
  until: '2026-12-31',
  ...more,
});
const should = { failOn: 'should', allowUntested: false, requireComplete: false } as const;
const stateOf = (results: Results, ...waivers: Waiver[]): string[] =>
  (applyWaivers(results, waivers, TODAY).waivers ?? []).map(({ state }) => state);

describe('applyWaivers', () => {
  it('lets a waived failure not fail the run, and says so in the sentence and the check', () => {
    const failing = run([check('a/b', 'fail'), check('c/d', 'pass')]);
    expect(failing).toMatchObject({ verdict: 'non-conformant', exitCode: 1 });
    const issue = 'https://tickets.example/1';
    const waived = applyWaivers(failing, [waiver('a/b', { issue, owner: 'Ann' })], TODAY);
    expect(waived).toMatchObject({ verdict: 'conformant', exitCode: 0 });
    expect(waived.sentence).toContain('Conformant but for what is waived: 1 of 2 tested MUSTs failed');
    expect(waived.sentence).toContain('1 failure is waived');
    expect(waived.summary.byOutcome).toEqual({ waived: 1, pass: 1 });
    expect(waived.checks[0]).toMatchObject({
      outcome: 'waived',
      waived: { reason: 'Known.', issue, owner: 'Ann', until: '2026-12-31', outcome: 'fail' },
      findings: [broken('M1')],
    });
    expect(waived.waivers).toEqual([
      { ...waiver('a/b', { issue, owner: 'Ann' }), state: 'used', checks: ['a/b'] },
    ]);
    expect(resultsProblems(waived)).toEqual([]);
  });

  it('changes nothing of the results it is given', () => {
    const failing = run([check('a/b', 'fail')]);
    const before = structuredClone(failing);
    applyWaivers(failing, [waiver('a/b')], TODAY);
    expect(failing).toEqual(before);
  });

  it('counts another failure, and names in the sentence only what is not waived', () => {
    const failing = run([check('a/b', 'fail'), check('c/d', 'fail', { findings: [broken('M2')] })]);
    const waived = applyWaivers(failing, [waiver('a/b')], TODAY);
    expect(waived).toMatchObject({ verdict: 'non-conformant', exitCode: 1 });
    expect(waived.sentence).toContain('Not conformant: 1 of 2 tested MUSTs failed');
  });

  it('waives a warning, which counts where SHOULDs do', () => {
    const warning = run([check('a/b', 'warn')], { policy: should });
    expect(warning.exitCode).toBe(1);
    const waived = applyWaivers(warning, [waiver('a/b')], TODAY);
    expect(waived).toMatchObject({ verdict: 'conformant', exitCode: 0 });
    expect(waived.checks[0]?.waived?.outcome).toBe('warn');
    expect(waived.sentence).toContain('1 warning is waived');
  });

  it('lets a breach count that the waiver does not name', () => {
    const grown = run([check('a/b', 'fail', { findings: [broken('M1'), broken('M2')] })]);
    const after = applyWaivers(grown, [waiver('a/b', { requirements: ['M1'] })], TODAY);
    expect(after).toMatchObject({ verdict: 'non-conformant', exitCode: 1 });
    expect(after.checks[0]).toMatchObject({ outcome: 'fail' });
    expect(after.checks[0]?.waived).toBeUndefined();
    expect(stateOf(grown, waiver('a/b', { requirements: ['M1'] }))).toEqual(['exceeded']);
    expect(after.sentence).toContain('1 waiver exceeded');
    expect(stateOf(grown, waiver('a/b', { requirements: ['M2', 'M1', 'S1'] }))).toEqual(['used']);
    expect(stateOf(run([check('a/b', 'fail')]), waiver('a/b', { requirements: ['M1', 'M2'] }))).toEqual([
      'used',
    ]);
  });

  it('lets a SHOULD beside a waived MUST count only where SHOULDs do', () => {
    const checks = [
      check('a/b', 'fail', { findings: [broken('M1'), broken('S1', 'warn'), broken('M2', 'note')] }),
    ];
    const named = waiver('a/b', { requirements: ['M1'] });
    expect(stateOf(run(checks), named)).toEqual(['used']);
    expect(stateOf(run(checks, { policy: should }), named)).toEqual(['exceeded']);
  });

  it('lets a failure count where a warning was accepted, of the same rule too', () => {
    const accepted = waiver('a/b', { requirements: ['M1'], outcome: 'warn' });
    const warning = check('a/b', 'warn', { findings: [broken('M1', 'warn')] });
    expect(stateOf(run([warning]), accepted)).toEqual(['used']);
    expect(stateOf(run([check('a/b', 'fail')]), accepted)).toEqual(['exceeded']);
  });

  it('holds on its last day and not on the next', () => {
    const failing = run([check('a/b', 'fail')]);
    expect(stateOf(failing, waiver('a/b', { until: TODAY }))).toEqual(['used']);
    const expired = applyWaivers(failing, [waiver('a/b', { until: '2026-11-21' })], TODAY);
    expect(expired.waivers?.[0]?.state).toBe('expired');
    expect(expired).toMatchObject({ verdict: 'non-conformant', exitCode: 1 });
    expect(expired.checks[0]?.outcome).toBe('fail');
  });

  it('fails a run that is conformant for a waiver that is expired or stale', () => {
    const passing = run([check('a/b', 'pass')]);
    const expired = applyWaivers(passing, [waiver('a/b', { until: '2020-01-01' })], TODAY);
    expect(expired).toMatchObject({ verdict: 'conformant', exitCode: 1 });
    expect(expired.sentence).toContain('1 waiver expired');
    const stale = applyWaivers(passing, [waiver('a/b')], TODAY);
    expect(stale).toMatchObject({ verdict: 'conformant', exitCode: 1 });
    expect(stale.waivers?.[0]?.state).toBe('stale');
    expect(stale.sentence).toContain('1 waiver stale');
  });

  it.each(['not-tested', 'not-applicable', 'error'] as const)(
    'neither waives %s nor calls the waiver stale',
    (outcome) => {
      const results = run([check('a/b', outcome), check('c/d', 'pass')]);
      const after = applyWaivers(results, [waiver('a/b')], TODAY);
      expect(after.waivers?.[0]?.state).toBe('not-run');
      expect(after.checks[0]).toEqual(results.checks[0]);
      expect([after.verdict, after.exitCode]).toEqual([results.verdict, results.exitCode]);
    },
  );

  it('says of a waiver of what the run does not have that it was not run', () => {
    expect(stateOf(run([check('a/b', 'pass')]), waiver('c/d'))).toEqual(['not-run']);
  });

  it('leaves a run incomplete, and a fault of ours one, where beside the waived failure not all could be tried', () => {
    const cut = (ended: 'not-tested' | 'error', hook?: string): Results =>
      applyWaivers(
        run([
          check('a/b', 'fail', { ended, reason: 'r', ...(hook === undefined ? {} : { hook }) }),
          check('c/d', 'pass'),
        ]),
        [waiver('a/b')],
        TODAY,
      );
    expect(cut('not-tested')).toMatchObject({ verdict: 'incomplete', exitCode: 5 });
    expect(cut('not-tested').sentence).toContain(
      'nothing failed but what is waived, and no SET was ever seen',
    );
    expect(cut('error')).toMatchObject({ verdict: 'incomplete', exitCode: 4 });
    expect(cut('not-tested', 'trigger')).toMatchObject({ verdict: 'conformant', exitCode: 0 });
  });

  it('is about one delivery method where it names one, about each where it does not', () => {
    const each = (push: Outcome, poll: Outcome): Results =>
      run([check(EACH, push, { delivery: 'push' }), check(EACH, poll, { delivery: 'poll' })]);
    const onPush = applyWaivers(each('fail', 'fail'), [waiver(`${EACH}@push`)], TODAY);
    expect(onPush.checks.map(({ outcome }) => outcome)).toEqual(['waived', 'fail']);
    expect(onPush.waivers?.[0]).toMatchObject({ state: 'used', checks: [`${EACH}@push`] });
    const both = applyWaivers(each('fail', 'fail'), [waiver(EACH)], TODAY);
    expect(both).toMatchObject({ verdict: 'conformant', exitCode: 0 });
    expect(both.waivers?.[0]?.checks).toEqual([`${EACH}@push`, `${EACH}@poll`]);
    expect(stateOf(each('fail', 'pass'), waiver(EACH))).toEqual(['used']);
    expect(stateOf(each('pass', 'pass'), waiver(EACH))).toEqual(['stale']);
    expect(stateOf(each('pass', 'not-tested'), waiver(EACH))).toEqual(['not-run']);
    expect(stateOf(each('pass', 'not-applicable'), waiver(EACH))).toEqual(['stale']);
    expect(stateOf(each('pass', 'fail'), waiver(`${EACH}@push`), waiver(`${EACH}@poll`))).toEqual([
      'stale',
      'used',
    ]);
  });

  it('waives one instance and counts the other where only that breaks another rule', () => {
    const results = run([
      check(EACH, 'fail', { delivery: 'push' }),
      check(EACH, 'fail', { delivery: 'poll', findings: [broken('M2')] }),
    ]);
    const after = applyWaivers(results, [waiver(EACH, { requirements: ['M1'] })], TODAY);
    expect(after.checks.map(({ outcome }) => outcome)).toEqual(['waived', 'fail']);
    expect(after.waivers?.[0]?.state).toBe('exceeded');
  });

  it('calls nothing stale that a part of a run cannot tell', () => {
    const passing = [check(EACH, 'pass', { delivery: 'push' })];
    expect(stateOf(run(passing, { delivery: ['push'] }), waiver(EACH))).toEqual(['stale']);
    expect(stateOf(run(passing, { partial: true }), waiver(EACH))).toEqual(['not-run']);
    expect(stateOf(run(passing, { partial: true }), waiver(`${EACH}@push`))).toEqual(['stale']);
    expect(stateOf(run(passing, { partial: true, delivery: ['push'] }), waiver(EACH))).toEqual(['stale']);
    const shard = { partial: true, shard: { index: 1, count: 2 } };
    expect(stateOf(run(passing, shard), waiver(`${EACH}@push`))).toEqual(['not-run']);
    expect(stateOf(run(passing, { partial: true, interrupted: true }), waiver(`${EACH}@push`))).toEqual([
      'not-run',
    ]);
  });

  it('calls the waiver of a limit stale only where every scenario was played', () => {
    const limit = [check('limits/delivery.p99', 'pass')];
    const played = (names: string[]): Results =>
      run(limit, { scenarios: names.map((name) => ({ name }) as NonNullable<Results['scenarios']>[number]) });
    expect(stateOf(played(['storm']), waiver('limits/delivery.p99'))).toEqual(['not-run']);
    expect(stateOf(played(scenarios.map(({ name }) => name)), waiver('limits/delivery.p99'))).toEqual([
      'stale',
    ]);
  });

  it('waives nothing of our own peers', () => {
    const target = run([]).target;
    const failing = run([check('a/b', 'fail')], { target: { ...target, builtIn: true } });
    expect(applyWaivers(failing, [waiver('a/b')], TODAY)).toEqual(failing);
  });

  it('can be taken back, and applied again, and comes to the same', () => {
    const failing = run([check('a/b', 'fail'), check('c/d', 'warn'), check('e/f', 'pass')]);
    const waivers = [waiver('a/b'), waiver('c/d'), waiver('e/f', { until: '2026-01-01' })];
    const once = applyWaivers(failing, waivers, TODAY);
    expect(withoutWaivers(once)).toEqual(failing);
    expect(applyWaivers(once, waivers, TODAY)).toEqual(once);
    expect(applyWaivers(once, [], TODAY)).toEqual(failing);
    expect(withoutWaivers(failing)).toBe(failing);
  });

  it('drops the signature of what it changes', () => {
    const signed = { ...run([check('a/b', 'fail')]), attestation: 'a.b.c' };
    const waived = applyWaivers(signed, [waiver('a/b')], TODAY);
    expect(waived.attestation).toBeUndefined();
    expect(withoutWaivers({ ...waived, attestation: 'a.b.c' }).attestation).toBeUndefined();
  });
});
