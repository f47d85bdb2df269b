import { expect, test } from 'vitest';
import { checkLine, progressLine, scenarioEndLine } from './progress.ts';
import { hostileText } from './sample.ts';
import { hostileScenarioResults, sampleScenarioResults } from './sample-scenarios.ts';

test('the status line tells how far the run is, what failed and what is running', () => {
  const line = progressLine(
    { done: 30, total: 120, current: 'discovery/endpoints-use-tls', failed: 2, warned: 1 },
    100,
  );
  expect(line).toBe('█████░░░░░░░░░░░░░░░   30/120  ✗ 2 failed  ! 1 warning  discovery/endpoints-use-tls');
});

test('the status line never is wider than the terminal', () => {
  const progress = { done: 7, total: 9, current: `x/${'y'.repeat(300)}`, failed: 1, warned: 0 };
  for (const width of [1, 10, 40, 80, 200])
    expect(progressLine(progress, width).length).toBeLessThanOrEqual(width);
});

test('a run with nothing in it has a status line too', () => {
  expect(progressLine({ done: 0, total: 0, current: null, failed: 0, warned: 0 }, 80)).toContain('0/0');
});

test('a log gets a line for each check that failed, and none for one that did not', () => {
  const check = 'create-stream/refused-without-token';
  expect(checkLine({ check, outcome: 'fail', message: 'It was accepted.' })).toBe(
    `✗ ${check}: It was accepted.`,
  );
  expect(checkLine({ check, outcome: 'error' })).toBe(`‼ ${check}`);
  for (const outcome of ['pass', 'warn', 'note', 'not-tested'] as const)
    expect(checkLine({ check, outcome })).toBeNull();
});

test('what a target sent stays on its line and cannot drive the terminal', () => {
  const line = checkLine({ check: 'x/y', outcome: 'fail', message: hostileText.repeat(10) });
  expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(line?.length).toBeLessThanOrEqual(400);
});

test('a scenario that has ended gets a line with its outcome, its players and how long it took', () => {
  const [, broken] = sampleScenarioResults().scenarios ?? [];
  const [hostile] = hostileScenarioResults().scenarios ?? [];
  if (!broken || !hostile) throw new Error('the sample has scenarios');
  expect(scenarioEndLine(broken)).toBe(
    '✗ Broken      device-non-compliance  push  14.3 s  signals.example.com (target) → Okta Identity Threat Protection (mock)',
  );
  expect(scenarioEndLine(hostile)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});
