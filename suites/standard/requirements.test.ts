import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { requirementIdsSource } from '../../scripts/generate-requirement-ids.ts';
import { isRequirementId, requirement, requirements } from './requirements.ts';

test('the union of ids is the one that the catalogue generates', async () => {
  const source = await readFile(new URL('./requirement-ids.ts', import.meta.url), 'utf8');
  expect(source).toBe(requirementIdsSource(requirements.map((row) => row.id)));
});

test('no id stands twice', () => {
  expect(new Set(requirements.map((row) => row.id)).size).toBe(requirements.length);
});

test('every row uses the words of its type', () => {
  const role = ['transmitter', 'receiver', 'both'];
  const observable = ['wire', 'behaviour-with-hook', 'not-observable'];
  const severity = ['fail', 'warn', 'info'];
  const odd = requirements.filter(
    (row) =>
      !role.includes(row.role) || !observable.includes(row.observable) || !severity.includes(row.severity),
  );
  expect(odd).toEqual([]);
});

test('no row lacks a member', () => {
  const text = expect.any(String) as string;
  const whole = { spec: text, section: text, sectionTitle: text, level: text, summary: text };
  for (const row of requirements) {
    expect(row).toMatchObject({ ...whole, negative: expect.any(Boolean) as boolean });
  }
});

test('a row is found by its id', () => {
  expect(requirement('SSF-3.1-01').section).toBe('3.1');
  expect(isRequirementId('SSF-3.1-01')).toBe(true);
});

test('an unknown id is an error, not undefined', () => {
  expect(isRequirementId('SSF-99-01')).toBe(false);
  expect(() => requirement('SSF-99-01' as 'SSF-3.1-01')).toThrow(RangeError);
});
