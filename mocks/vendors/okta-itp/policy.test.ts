import { describe, expect, test } from 'vitest';
import type { VendorPolicyRule } from '../vendor.ts';
import { DEVICE_NON_COMPLIANCE, defaultPolicy, detectionOf, firstMatch, type RiskFacts } from './policy.ts';

const travel: RiskFacts = {
  groups: ['Staff'],
  level: 'high',
  detection: { name: 'impossible-travel', named: true },
};

test('The first rule that matches wins, by group, detection and new level', () => {
  const policy: VendorPolicyRule[] = [
    { name: 'group', groups: ['Contractors'], action: 'universal-logout' },
    { name: 'detection', detection: 'malware', action: 'universal-logout' },
    { name: 'level', level: 'medium', action: 'universal-logout' },
    {
      name: 'all',
      groups: ['Contractors', 'Staff'],
      detection: 'impossible-travel',
      level: 'high',
      action: 'run-workflow',
    },
    { name: 'any', action: 'no-further-action' },
  ];
  expect(firstMatch(policy, travel)?.name).toBe('all');
  expect(firstMatch(policy, { ...travel, groups: [] })?.name).toBe('any');
  expect(firstMatch(policy.slice(0, 3), travel)).toBeUndefined();
});

describe('A rule about', () => {
  const unnamed = detectionOf(['Risk score changed']);
  const device = { name: DEVICE_NON_COMPLIANCE, named: true };
  test.each([
    ['Impossible travel', travel.detection, true],
    ['IMPOSSIBLE_TRAVEL', travel.detection, true],
    ['malware', travel.detection, false],
    ['Security Events Provider Reported Risk', travel.detection, true],
    ['security-events-provider', device, true],
    ['impossible-travel', unnamed, true],
    ['impossible-travel', device, false],
    ['device-non-compliance', unnamed, false],
    ['device-non-compliance', device, true],
  ])('%s matches %j: %s', (rule, detection, matches) => {
    const policy: VendorPolicyRule[] = [{ name: 'rule', detection: rule, action: 'run-workflow' }];
    expect(firstMatch(policy, { ...travel, detection }) !== undefined).toBe(matches);
  });
});

test.each([
  ['Impossible travel: sign-ins from Berlin and Tokyo', 'impossible-travel'],
  ['IMPOSSIBLE_TRAVEL', 'impossible-travel'],
  ['Malware was found', 'malware'],
  ['User risk score is high', 'security-events-provider'],
])('A provider that says "%s" has detected %s', (reason, name) => {
  expect(detectionOf(['Sign in again.', reason]).name).toBe(name);
});

test('Without a policy of its own, high risk and devices that break the rules end all sessions, medium risk does not', () => {
  const actionAt = (facts: Partial<RiskFacts>) => firstMatch(defaultPolicy, { ...travel, ...facts })?.action;
  expect(actionAt({})).toBe('universal-logout');
  expect(actionAt({ level: 'medium' })).toBe('run-workflow');
  expect(actionAt({ level: 'medium', detection: { name: DEVICE_NON_COMPLIANCE, named: true } })).toBe(
    'universal-logout',
  );
  expect(actionAt({ level: 'low' })).toBeUndefined();
});
