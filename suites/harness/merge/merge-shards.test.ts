import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckResult, Finding, Results, WaiverRow } from '../../../reports/results.ts';
import { resultsProblems } from '../../../reports/results-schema.ts';
import { sampleResults } from '../../../reports/sample.ts';
import { MergeError } from './merge-error.ts';
import { mergeShards } from './merge-shards.ts';
import type { Part } from './parts.ts';

const LAST = 'set/typ';

function check(id: string, rest: Partial<CheckResult> = {}): CheckResult {
  return {
    id,
    title: id,
    role: 'transmitter',
    level: 'MUST',
    requirements: ['SSF-6.1.2-05'],
    delivery: null,
    outcome: 'pass',
    findings: [],
    exchanges: [],
    durationMs: 1,
    provenBy: [],
    rerun: `run --only ${id}`,
    ...rest,
  };
}

/** A shard of a run of `total` checks, and of one that judges all that was seen. */
function shard(index: number, count: number, rest: Partial<Results> = {}, total = 5): Results {
  const { comparison: _comparison, waivers: _waivers, targetLog: _log, ...sample } = sampleResults();
  const own = Array.from({ length: total }, (_, i) => i).filter((i) => i % count === index - 1);
  return {
    ...sample,
    startedAt: `2026-08-24T10:15:0${index}.000Z`,
    partial: true,
    shard: { index, count },
    checks: [...own.map((i) => check(`family/c${i}`)), check(LAST)],
    exchanges: [],
    sets: [],
    timing: { limits: sample.timing.limits, samples: [] },
    notices: [],
    ...rest,
  };
}

function parts(...results: Results[]): Part[] {
  return results.map((one, i) => ({ name: `part-${i}.json`, results: one }));
}

function merged(...results: Results[]): Results {
  const run = mergeShards(parts(...results));
  expect(resultsProblems(run)).toEqual([]);
  return run;
}

function refusal(...results: Results[]): MergeError {
  try {
    mergeShards(parts(...results));
  } catch (error) {
    if (error instanceof MergeError) return error;
    throw error;
  }
  throw new Error('It was merged.');
}

const failing = (message: string, rest: Partial<Finding> = {}): Partial<CheckResult> => ({
  outcome: 'fail',
  findings: [{ requirement: 'SSF-6.1.2-05', severity: 'fail', message, ...rest }],
});

describe('shards become one run', () => {
  test('with the checks in the order in which they were dealt, and those of the whole run last', () => {
    const run = merged(shard(2, 2), shard(1, 2));
    expect(run.checks.map(({ id }) => id)).toEqual([
      'family/c0',
      'family/c1',
      'family/c2',
      'family/c3',
      'family/c4',
      LAST,
    ]);
    expect(run.shard).toBeUndefined();
    expect(run.summary.byOutcome).toEqual({ pass: 6 });
    expect(run).toMatchObject({ partial: false, verdict: 'conformant', exitCode: 0 });
  });

  test('the same one, in whatever order they are named', () => {
    const all = [shard(1, 3), shard(2, 3), shard(3, 3)];
    const first = merged(...all);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: 3 }), (order) => {
        expect(mergeShards(parts(...order))).toEqual(first);
      }),
    );
  });

  test('from the first beginning to the last end', () => {
    const run = merged(shard(1, 2, { durationMs: 500 }), shard(2, 2, { durationMs: 400 }));
    expect(run).toMatchObject({ startedAt: '2026-08-24T10:15:01.000Z', durationMs: 1_400 });
  });

  test('that fails when one of them does', () => {
    const broken = shard(2, 2, {
      checks: [check('family/c1', failing('m')), check('family/c3'), check(LAST)],
    });
    expect(merged(shard(1, 2), broken)).toMatchObject({ verdict: 'non-conformant', exitCode: 1 });
  });

  test('that is as restricted, cut short or faulty as any of them', () => {
    const selection = { only: ['family'] };
    expect(merged(shard(1, 2, { selection }), shard(2, 2, { selection })).partial).toBe(true);
    const cut = merged(shard(1, 2), shard(2, 2, { interrupted: true }));
    expect(cut).toMatchObject({ partial: true, interrupted: true });
    expect(merged(shard(1, 2, { faulty: true }), shard(2, 2))).toMatchObject({ faulty: true, exitCode: 4 });
  });

  test('of which nothing is signed, and which is compared with nothing', () => {
    const run = merged(
      shard(1, 1, { attestation: 'a.b.c', comparison: sampleResults().comparison as never }),
    );
    expect(run).not.toHaveProperty('attestation');
    expect(run).not.toHaveProperty('comparison');
  });

  test('with everything of the same words said once', () => {
    const said = { notices: ['A stream is left.'], omissions: ['Much.'] };
    const run = merged(shard(1, 2, said), shard(2, 2, { ...said, notices: ['Another.'] }));
    expect(run.notices).toEqual(['A stream is left.', 'Another.']);
    expect(run.omissions).toEqual(['Much.']);
  });
});

