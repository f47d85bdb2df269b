import { expect, test } from 'vitest';
import { transmitterChecks } from '../transmitter/index.ts';
import { notYetTested } from './not-yet-tested.ts';
import { profileNames, selectedRequirements } from './profiles.ts';
import { isRequirementId } from './requirements.ts';

const decided = new Set<string>(transmitterChecks.flatMap((check) => check.requirements));
const selected = new Set<string>(
  profileNames.flatMap((name) => selectedRequirements(name, 'transmitter', decided).map((row) => row.id)),
);

test('every check names only requirements of the catalogue', () => {
  for (const check of transmitterChecks) {
    const unknown = check.requirements.filter((id) => !isRequirementId(id));
    expect({ check: check.id, unknown }).toEqual({ check: check.id, unknown: [] });
  }
});

test('every selected requirement is decided by a check or listed as not yet tested', () => {
  expect([...selected].filter((id) => !decided.has(id) && !(id in notYetTested))).toEqual([]);
});

test('no reason for not testing is stale', () => {
  const stale = Object.keys(notYetTested).filter((id) => decided.has(id) || !selected.has(id));
  expect(stale).toEqual([]);
});

test('every reason for not testing says something', () => {
  const silent = Object.entries(notYetTested).filter(([, reason]) => reason.trim() === '');
  expect(silent).toEqual([]);
});

test('the ids of checks are unique', () => {
  const ids = transmitterChecks.map((check) => check.id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});
