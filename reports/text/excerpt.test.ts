import { expect, test } from 'vitest';
import { excerpt, excerptLine, shorten } from './excerpt.ts';

test('text that fits is only made safe', () => {
  expect(excerpt('a\u001bb', 3)).toBe('a\\x1bb');
  expect(excerptLine('a\nb', 4)).toBe('a\\nb');
  expect(shorten('abc', 3)).toBe('abc');
});

test('what is cut says how long it was', () => {
  expect(excerpt('abcdef', 2)).toBe('ab… (6 characters in all)');
});

test('a line is never longer than allowed, whatever its escapes', () => {
  expect(excerptLine('abcdef', 4)).toBe('abc…');
  expect(excerptLine('\u001b'.repeat(100), 10)).toHaveLength(10);
});

test('a pair of surrogates is not torn apart', () => {
  expect(excerpt('a😀b', 2)).toBe('a… (4 characters in all)');
  expect(shorten('a😀bc', 3)).toBe('a…');
});