describe('a check that every shard has', () => {
  const lastOf = (...all: Partial<CheckResult>[]): Results =>
    merged(
      ...all.map((rest, i) =>
        shard(i + 1, all.length, { checks: [check(`family/c${i}`), check(LAST, rest)] }, all.length),
      ),
    );

  test('comes to the worst that it came to', () => {
    const outcomeOf = (...all: CheckResult['outcome'][]) =>
      lastOf(...all.map((outcome) => ({ outcome }))).checks.at(-1)?.outcome;
    expect(outcomeOf('pass', 'fail', 'error')).toBe('fail');
    expect(outcomeOf('warn', 'error', 'pass')).toBe('error');
    expect(outcomeOf('note', 'warn')).toBe('warn');
    expect(outcomeOf('not-tested', 'not-applicable')).toBe('not-tested');
  });

  test('is tested when one shard had something to judge, and it is told which had nothing', () => {
    const run = lastOf({ outcome: 'not-tested', reason: 'No SET came.' }, { outcome: 'pass' });
    expect(run.checks.at(-1)).toMatchObject({ outcome: 'pass' });
    expect(run.checks.at(-1)).not.toHaveProperty('reason');
    expect(run.notices).toEqual(['set/typ judged nothing of shard 1: No SET came.']);
  });

  test('is not tested when a shard was cut short before it', () => {
    const cut = shard(1, 2, {
      interrupted: true,
      checks: [check('family/c0'), check(LAST, { outcome: 'not-tested', reason: 'Cancelled.' })],
    });
    const run = merged(cut, shard(2, 2, { checks: [check('family/c1'), check(LAST)] }));
    expect(run.checks.at(-1)).toMatchObject({ outcome: 'not-tested', reason: 'Cancelled.' });
    expect(run.verdict).toBe('incomplete');
  });

  test.each([
    [failing('m'), { outcome: 'error', reason: 'It broke.' }],
    [{ outcome: 'error', reason: 'It broke.' }, failing('m')],
    [
      { ...failing('m'), ended: 'not-tested', reason: 'Much longer than that it broke.' },
      { outcome: 'error', reason: 'It broke.' },
    ],
  ] as const)('fails, and tells of the fault of ours in another shard, which no waiver hides', (...all) => {
    const waiver: WaiverRow = {
      check: LAST,
      reason: 'r',
      until: '2099-12-31',
      state: 'used',
      checks: [],
    };
    expect(lastOf(...all).checks.at(-1)).toMatchObject({
      outcome: 'fail',
      ended: 'error',
      reason: 'It broke.',
    });
    const waived = merged(
      ...all.map((rest, i) =>
        shard(i + 1, 2, { checks: [check(`family/c${i}`), check(LAST, rest)], waivers: [waiver] }, 2),
      ),
    );
    expect(waived.checks.at(-1)).toMatchObject({ outcome: 'waived', ended: 'error' });
    expect(waived).toMatchObject({ verdict: 'incomplete', exitCode: 4 });
  });

  test('fails, and tells that a shard was cut short before it', () => {
    const untested = { outcome: 'not-tested', reason: 'Cancelled.' } as const;
    const cut = { interrupted: true, checks: [check('family/c0'), check(LAST, untested)] };
    const broken = { checks: [check('family/c1'), check(LAST, failing('m'))] };
    const run = merged(shard(1, 2, cut), shard(2, 2, broken));
    expect(run.checks.at(-1)).toMatchObject({ outcome: 'fail', ended: 'not-tested', reason: 'Cancelled.' });
    expect(lastOf(untested, failing('m')).checks.at(-1)).not.toHaveProperty('ended');
  });

  test('finds once what it found in several shards, and counts the SETs that show it', () => {
    const seen = failing('No typ. (2 more SETs likewise)', { set: 4 });
    const run = lastOf(failing('No typ.', { set: 1 }), seen, failing('Other.', { set: 9 }));
    expect(run.checks.at(-1)?.findings.map(({ message }) => message)).toEqual([
      'No typ. (3 more SETs likewise)',
      'Other.',
    ]);
  });

  test('keeps what one shard found several times', () => {
    const twice = failing('m').findings?.flatMap((one) => [one, { ...one, actual: 'other' }]) ?? [];
    const run = lastOf({ outcome: 'fail', findings: twice }, failing('m'));
    expect(run.checks.at(-1)?.findings).toHaveLength(2);
  });
});

