import { expect, test } from 'vitest';
import { faults } from '../../../mocks/faults/index.ts';
import { transmitterChecks } from '../../transmitter/index.ts';
import { foreseenTrips, provenBy } from './proven.ts';
import { Prover } from './run-proof.ts';

test('every check has a fault that makes it fail', () => {
  expect(transmitterChecks.filter((check) => provenBy(check).length === 0).map(({ id }) => id)).toEqual([]);
});

test('the list of what faults trip names the faults that there are', () => {
  expect(Object.keys(foreseenTrips).sort()).toEqual(faults.map(({ name }) => name).sort());
});

test('names of faults and ids of checks are unique', () => {
  expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
  expect(new Set(transmitterChecks.map(({ id }) => id)).size).toBe(transmitterChecks.length);
});

test('there are at least 120 faults', () => {
  expect(faults.length).toBeGreaterThanOrEqual(120);
});

test('the faultless peer passes every check, or is not concerned by it', async () => {
  const outcomes = await new Prover(transmitterChecks).faultless('https');
  const accused = [...outcomes].filter(
    ([, { outcome }]) => !['pass', 'note', 'not-applicable'].includes(outcome),
  );
  expect(accused.map(([key, { outcome }]) => `${key}: ${outcome}`)).toEqual([]);
});
