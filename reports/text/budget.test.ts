import { expect, test } from 'vitest';
import { fitting } from './budget.ts';

test('what fits is whole', () => {
  expect(fitting(['# a', 'b'], 7, 'cut')).toBe('# a\n\nb\n');
});

test('what does not fit is cut between lines, counted in bytes, and says so', () => {
  const text = fitting(['# a', 'éé\nbb\ncc', 'd'], 16, 'cut');
  expect(text).toBe('# a\n\néé\n\ncut\n');
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(16);
});

test('a line that does not fit is left out whole', () => {
  expect(fitting(['x'.repeat(100)], 10, 'cut')).toBe('\n\ncut\n');
});