describe('evidence', () => {
  /** What a part refers to, by ids with gaps, some of which it did not keep. */
  const evidence = fc.record({
    exchanges: fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 6 }),
    sets: fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 6 }),
    refers: fc.array(
      fc.record({ exchange: fc.integer({ min: 0, max: 14 }), set: fc.integer({ min: 0, max: 14 }) }),
      {
        maxLength: 5,
      },
    ),
  });
  const exchangeOf = (results: Results, id: number) =>
    results.exchanges.find((one) => one.id === id)?.request.url;
  const setOf = (results: Results, id: number) => results.sets.find((one) => one.id === id)?.jti;
  /** Everything that is referred to, by what refers to it. */
  const toldByChecks = (results: Results): unknown[] =>
    results.checks
      .filter(({ id }) => id !== LAST)
      .map(({ id, findings, exchanges }) => [
        id,
        exchanges.map((one) => exchangeOf(results, one)),
        findings.map(({ message, exchange = 0, set = 0 }) => [
          message,
          exchangeOf(results, exchange),
          setOf(results, set),
        ]),
      ]);
  const toldBySets = (results: Results): unknown[] =>
    results.sets.map(({ jti, exchange }) => [jti, exchangeOf(results, exchange)]);

  test('is what it was, under ids that nothing else has', () => {
    fc.assert(
      fc.property(fc.array(evidence, { minLength: 1, maxLength: 4 }), (all) => {
        const [template] = sampleResults().exchanges;
        const [set] = sampleResults().sets;
        if (template === undefined || set === undefined) throw new Error('The sample has no evidence.');
        const given = all.map(({ exchanges, sets, refers }, i) => {
          const findings = refers.map(
            (one, n) => ({ ...failing(`${i}.${n}`).findings?.[0], ...one }) as Finding,
          );
          const judged = check(`family/c${i}`, {
            findings,
            outcome: 'fail',
            exchanges: refers.map((one) => one.exchange),
          });
          const rest = {
            checks: [judged, check(LAST)],
            exchanges: exchanges.map((id) => ({
              ...template,
              id,
              request: { ...template.request, url: `https://t.example/${i}/${id}` },
            })),
            sets: sets.map((id, n) => ({
              ...set,
              id,
              jti: `${i}/${id}`,
              exchange: refers[n]?.exchange ?? 1,
            })),
          };
          return shard(i + 1, all.length, rest, all.length);
        });
        const run = mergeShards(parts(...given));
        expect(toldByChecks(run)).toEqual(given.flatMap(toldByChecks));
        expect(toldBySets(run)).toEqual(given.flatMap(toldBySets));
        for (const list of [run.exchanges, run.sets])
          expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
      }),
    );
  });

  test('was at the time at which it was', () => {
    const [exchange] = sampleResults().exchanges;
    if (exchange === undefined) throw new Error('The sample has no evidence.');
    const exchanges = [{ ...exchange, id: 1, atMs: 100.25 }];
    const run = merged(shard(1, 2, { exchanges }), shard(2, 2, { exchanges }));
    expect(run.exchanges.map(({ id, atMs }) => [id, atMs])).toEqual([
      [1, 100.25],
      [2, 1_100.25],
    ]);
  });
});

