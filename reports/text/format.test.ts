import { expect, test } from 'vitest';
import { bytes, count, duration, instant } from './format.ts';

test.each([
  [0, '0 ms'],
  [1.44, '1.4 ms'],
  [87.4, '87 ms'],
  [999.6, '1 s'],
  [3210, '3.2 s'],
  [60_000, '60 s'],
  [120_000, '2 min'],
  [125_000, '2 min 5 s'],
])('%d ms reads as %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test('an instant reads in UTC, and what is none stays as it is', () => {
  expect(instant('2026-08-24T10:15:02.114Z')).toBe('2026-08-24 10:15:02 UTC');
  expect(instant('yesterday')).toBe('yesterday');
});

test('counts and sizes agree with their nouns', () => {
  expect([count(1, 'check'), count(12_345, 'check')]).toEqual(['1 check', '12,345 checks']);
  expect([bytes(1), bytes(999), bytes(5242), bytes(5_242_880)]).toEqual([
    '1 byte',
    '999 bytes',
    '5.2 kB',
    '5.2 MB',
  ]);
});
