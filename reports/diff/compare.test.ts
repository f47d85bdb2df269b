import { describe, expect, it } from 'vitest';
import type { CheckResult, Comparison, DurationRow, Finding, Ledger, Outcome, Results } from '../results.ts';
import { resultsProblems } from '../results-schema.ts';
import { sampleResults } from '../sample.ts';
import { sampleScenarioResults } from '../sample-scenarios.ts';
import { compareResults } from './compare.ts';
import { kindOfRun } from './kind.ts';

const base = sampleResults();

function check(id: string, outcome: Outcome, more: Partial<CheckResult> = {}): CheckResult {
  const [model] = base.checks;
  if (model === undefined) throw new Error('The sample has no check.');
  const severity = outcome === 'fail' || outcome === 'warn' ? outcome : null;
  const { hook: _h, reason: _r, waived: _w, ...plain } = model;
  return {
    ...plain,
    id,
    delivery: null,
    outcome,
    findings: severity === null ? [] : [broken('A', severity)],
    ...more,
  };
}

function broken(requirement: string, severity: Finding['severity'] = 'fail'): Finding {
  return { requirement, severity, message: `${requirement} is broken` };
}

function waivedCheck(id: string, more: Partial<CheckResult> = {}): CheckResult {
  const waived = { reason: 'r', until: '2026-12-31', outcome: 'fail' } as const;
  return check(id, 'waived', { waived, findings: [broken('A')], ...more });
}

const run = (checks: CheckResult[], more: Partial<Results> = {}): Results => ({ ...base, checks, ...more });
const should = { failOn: 'should', allowUntested: false, requireComplete: false } as const;

/** Keys by where they are put. */
function sorted(comparison: Comparison): Record<string, unknown> {
  const { newlyFailing, fixed, newlyNotTested, changed, stillFailing } = comparison;
  const keys = (rows: Comparison['changed']) =>
    rows.map(({ key, before, after }) => `${key} ${before} ${after}`);
  const all = {
    newlyFailing: keys(newlyFailing),
    fixed: keys(fixed),
    newlyNotTested: keys(newlyNotTested),
    changed: keys(changed),
  };
  return {
    ...Object.fromEntries(Object.entries(all).filter(([, rows]) => rows.length > 0)),
    ...(stillFailing > 0 ? { stillFailing } : {}),
  };
}
const compared = (before: CheckResult[], after: CheckResult[], more: Partial<Results> = {}): object =>
  sorted(compareResults(run(before, more), run(after, more)));

