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
  const words = {
    role: ['transmitter', 'receiver', 'both'],
    observable: ['wire', 'behaviour-with-hook', 'not-observable'],
    severity: ['fail', 'warn', 'info'],
  } as const;
  for (const row of requirements) {
    for (const [member, allowed] of Object.entries(words)) {
      expect(allowed, `${row.id} ${member}`).toContain(row[member as keyof typeof words]);
    }
    for (const member of ['spec', 'section', 'sectionTitle', 'level', 'summary'] as const) {
      expect(row[member], `${row.id} ${member}`).toEqual(expect.any(String));
    }
    expect(row.negative, row.id).toEqual(expect.any(Boolean));
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
