import { expect, test } from 'vitest';
import { alteredToken } from './altered-token.ts';

test('a JWT keeps its header and claims and gets another signature', () => {
  expect(alteredToken('aaaa.bbbb.cccc')).toBe('aaaa.bbbb.ccdc');
});

test('another token changes in the middle, never in case alone', () => {
  expect(alteredToken('abcdefgh')).toBe('abcdffgh');
  expect(alteredToken('1234-789z')).toBe('1234-889z');
});

test('a token without letters and digits behind its middle cannot be altered', () => {
  expect(alteredToken('ab----')).toBeNull();
});
