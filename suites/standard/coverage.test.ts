import { describe, expect, test } from 'vitest';
import { receiverChecks } from '../receiver/index.ts';
import { transmitterChecks } from '../transmitter/index.ts';
import { notYetTested } from './not-yet-tested.ts';
import { profileNames, selectedRequirements } from './profiles.ts';
import { isRequirementId } from './requirements.ts';

const checks = { transmitter: transmitterChecks, receiver: receiverChecks };

describe.each(['transmitter', 'receiver'] as const)('the checks of a %s', (role) => {
  const excused: Readonly<Record<string, string>> = notYetTested[role];
  const decided = new Set<string>(checks[role].flatMap((check) => check.requirements));
  const selected = new Set<string>(
    profileNames.flatMap((name) => selectedRequirements(name, role, decided).map((row) => row.id)),
  );

  test('name only requirements of the catalogue', () => {
    for (const check of checks[role]) {
      const unknown = check.requirements.filter((id) => !isRequirementId(id));
      expect({ check: check.id, unknown }).toEqual({ check: check.id, unknown: [] });
    }
  });

  test('decide every selected requirement, or it is listed as not yet tested', () => {
    expect([...selected].filter((id) => !decided.has(id) && !(id in excused))).toEqual([]);
  });

  test('leave no stale reason for not testing', () => {
    const stale = Object.keys(excused).filter((id) => decided.has(id) || !selected.has(id));
    expect(stale).toEqual([]);
  });

  test('come with a reason for all that is not tested', () => {
    const silent = Object.entries(excused).filter(([, reason]) => reason.trim() === '');
    expect(silent).toEqual([]);
  });
});

test('the ids of checks are unique, and no family judges both roles', () => {
  const ids = [...transmitterChecks, ...receiverChecks].map((check) => check.id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  const families = (role: keyof typeof checks): Set<string> =>
    new Set(checks[role].map(({ id }) => id.split('/')[0] ?? ''));
  expect([...families('receiver')].filter((family) => families('transmitter').has(family))).toEqual([]);
});
