import { expect, test } from 'vitest';
import type { Posture } from '../happening.ts';
import { brokenPolicies } from './compliance.ts';

const now = 1_700_000_000_000;
const DAY = 24 * 3_600_000;

function broken(platform: string, posture: Partial<Posture>): string[] {
  const device = { id: 'd', name: 'd', platform, owner: 'anna@example.com' };
  const healthy = { passcode: true, encrypted: true, osVersion: '26.1', compromised: false, lastSeen: now };
  return brokenPolicies(device, { ...healthy, ...posture }, now);
}

test.each<[string, Partial<Posture>, string[]]>([
  ['macOS', {}, []],
  ['macOS', { passcode: false }, ['Passcode']],
  ['macOS', { encrypted: false }, ['Encryption']],
  ['macOS', { compromised: true }, ['Compromised Status']],
  ['macOS', { lastSeen: now - 7 * DAY }, []],
  ['macOS', { lastSeen: now - 8 * DAY }, ['Device Last Seen']],
  ['macOS', { osVersion: '13.6.1' }, ['OS Version']],
  ['macOS', { osVersion: '14' }, []],
  ['iOS', { osVersion: '9.3' }, ['OS Version']],
  ['Windows', { osVersion: '10.0.9200' }, ['OS Version']],
  ['Windows', { osVersion: '10.0.26200' }, []],
  ['a platform of its own', { osVersion: '0.1' }, []],
  [
    'iOS',
    { passcode: false, encrypted: false, compromised: true },
    ['Passcode', 'Encryption', 'Compromised Status'],
  ],
])('%s with %j breaks %j', (platform, posture, policies) => {
  expect(broken(platform, posture)).toEqual(policies);
});
