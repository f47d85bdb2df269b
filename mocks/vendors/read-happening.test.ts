import { expect, test } from 'vitest';
import { readHappening } from './read-happening.ts';

const now = 1_700_000_000_000;

test('what is left out is now, in order, or a city by its name', () => {
  const tokyo = expect.objectContaining({ city: 'Tokyo', country: 'JP' }) as unknown;
  expect(readHappening({ kind: 'sign-in', user: 'a@b', place: 'tokyo' }, now)).toEqual({
    kind: 'sign-in',
    user: 'a@b',
    place: tokyo,
    at: now,
  });
  expect(
    readHappening(
      { kind: 'device-report', device: { id: 'd', owner: 'a@b' }, posture: { passcode: false }, at: 1 },
      now,
    ),
  ).toEqual({
    kind: 'device-report',
    device: { id: 'd', name: 'd', platform: 'unknown', owner: 'a@b' },
    posture: { passcode: false, encrypted: true, osVersion: '999', compromised: false, lastSeen: 1 },
    at: 1,
  });
});

test('every kind can be told as it is', () => {
  const user = 'a@b';
  const at = 1;
  const place = { city: 'X', country: 'DE', latitude: 1, longitude: 2, ip: '192.0.2.1' };
  for (const happening of [
    { kind: 'sign-in', user, place, at },
    { kind: 'risk-event', user, what: 'x', at },
    { kind: 'risk-lowered', user, to: 'low', at },
    { kind: 'sessions-revoked', user, by: 'admin', at },
    { kind: 'credential-changed', user, credential: 'pin', change: 'create', at },
    { kind: 'other', user, what: 'x', at },
  ])
    expect(readHappening(happening, now)).toEqual(happening);
});

test.each<[unknown, string]>([
  [[], 'A happening is a JSON object.'],
  [{}, 'kind must be one of'],
  [{ kind: 'sign-in', place: 'Berlin' }, 'user must be a string'],
  [{ kind: 'sign-in', user: 'a@b', place: 'Atlantis' }, 'place must be one of Berlin'],
  [{ kind: 'sign-in', user: 'a@b', place: { city: 'X' } }, 'latitude must be a number'],
  [{ kind: 'risk-lowered', user: 'a@b', to: 'high' }, 'to must be one of low, medium'],
  [
    { kind: 'device-report', device: { id: 'd', owner: 'a' }, posture: { passcode: 'no' } },
    'passcode must be true or false',
  ],
  [{ kind: 'other', user: 'a@b', what: 'x', at: 'now' }, 'at must be a number'],
])('%j: %s', (value, message) => {
  expect(() => readHappening(value, now)).toThrow(message);
});
