import { describe, expect, test } from 'vitest';
import { foreseenTrips, provenBy } from './proven.ts';
import { Prover } from './run-proof.ts';
import { sides } from './sides.ts';

const all = Object.values(sides);

test('every check has a fault that makes it fail', () => {
  const checks = all.flatMap((side) => side.checks);
  expect(checks.filter((check) => provenBy(check).length === 0).map(({ id }) => id)).toEqual([]);
});

test('the list of what faults trip names the faults that there are', () => {
  const names = all.flatMap((side) => side.faults.map(({ name }) => name));
  expect(Object.keys(foreseenTrips).sort()).toEqual(names.sort());
});

test('names of faults are unique', () => {
  const names = all.flatMap((side) => side.faults.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
});

test.each([
  ['transmitter', 120],
  ['receiver', 70],
] as const)('there are broken peers in plenty: of the %s at least %i', (role, least) => {
  expect(sides[role].faults.length).toBeGreaterThanOrEqual(least);
});

describe.each([
  ['transmitter', 'managed'],
  ['receiver', 'managed'],
  ['receiver', 'hosted'],
] as const)('the faultless %s (%s)', (role, form) => {
  test('passes every check that can be run, or is not concerned by it', { timeout: 120_000 }, async () => {
    const outcomes = await new Prover(sides[role]).faultless({ https: true, form });
    const accused = [...outcomes].filter(
      ([, { outcome, hook }]) =>
        // A hosted Receiver cannot be started: those checks say which hook they miss.
        !['pass', 'note', 'not-applicable'].includes(outcome) && !(form === 'hosted' && hook !== undefined),
    );
    expect(accused.map(([key, { outcome, reason }]) => `${key}: ${outcome} ${reason ?? ''}`)).toEqual([]);
  });
});