describe('compareResults', () => {
  it('finds nothing between a run and itself', () => {
    const same = compareResults(base, base);
    expect(sorted(same)).toEqual({
      stillFailing: base.checks.filter(({ outcome }) => outcome === 'fail').length,
    });
    expect([same.caveats, same.slower]).toEqual([[], []]);
    expect(same.against).toEqual({
      startedAt: base.startedAt,
      tool: base.tool,
      verdict: base.verdict,
      sentence: base.sentence,
    });
    expect(resultsProblems({ ...base, comparison: same })).toEqual([]);
  });

  it.each<[Outcome | null, Outcome | null, object]>([
    ['pass', 'fail', { newlyFailing: ['a/b pass fail'] }],
    ['note', 'fail', { newlyFailing: ['a/b note fail'] }],
    ['warn', 'fail', { newlyFailing: ['a/b warn fail'] }],
    ['not-tested', 'fail', { newlyFailing: ['a/b not-tested fail'] }],
    ['not-applicable', 'fail', { newlyFailing: ['a/b not-applicable fail'] }],
    ['error', 'fail', { newlyFailing: ['a/b error fail'] }],
    [null, 'fail', { newlyFailing: ['a/b null fail'] }],
    ['fail', 'fail', { stillFailing: 1 }],
    ['fail', 'pass', { fixed: ['a/b fail pass'] }],
    ['fail', 'note', { fixed: ['a/b fail note'] }],
    ['fail', 'warn', { fixed: ['a/b fail warn'] }],
    ['fail', 'not-applicable', { changed: ['a/b fail not-applicable'] }],
    ['fail', 'error', { changed: ['a/b fail error'] }],
    ['fail', 'not-tested', { newlyNotTested: ['a/b fail not-tested'] }],
    ['pass', 'not-tested', { newlyNotTested: ['a/b pass not-tested'] }],
    ['not-applicable', 'not-tested', { newlyNotTested: ['a/b not-applicable not-tested'] }],
    [null, 'not-tested', { newlyNotTested: ['a/b null not-tested'] }],
    ['error', 'not-tested', { newlyNotTested: ['a/b error not-tested'] }],
    ['pass', 'warn', { changed: ['a/b pass warn'] }],
    ['pass', 'error', { changed: ['a/b pass error'] }],
    [null, 'pass', { changed: ['a/b null pass'] }],
    ['fail', null, { changed: ['a/b fail null'] }],
    ['pass', 'pass', {}],
    ['not-tested', 'not-tested', {}],
  ])('puts %s then %s where it belongs', (before, after, where) => {
    const of = (outcome: Outcome | null): CheckResult[] => (outcome === null ? [] : [check('a/b', outcome)]);
    expect(compared(of(before), of(after))).toEqual(where);
  });

  it('counts warnings as failures where the later run does', () => {
    const of = (outcome: Outcome): Results => run([check('a/b', outcome)], { policy: should });
    expect(sorted(compareResults(of('pass'), of('warn')))).toEqual({ newlyFailing: ['a/b pass warn'] });
    expect(sorted(compareResults(of('fail'), of('warn')))).toMatchObject({ stillFailing: 1 });
    expect(sorted(compareResults(of('warn'), of('pass')))).toEqual({ fixed: ['a/b warn pass'] });
    const lenient = { ...of('warn'), policy: base.policy };
    expect(sorted(compareResults(lenient, of('warn')))).toEqual({ stillFailing: 1 });
  });

  it('calls it newly failing when a check that failed breaks another rule, and says which', () => {
    const before = run([check('a/b', 'fail')]);
    const after = run([check('a/b', 'fail', { findings: [broken('A'), broken('B')] })]);
    expect(compareResults(before, after).newlyFailing).toEqual([
      expect.objectContaining({
        before: 'fail',
        after: 'fail',
        message: 'It breaks another rule now, B: B is broken',
      }),
    ]);
    expect(sorted(compareResults(after, before))).toEqual({ stillFailing: 1 });
  });

  it('calls it newly failing when what was a warning about a rule is a failure now', () => {
    const of = (...findings: Finding[]): Results =>
      run(
        [check('a/b', findings.some(({ severity }) => severity === 'fail') ? 'fail' : 'warn', { findings })],
        {
          policy: should,
        },
      );
    const [warned, failed] = [of(broken('A', 'warn')), of(broken('A', 'warn'), broken('A'))];
    expect(compareResults(warned, failed).newlyFailing).toEqual([
      expect.objectContaining({ message: 'It breaks a rule worse than before, A: A is broken' }),
    ]);
    expect(sorted(compareResults(failed, failed))).toEqual({ stillFailing: 1 });
    expect(sorted(compareResults(failed, warned))).toMatchObject({ stillFailing: 1 });
  });

  it('calls newly not tested what could not be brought to its end beside a failure that is known or waived', () => {
    const cut = { ended: 'not-tested', reason: 'No SET came.' } as const;
    const known = check('a/b', 'fail');
    const short = check('a/b', 'fail', cut);
    const waived = waivedCheck('a/b', cut);
    expect(compared([known], [short])).toEqual({ newlyNotTested: ['a/b fail fail'], stillFailing: 1 });
    expect(compared([check('a/b', 'pass')], [waived])).toEqual({ newlyNotTested: ['a/b pass waived'] });
    expect(compared([known], [waived])).toEqual({ newlyNotTested: ['a/b fail waived'] });
    expect(compared([check('a/b', 'fail', { ended: 'error' })], [short])).toMatchObject({
      newlyNotTested: ['a/b fail fail'],
    });
    expect(compareResults(run([known]), run([short])).newlyNotTested[0]?.message).toContain('No SET came.');
    expect(compared([short], [short])).toEqual({ stillFailing: 1 });
    expect(compared([waived], [waived])).toEqual({});
    expect(compared([check('a/b', 'not-tested')], [waived])).toEqual({ changed: ['a/b not-tested waived'] });
  });

  it('tells the delivery methods of a check apart', () => {
    const of = (push: Outcome, poll: Outcome): CheckResult[] => [
      check('a/b', push, { delivery: 'push' }),
      check('a/b', poll, { delivery: 'poll' }),
    ];
    expect(compared(of('fail', 'pass'), of('pass', 'fail'))).toEqual({
      newlyFailing: ['a/b@poll pass fail'],
      fixed: ['a/b@push fail pass'],
    });
  });

  it('calls neither a waived failure new nor one whose waiver was taken out; shows both as changed', () => {
    expect(compared([check('a/b', 'fail')], [waivedCheck('a/b')])).toEqual({ changed: ['a/b fail waived'] });
    expect(compared([check('a/b', 'pass')], [waivedCheck('a/b')])).toEqual({ changed: ['a/b pass waived'] });
    expect(compared([waivedCheck('a/b')], [check('a/b', 'fail')])).toEqual({
      changed: ['a/b waived fail'],
      stillFailing: 1,
    });
    expect(compared([waivedCheck('a/b')], [waivedCheck('a/b')])).toEqual({});
    expect(compared([waivedCheck('a/b')], [check('a/b', 'pass')])).toEqual({ fixed: ['a/b waived pass'] });
    const grown = check('a/b', 'fail', { findings: [broken('B')] });
    expect(compared([waivedCheck('a/b')], [grown])).toEqual({ newlyFailing: ['a/b waived fail'] });
  });

  it('says nothing of checks that a part of a run lacks, but of what fails', () => {
    const few = run([check('a/b', 'pass')], { partial: true });
    const all = run([check('a/b', 'pass'), check('c/d', 'pass'), check('e/f', 'fail')]);
    expect(sorted(compareResults(few, all))).toEqual({ newlyFailing: ['e/f null fail'] });
    expect(sorted(compareResults(all, few))).toEqual({});
    expect(compareResults(few, all).caveats).toEqual(['It has only a part of the checks.']);
    expect(compareResults(all, { ...few, shard: { index: 1, count: 2 } }).caveats).toEqual([
      'This run is shard 1 of 2.',
    ]);
    expect(compareResults(all, { ...few, interrupted: true }).caveats).toEqual(['This run was cut short.']);
  });

  it('says nothing of a delivery method that was not tested, but that it was not', () => {
    const push = run([check('a/b', 'pass', { delivery: 'push' })], { delivery: ['push'] });
    const both = run([
      check('a/b', 'pass', { delivery: 'push' }),
      check('a/b', 'pass', { delivery: 'poll' }),
    ]);
    expect(sorted(compareResults(push, both))).toEqual({});
    expect(sorted(compareResults(both, push))).toEqual({});
    expect(compareResults(push, both).caveats).toEqual([
      'It tested delivery by push, this run by poll and push.',
    ]);
  });

  it('says what makes two runs less comparable', () => {
    const other = run(base.checks, {
      tool: { ...base.tool, version: '9.9.9', catalogue: 'f'.repeat(64) },
      profile: 'caep-interop',
      target: { ...base.target, issuer: 'https://other.example/\u001b[2J' },
      policy: should,
    });
    expect(compareResults(other, base).caveats).toEqual([
      `It tested https://other.example/\\x1b[2J, this run ${base.target.issuer}.`,
      'It was made by version 9.9.9, this run by 0.1.0.',
      'Its catalogue of requirements was another one: rules came, went or changed.',
      'Its profile was caep-interop, that of this run is ssf.',
      'It was judged with --fail-on should; both are compared by --fail-on must.',
    ]);
  });

  it('does not take an address of our own for another target', () => {
    const receiver = (issuer: string, more: object): Results =>
      run([], { target: { role: 'receiver', issuer, metadataUrl: issuer, builtIn: false, ...more } });
    const managed = { form: 'managed' } as const;
    const of = (a: Results, b: Results): string[] => compareResults(a, b).caveats;
    expect(of(receiver('http://127.0.0.1:1', managed), receiver('http://127.0.0.1:2', managed))).toEqual([]);
    const hosted = (endpoint: string) => receiver('http://127.0.0.1:1', { form: 'hosted', endpoint });
    expect(of(hosted('https://a.example/'), hosted('https://b.example/'))).toEqual([
      'It tested the hosted Receiver https://a.example/, this run the hosted Receiver https://b.example/.',
    ]);
    expect(of(hosted('https://a.example/'), receiver('x', managed))).toEqual([
      'It tested the hosted Receiver https://a.example/, this run a managed Receiver.',
    ]);
    const builtIn = (issuer: string) => receiver(issuer, { ...managed, builtIn: true });
    expect(of(builtIn('http://127.0.0.1:1'), builtIn('http://127.0.0.1:2'))).toEqual([]);
  });

  it('says nothing of the checks of scenarios that the other run did not play', () => {
    const all = sampleScenarioResults();
    const [first, ...others] = all.scenarios ?? [];
    expect(others.length).toBeGreaterThan(0);
    const one: Results = {
      ...all,
      scenarios: first === undefined ? [] : [first],
      checks: all.checks.filter(({ id }) => id.startsWith(`${first?.name}/`)),
    };
    expect(sorted(compareResults(all, one))).not.toHaveProperty('changed');
    expect(compareResults(all, one).caveats.join(' ')).toContain('It played');
  });
});

