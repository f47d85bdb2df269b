import { expect, test } from 'vitest';
import type { OwnInRun, SelectedRequirement } from '../../../reports/results.ts';
import { brokenWords, ownRows, profileWords, testedWords } from './sentence.ts';

const row = (id: string, more: Partial<SelectedRequirement> = {}): SelectedRequirement => ({
  id,
  spec: 'SSF',
  section: '1',
  sectionTitle: '',
  level: 'MUST',
  severity: 'fail',
  summary: '',
  ...more,
});
const acme = { spec: 'ACME Standard', own: true } as const;
const selected = [
  row('SSF-1'),
  row('ACME-1', acme),
  row('ACME-2', acme),
  row('ACME-3', { ...acme, severity: 'warn' }),
  row('WEB-1', { spec: 'Web Rules', own: true }),
];

test('The MUSTs of each document of the tester’s own are counted apart from those of the standards', () => {
  const requirements = { selected, tested: ['SSF-1', 'ACME-1', 'ACME-3'] };
  expect(testedWords(requirements)).toEqual([
    '1 of 2 MUSTs of ACME Standard tested',
    '0 of 1 MUST of Web Rules tested',
  ]);
  expect(brokenWords(requirements, new Set(['SSF-1', 'ACME-1', 'ACME-3']))).toEqual([
    '1 of 1 tested MUSTs of ACME Standard failed',
  ]);
  expect(ownRows(selected).has('SSF-1')).toBe(false);
});

test('A profile of the tester’s own is named with what it asks less than its base, and only that', () => {
  const profile = { title: 'ACME', base: 'ssf', added: ['X'], raised: ['Y'], omitted: [], lowered: [] };
  const words = (more: Partial<NonNullable<OwnInRun['profile']>>): string | null =>
    profileWords({ modules: [], judgesWhole: [], profile: { ...profile, ...more } }, { ssf: 'SSF 1.0' });
  expect(words({})).toBe('own profile "ACME": SSF 1.0');
  expect(words({ omitted: [row('A'), row('B'), row('C', { severity: 'warn' })], lowered: [row('D')] })).toBe(
    'own profile "ACME": SSF 1.0 without 2 of its MUSTs and without 1 other rule and with 1 MUST that counts only as SHOULD',
  );
  expect(words({ omitted: [row('A', { severity: 'warn' })] })).toBe(
    'own profile "ACME": SSF 1.0 without 1 of its SHOULDs',
  );
  // What it asks less of a document of the tester's own is none of the standards'.
  expect(words({ omitted: [row('A'), row('ACME-1', acme)], lowered: [row('ACME-2', acme)] })).toBe(
    'own profile "ACME": SSF 1.0 without 1 of its MUSTs, and ACME Standard without 1 of its MUSTs and with 1 MUST that counts only as SHOULD',
  );
  expect(profileWords(undefined, {})).toBeNull();
});
