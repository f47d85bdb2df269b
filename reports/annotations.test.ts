import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderAnnotations } from './annotations.ts';
import type { CheckResult, Results } from './results.ts';
import { hostileResults, sampleResults } from './sample.ts';
import { hostileScenarioResults } from './sample-scenarios.ts';

const report = 'conformance-report/report.html';

function lines(...runs: Results[]): string[] {
  const text = renderAnnotations(runs, report);
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** As the runner of GitHub Actions reads a line. */
function read(line: string): { kind: string; title: string; text: string } {
  const [, kind = '', title = '', text = ''] =
    /^::(error|warning|notice) title=([^:,]*)::(.*)$/.exec(line) ?? [];
  const plain = (escaped: string): string =>
    escaped
      .replaceAll('%2C', ',')
      .replaceAll('%3A', ':')
      .replaceAll('%0A', '\n')
      .replaceAll('%0D', '\r')
      .replaceAll('%25', '%');
  return { kind, title: plain(title), text: plain(text) };
}

function without<K extends keyof Results>(results: Results, ...keys: K[]): Omit<Results, K> {
  const rest = { ...results };
  for (const key of keys) delete rest[key];
  return rest;
}

const plain = without(sampleResults(), 'waivers', 'comparison') as Results;
const failed = (count: number, outcome: 'fail' | 'warn' = 'fail'): CheckResult[] => {
  const [first] = plain.checks.filter((check) => check.outcome === outcome);
  return first === undefined
    ? []
    : Array.from({ length: count }, (_, i) => ({ ...first, id: `family/check-${i}` }));
};

describe('annotations of GitHub Actions', () => {
  test('show each failure with its clause, what to do and how to see it again', () => {
    const [first = ''] = lines(plain);
    expect(read(first)).toEqual({
      kind: 'error',
      title: 'SSF 8.1.1.1: create-stream/refused-without-token',
      text: [
        'A create request without credentials was accepted, and a stream was made.',
        'Expected: 401 Unauthorized',
        'Seen: 201 Created',
        'What to do: Authenticate the Receiver before anything else at the configuration endpoint.',
        'The rule: A create request whose authorization is missing or failed is answered with 401.',
        "See it again: ssf-conformance run --issuer 'https://signals.example.com/tenants/acme' --only create-stream/refused-without-token",
      ].join('\n'),
    });
  });

  test('show warnings as such, our own errors as ours, and nothing that passed, is waived or was not tested', () => {
    const shown = lines(plain).map(read);
    expect(shown.map(({ kind, title }) => `${kind} ${title}`)).toEqual([
      'error SSF 8.1.1.1: create-stream/refused-without-token',
      'error SSF 8.1.4.1: verification/set-names-the-stream@push',
      'error SSF 8.1.4.1: verification/set-names-the-stream@poll',
      'error Fault of the harness: poll-delivery/unknown-ack-does-no-harm@poll',
      'warning SSF 7.2.2: discovery/no-legacy-document',
    ]);
  });

  test('show whatever made the exit code 4, also where what a check found is waived', () => {
    const [check] = failed(1);
    const waived = { ...check, outcome: 'waived', ended: 'error', reason: 'It threw.' } as CheckResult;
    const faulty: Results = { ...plain, checks: [waived], verdict: 'incomplete', exitCode: 4 };
    const [line = '', ...others] = lines(faulty);
    expect(others).toEqual([]);
    expect(read(line)).toEqual({
      kind: 'error',
      title: 'Fault of the harness: family/check-0',
      text: `It threw.\nSee it again: ${waived.rerun}`,
    });
    const hidden = lines({ ...faulty, checks: [{ ...waived, outcome: 'pass' }] }).map(read);
    expect(hidden).toEqual([{ kind: 'error', title: 'Fault of the harness', text: plain.sentence }]);
  });

  test('are none where nothing is wrong', () => {
    const checks = plain.checks.filter(({ outcome }) => outcome === 'pass');
    expect(renderAnnotations([{ ...plain, checks, verdict: 'conformant', exitCode: 0 }], report)).toBe('');
  });

  test('are at most ten of a kind over all runs, and say how many more there are', () => {
    const many = { ...plain, checks: [...failed(8), ...failed(13, 'warn')] };
    const shown = lines(many, many);
    expect(shown).toHaveLength(21);
    expect(read(shown.at(-1) ?? '')).toMatchObject({
      kind: 'notice',
      text: `6 more errors and 16 more warnings: see ${report}.`,
    });
  });

  test('show first what failed newly, in whichever run, and let only that be an error with --new-only', () => {
    const compared = structuredClone(sampleResults());
    delete compared.waivers;
    if (compared.comparison)
      compared.comparison.newlyFailing = [
        { key: 'verification/set-names-the-stream@poll', title: '', before: 'pass', after: 'fail' },
      ];
    expect(read(lines(plain, compared)[0] ?? '').title).toContain('verification/set-names-the-stream@poll');
    compared.policy.newOnly = true;
    const kinds = lines(compared).map(read);
    expect(kinds.filter(({ kind }) => kind === 'error').map(({ title }) => title)).toEqual([
      'SSF 8.1.4.1: verification/set-names-the-stream@poll',
      'Fault of the harness: poll-delivery/unknown-ack-does-no-harm@poll',
    ]);
  });

  test('show waivers that fail the run, and why an incomplete run does', () => {
    const checks = plain.checks.filter(({ outcome }) => outcome === 'pass');
    const waiver = {
      check: 'a/b',
      reason: 'Known.',
      until: '2026-01-01',
      state: 'expired',
      checks: [],
    } as const;
    const shown = lines({
      ...plain,
      checks,
      verdict: 'incomplete',
      exitCode: 5,
      waivers: [{ ...waiver, checks: [] }],
    }).map(read);
    expect(shown.map(({ kind, title }) => `${kind} ${title}`)).toEqual([
      'error Expired waiver: a/b',
      'error Incomplete',
    ]);
    expect(shown[0]?.text).toContain('It held until 2026-01-01.');
  });

  test.each([
    ['a hostile target', hostileResults()],
    ['hostile scenarios', hostileScenarioResults()],
  ])('are one command a line, and no other, with %s', (_what, results) => {
    for (const line of lines(results))
      expect(line).toMatch(/^::(error|warning|notice) title=[^:,\p{Cc}]*::\P{Cc}*$/u);
  });

  test('cannot be ended or joined by anything that a target sends', () => {
    const count = lines(plain).length;
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'binary' }),
            fc.constantFrom(
              '\n::error::',
              '\r::add-mask::a',
              '::',
              ',title=x',
              '%0A',
              '\u2028::set-output::',
              '\u0085',
            ),
          ),
          { maxLength: 6 },
        ),
        (parts) => {
          const text = parts.join('');
          const results = without(
            sampleResults((own) => own + text),
            'waivers',
            'comparison',
          ) as Results;
          for (const check of results.checks) {
            check.id += text;
            check.title += text;
          }
          const shown = lines(results);
          expect(shown).toHaveLength(count);
          // A tab stays, and ends nothing.
          for (const line of shown)
            expect(line).toMatch(/^::(error|warning) title=[^:,\p{Cc}]*::(?:\P{Cc}|\t)*$/u);
        },
      ),
    );
  });
});