describe('what is slower', () => {
  const sample = (ms: number, n = 5): Results['timing']['samples'] =>
    Array.from({ length: n }, () => ({
      name: 'verification',
      delivery: 'push' as const,
      check: null,
      ms,
      limitMs: 60_000,
    }));
  const waits = (before: number, after: number, n?: number): Comparison['slower'] =>
    compareResults(
      run([], { timing: { limits: {}, samples: sample(before, n) } }),
      run([], { timing: { limits: {}, samples: sample(after, n) } }),
    ).slower;
  const row = (p50: number, p99: number, more: Partial<DurationRow> = {}): DurationRow => ({
    name: 'delivery',
    eventType: null,
    delivery: 'poll',
    count: 20,
    p50,
    p90: p99,
    p99,
    max: p99,
    uncertaintyMs: 0,
    ...more,
  });
  const ledger = (...durations: DurationRow[]): Results =>
    run([], {
      timing: {
        limits: {},
        samples: [],
        ledger: {
          durations,
          entries: [],
          limits: [],
          enforced: false,
          clockSkew: null,
          emptyPollsMs: [],
        } satisfies Ledger,
      },
    });

  it('is what takes a quarter longer and more than 50 ms, of five values and more', () => {
    expect(waits(1000, 1300)).toEqual([
      { name: 'verification', delivery: 'push', beforeMs: 1000, afterMs: 1300 },
    ]);
    expect(waits(1000, 1250)).toEqual([]);
    expect(waits(10, 60)).toEqual([]);
    expect(waits(10, 61)).toHaveLength(1);
    expect(waits(1000, 1300, 4)).toEqual([]);
    expect(waits(1300, 1000)).toEqual([]);
    expect(waits(0, 1000)).toHaveLength(1);
  });

  it('tells p50 and p99 of scenarios apart, beyond what they may be off', () => {
    const { slower } = compareResults(ledger(row(100, 1000)), ledger(row(110, 2000)));
    expect(slower).toEqual([{ name: 'delivery.p99', delivery: 'poll', beforeMs: 1000, afterMs: 2000 }]);
    const unsure = { uncertaintyMs: 500 };
    expect(compareResults(ledger(row(1, 1000, unsure)), ledger(row(1, 2000, unsure))).slower).toEqual([]);
    expect(compareResults(ledger(row(1, 1000, unsure)), ledger(row(1, 2060, unsure))).slower).toHaveLength(1);
    const few = { count: 4 };
    expect(compareResults(ledger(row(1, 1000, few)), ledger(row(1, 9000, few))).slower).toEqual([]);
    const typed = { eventType: 'https://x.example/e' };
    expect(compareResults(ledger(row(1, 1000, typed)), ledger(row(1, 9000, typed))).slower).toEqual([]);
  });
});

describe('kindOfRun', () => {
  it('tells apart what cannot be compared', () => {
    const { target } = base;
    const scenarios: NonNullable<Results['scenarios']> = [];
    const kinds = [
      kindOfRun({ target }),
      kindOfRun({ target: { ...target, role: 'receiver' } }),
      kindOfRun({ target, scenarios }),
      kindOfRun({ target: { ...target, role: 'receiver' }, scenarios }),
      kindOfRun({ target: { ...target, form: 'mocks' }, scenarios }),
      kindOfRun({ target: { ...target, form: 'pair' }, scenarios }),
    ];
    expect(new Set(kinds).size).toBe(kinds.length);
    expect(kindOfRun({ target: { ...target, role: 'receiver', form: 'managed' } })).toBe(kinds[1]);
  });
});