describe('waivers', () => {
  const waiver = { check: 'family/c1', reason: 'r', until: '2026-12-31' };
  const row = { ...waiver, state: 'not-run' as const, checks: [] };
  const waived = check('family/c1', {
    ...failing('m'),
    outcome: 'waived',
    waived: { outcome: 'fail', reason: 'r', until: '2026-12-31' },
  });
  const first = shard(1, 2, { waivers: [row] });
  const second = shard(2, 2, {
    waivers: [{ ...row, state: 'used', checks: ['family/c1'] }],
    checks: [waived, check('family/c3'), check(LAST)],
  });

  test('are applied to the whole', () => {
    const run = merged(first, second);
    expect(run.waivers).toEqual([{ ...waiver, state: 'used', checks: ['family/c1'] }]);
    expect(run.checks[1]).toMatchObject({ outcome: 'waived' });
    expect(run).toMatchObject({ verdict: 'conformant', exitCode: 0 });
  });

  test('that ended before the last shard began have expired', () => {
    const late = { ...waiver, until: '2026-08-23' };
    const rows = { waivers: [{ ...late, state: 'expired' as const, checks: [] }] };
    const run = merged({ ...first, ...rows }, { ...second, ...rows });
    expect(run.waivers).toMatchObject([{ state: 'expired' }]);
    expect(run.exitCode).toBe(1);
  });
});

