import { describe, expect, test } from 'vitest';
import type { Results } from './results.ts';
import { hostileResults, hostileText, sampleResults } from './sample.ts';
import { hostileScenarioResults, nothingPlayed, sampleScenarioResults } from './sample-scenarios.ts';
import { renderTerminal } from './terminal.ts';

const text = renderTerminal(sampleResults(), {
  width: 100,
  reports: { report: 'conformance-report/report.html' },
});

/** Where each of the texts first stands; all of them must be there. */
function places(...parts: string[]): number[] {
  return parts.map((part) => {
    const at = text.indexOf(part);
    expect(text).toContain(part);
    return at;
  });
}

describe('the end of a run on the terminal', () => {
  test('starts with the failures and ends with the verdict and where the reports lie', () => {
    expect(text.startsWith('Failures (3)')).toBe(true);
    const order = places(
      'Failures',
      'Errors of the harness',
      'Warnings',
      'Not tested',
      'All checks',
      'Not conformant with',
      'report.html',
    );
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  test('tells of each failure the clause, what was expected and seen, the exchange and how to run it again', () => {
    const block = text.slice(
      text.indexOf('✗ create-stream/refused-without-token'),
      text.indexOf('✗ verification/'),
    );
    for (const part of [
      'SSF 8.1.1.1 · DECLARATIVE · SSF-8.1.1.1-13',
      'A create request whose authorization is missing or failed is answered with 401.',
      'expected   401 Unauthorized',
      'actual     201 Created',
      'hint       Authenticate the Receiver',
      '#7 POST https://signals.example.com/tenants/acme/ssf/streams → 201 in 17 ms',
      "ssf-conformance run --issuer 'https://signals.example.com/tenants/acme' --only create-stream/refused-without-token",
    ]) {
      expect(block.replace(/\n\s+/g, ' ')).toContain(part);
    }
  });

  test('shows what the target wrote at the moment of an exchange, three lines at most', () => {
    const results = sampleResults();
    expect(text).toContain('log        WARN no typ header configured');
    const near = Array.from({ length: 9 }, (_, i) => ({
      atMs: 3121 + i,
      stream: 'stdout' as const,
      text: `l${i}`,
    }));
    results.targetLog = { source: 'command x', lines: near, omitted: 0 };
    const all = renderTerminal(results, { width: 100 });
    expect(all).toMatch(/log +l0\n +l1\n +l2\n(?! +l)/);
    expect(all).not.toContain('l3');
  });

  test('says of an exchange without a response why there is none', () => {
    const results = sampleResults();
    const [broken] = results.checks.filter((check) => check.outcome === 'fail');
    if (broken?.findings[0]) broken.findings[0].exchange = 20;
    expect(renderTerminal(results, { width: 200 })).toContain('→ no response (timeout)');
  });

  test('groups what was not tested by what to configure', () => {
    const group = text.slice(text.indexOf('Not tested (3)'));
    expect(group.match(/Needs the credentials of a second Receiver/g)).toHaveLength(1);
    expect(group).toContain('isolation/poll@poll\n    isolation/delete');
    expect(group).toContain('1 rule: The check ended in a harness error.');
  });

  test('sums up, in a part of a run, what none of its checks decides', () => {
    const results = { ...sampleResults(), partial: true };
    results.requirements.untested.push(
      ...['X-1', 'X-2'].map((id) => ({ id, why: 'No check of this run decides it.' })),
    );
    const part = renderTerminal(results, { width: 100 });
    expect(part).toContain('2 rules: None of the checks that were chosen decides them.');
    expect(part).toContain('1 rule: The check ended in a harness error.');
    expect(part).not.toContain('No check of this run decides it.');
    expect(renderTerminal({ ...results, partial: false }, { width: 100 })).toContain(
      '2 rules: No check of this run decides it.',
    );
  });

  test('counts checks by outcome and level, with marks where the words do not fit', () => {
    const narrow = renderTerminal(sampleResults(), { width: 60 });
    expect(renderTerminal(sampleResults(), { width: 120 })).toMatch(/Failed {2}Harness error {2}Warning/);
    expect(narrow).toMatch(/All checks {6}3 {5}1 {5}1 {5}3/);
    expect(narrow).toContain('✗ failed, ‼ harness error');
  });

  test('keeps to the width, except for what is to be copied', () => {
    for (const width of [60, 80, 120]) {
      const tooLong = renderTerminal(sampleResults(), { width })
        .split('\n')
        .filter(
          (line) => line.length > width && !line.includes('run only this') && !line.includes('https://'),
        );
      expect(tooLong).toEqual([]);
    }
  });

  test('uses colour only where it is asked to', () => {
    expect(text).not.toContain('\u001b');
    expect(renderTerminal(sampleResults(), { color: true })).toContain('\u001b[31m');
  });

  test('says that the run was cut short', () => {
    expect(renderTerminal({ ...sampleResults(), interrupted: true })).toContain('The run was cut short');
  });

  test('has nothing but counts, the verdict and the target when nothing is wrong', () => {
    const lines = [
      '            Passed',
      'MUST             1',
      'All checks       1',
      '',
      '✓ Conformant.',
      '',
      `target  ${cleanResults().target.issuer}`,
      '',
    ];
    const { targetLog: _, ...results } = cleanResults();
    expect(renderTerminal(results)).toBe(lines.join('\n'));
  });
});

describe('the end of a run of scenarios on the terminal', () => {
  const shown = renderTerminal(sampleScenarioResults(), { width: 120 });

  test('has a line for each scenario, how long SETs took, and the limits that were broken', () => {
    for (const part of [
      'Scenarios (1 held, 1 broken, 1 incomplete)',
      '✓ Held        impossible-travel      push   4.9 s',
      '✗ Broken      device-non-compliance  push  14.3 s',
      '? Incomplete  risk-creep             poll  21.9 s  signals.example.com (target) → Relying party (mock)',
      'delivery by push p50 47 ms, p99 3.5 s, max 3.5 s (3 events)',
      'delivery.p99 took 3.5 s, more than 1 s (configured; apart from the verdict)',
    ])
      expect(shown).toContain(part);
  });

  test('says that this is no certificate, and counts by no level but that of stories', () => {
    expect(shown).toMatch(
      /✗ Not held: .*\n( .*\n)* {2}A story is not the checks: .*--scenario for conformance\.\n/,
    );
    expect(shown).not.toMatch(/^SCENARIO /m);
  });

  test('has no empty table when nothing was played', () => {
    expect(renderTerminal(nothingPlayed())).toMatch(/^\? Incomplete: nothing was played\.\n/);
  });

  test('names the scenario of a failure, and tells its story nowhere', () => {
    expect(shown).toContain('clause     Scenario device-non-compliance\n');
    expect(shown).not.toContain('A phone loses its passcode');
  });

  test('keeps to the width', () => {
    const narrow = renderTerminal(sampleScenarioResults(), { width: 60 }).split('\n');
    const block = narrow.slice(
      narrow.findIndex((line) => line.startsWith('Scenarios')),
      narrow.findIndex((line) => line.includes('All checks')),
    );
    expect(block.filter((line) => line.length > 60)).toEqual([]);
  });

  test('cannot be written to by a hostile target', () => {
    expect(renderTerminal(hostileScenarioResults())).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });
});

// The style sequences that `paint` writes; made from a string because a pattern may not hold the character.
const ownStyle = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

test('a hostile target cannot write to the terminal', () => {
  const plain = renderTerminal(hostileResults());
  expect(plain).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  // With colour, the only escapes are our own.
  const ours = renderTerminal(hostileResults(), { color: true }).replace(ownStyle, '');
  expect(ours).not.toMatch(/[^\P{Cc}\n]/u);
});

test('a flood of findings and long values stay readable', () => {
  const results = sampleResults();
  const [check] = results.checks;
  if (!check) throw new Error('the sample has checks');
  const finding = {
    requirement: 'SSF-7.1-10',
    severity: 'fail' as const,
    message: 'x',
    actual: hostileText.repeat(1000),
  };
  results.checks = [{ ...check, outcome: 'fail', findings: Array.from({ length: 1000 }, () => finding) }];
  const out = renderTerminal(results);
  expect(out).toContain('… 995 more findings in the reports');
  expect(out.split('\n').length).toBeLessThan(250);
});

function cleanResults(): Results {
  const results = sampleResults();
  delete results.waivers;
  delete results.comparison;
  return {
    ...results,
    verdict: 'conformant',
    sentence: 'Conformant.',
    checks: results.checks.filter((check) => check.outcome === 'pass').slice(0, 1),
    summary: { byOutcome: { pass: 1 }, byLevel: { MUST: { pass: 1 } } },
    notices: [],
    requirements: { ...results.requirements, untested: [] },
  };
}
