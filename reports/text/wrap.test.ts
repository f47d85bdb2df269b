import { expect, test } from 'vitest';
import { wrap } from './wrap.ts';

test('breaks at spaces, and keeps its own lines and their indent', () => {
  expect(wrap('one two three\n  four five', 9)).toEqual(['one two', 'three', '  four', '  five']);
});

test('keeps a long word whole, so that it can be copied', () => {
  expect(wrap('see https://signals.example.com/ssf now', 10)).toEqual([
    'see',
    'https://signals.example.com/ssf',
    'now',
  ]);
});
