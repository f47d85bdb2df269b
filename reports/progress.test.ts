import { expect, test } from 'vitest';
import { checkLine, familyLine, progressLine } from './progress.ts';
import { hostileText, sampleResults } from './sample.ts';

const { checks } = sampleResults();
const failed = checks.find((check) => check.outcome === 'fail');
const passed = checks.find((check) => check.outcome === 'pass');

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

test('a log gets a line for each check that failed, and none for one that passed', () => {
  expect(failed && checkLine(failed)).toBe(
    '✗ create-stream/refused-without-token: A create request without credentials was accepted, and a stream was made.',
  );
  expect(passed && checkLine(passed)).toBeNull();
});

test('a log gets one line for a family, worst first', () => {
  expect(
    familyLine(
      'discovery',
      checks.filter((check) => check.id.startsWith('discovery/')),
    ),
  ).toBe('discovery  4 checks: 1 warning, 1 note, 2 passed');
});

test('what a target sent stays on its line and cannot drive the terminal', () => {
  const line =
    failed &&
    checkLine({ ...failed, findings: [{ requirement: 'x', severity: 'fail', message: hostileText }] });
  expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});
