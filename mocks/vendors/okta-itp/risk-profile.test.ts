import { expect, test } from 'vitest';
import type { Level } from './levels.ts';
import { RiskProfile } from './risk-profile.ts';

const at = '2026-01-01T00:00:00.000Z';

function report(profile: RiskProfile, level: Level, source = 'provider', previous: Level | null = null) {
  return profile.report({ source, level, previous, why: 'test' }, at);
}

test('The first report counts as a change from low, unless it tells of a fall itself', () => {
  expect(report(new RiskProfile(), 'high')).toBe('rise');
  expect(report(new RiskProfile(), 'high', 'provider', 'high')).toBe('rise');
  expect(report(new RiskProfile(), 'medium', 'provider', 'high')).toBe('fall');
  expect(report(new RiskProfile(), 'low')).toBe('same');
});

test('What a source reported before counts more than what it says of it now', () => {
  const profile = new RiskProfile();
  report(profile, 'high');
  expect(report(profile, 'high', 'provider', 'low')).toBe('same');
  expect(report(profile, 'medium', 'provider', 'low')).toBe('fall');
});

test('The level is the highest that any source reports', () => {
  const profile = new RiskProfile();
  report(profile, 'medium', 'device');
  report(profile, 'high', 'provider');
  expect(profile.level).toBe('high');
  report(profile, 'low', 'provider');
  expect(profile.level).toBe('medium');
});

test('What is settled counts no more until it changes', () => {
  const profile = new RiskProfile();
  report(profile, 'high');
  profile.settle(at, 'logout');
  expect(profile.level).toBe('low');
  expect(report(profile, 'high')).toBe('same');
  expect(profile.level).toBe('low');
  expect(report(profile, 'medium')).toBe('fall');
  expect(profile.level).toBe('medium');
});

test('After an administrator has reset it, the same risk is a new one', () => {
  const profile = new RiskProfile();
  report(profile, 'high');
  profile.reset(at, 'admin');
  expect(profile.level).toBe('low');
  expect(report(profile, 'high')).toBe('rise');
  expect(profile.history.map(({ from, to }) => `${from} ${to}`)).toEqual([
    'low high',
    'high low',
    'low high',
  ]);
});