describe('what is not the shards of one run is refused', () => {
  test('a run of its own', () => {
    const { shard: _shard, ...whole } = shard(2, 2);
    expect(refusal(shard(1, 2), whole)).toMatchObject({
      code: 'no-shard',
      message: 'part-1.json is no shard, but a run of its own.',
    });
  });

  test('the same shard twice', () => {
    expect(refusal(shard(1, 2), shard(2, 2), shard(1, 2))).toMatchObject({
      code: 'twice',
      message: 'Shard 1/2 is there twice: part-0.json and part-2.json.',
    });
  });

  test('some shards of several', () => {
    expect(refusal(shard(2, 4)).message).toBe('Shards are missing: 1/4, 3/4, 4/4.');
    expect(refusal(shard(2, 2))).toMatchObject({ code: 'missing', message: 'A shard is missing: 1/2.' });
    expect(refusal(shard(1, 1_000_000)).message).toMatch(
      /^Shards are missing: 2\/1000000, .* and \d+ more\.$/,
    );
  });

  const base = shard(2, 2);
  test.each<[string, Partial<Results>]>([
    [
      'the tool is ssf-conformance 0.1.0 in part-0.json, but ssf-conformance 9.9.9 in part-1.json',
      { tool: { ...base.tool, version: '9.9.9' } },
    ],
    ['the catalogue of requirements is', { tool: { ...base.tool, catalogue: 'f'.repeat(64) } }],
    ['what was run is checks in part-0.json, but scenarios in part-1.json', { scenarios: [] }],
    ['the role of the target is', { target: { ...base.target, role: 'receiver' } }],
    ['whether the target is the built-in one is false', { target: { ...base.target, builtIn: true } }],
    ['the form of the target is none', { target: { ...base.target, form: 'hosted' } }],
    [
      'the target is ["https://signals.example.com/tenants/acme"',
      { target: { ...base.target, issuer: 'https://other.example' } },
    ],
    ['the target is', { target: { ...base.target, metadataUrl: 'https://other.example' } }],
    ['the profile is ssf in part-0.json, but caep-interop in part-1.json', { profile: 'caep-interop' }],
    ['the delivery methods is ["push","poll"]', { delivery: ['push'] }],
    ['the seed is 42 in part-0.json, but 43 in part-1.json', { seed: 43 }],
    ['how it judges is', { policy: { ...base.policy, failOn: 'should' } }],
    [
      'what was selected is none in part-0.json, but {"only":["set"]} in part-1.json',
      { selection: { only: ['set'] } },
    ],
    ['the number of shards is 2 in part-0.json, but 3 in part-1.json', { shard: { index: 2, count: 3 } }],
    ['the limits is', { timing: { limits: { verification: 1 }, samples: [] } }],
    [
      'the waivers is none',
      { waivers: [{ check: 'family/c1', reason: 'r', until: '2026-12-31', state: 'stale', checks: [] }] },
    ],
  ])('shards of different runs: %s', (message, other) => {
    const { code, message: said } = refusal(shard(1, 2), { ...base, ...other });
    expect(code).toBe('differ');
    expect(said).toContain(message);
  });

  test('and all that differs is told', () => {
    const { message } = refusal(shard(1, 2), shard(2, 2, { seed: 1, profile: 'x' }));
    expect(message).toContain('the profile is');
    expect(message).toContain('the seed is');
  });

  test('shards that were dealt from different lists', () => {
    const short = shard(1, 2, { checks: [check('family/c0'), check(LAST)] });
    expect(refusal(short, shard(2, 2))).toMatchObject({
      code: 'differ',
      message: 'The shards were not dealt from one list of checks: they have 1, 2.',
    });
    const third = shard(3, 3, { checks: [check('family/c2'), check('family/c1'), check(LAST)] });
    expect(refusal(shard(1, 3), shard(2, 3), third).message).toBe(
      'The check family/c1 is in some shards only.',
    );
  });

  test('not where a built-in peer stood, nor where we had the Receiver poll', () => {
    const target = { ...base.target, builtIn: true };
    const at = (port: number) => ({ target: { ...target, issuer: `https://127.0.0.1:${port}` } });
    expect(merged(shard(1, 2, at(1)), shard(2, 2, at(2))).verdict).toBe('conformant');
    const polling = (port: number) => ({
      target: {
        role: 'receiver' as const,
        builtIn: false,
        form: 'hosted' as const,
        issuer: `http://127.0.0.1:${port}/i`,
        metadataUrl: `http://127.0.0.1:${port}/m`,
        endpoint: `http://127.0.0.1:${port}/poll`,
      },
    });
    expect(merged(shard(1, 2, polling(1)), shard(2, 2, polling(2))).checks).toHaveLength(6);
  });

  test('not where each run started the target, which then stood elsewhere; what both wrote is kept', () => {
    const started = (port: number, text: string, source = 'container acme/tx:1') => ({
      target: { ...base.target, issuer: `http://127.0.0.1:${port}` },
      targetLog: { source, lines: [{ atMs: -5, stream: 'stdout' as const, text }], omitted: 1 },
    });
    const first = shard(1, 2, { ...started(1, 'one'), startedAt: '2026-11-22T10:00:00.000Z' });
    const second = shard(2, 2, { ...started(2, 'two'), startedAt: '2026-11-22T10:00:01.000Z' });
    expect(merged(second, first).targetLog).toEqual({
      source: 'container acme/tx:1',
      lines: [
        { atMs: -5, stream: 'stdout', text: 'one' },
        { atMs: 995, stream: 'stdout', text: 'two' },
      ],
      omitted: 2,
    });
    expect(refusal(first, shard(2, 2, started(2, '', 'container acme/tx:2'))).message).toContain(
      'the target is',
    );
  });
});
