import { expect, test } from 'vitest';
import { code, prose, table } from './markdown.ts';

test('code cannot be closed from inside', () => {
  expect(code('plain')).toBe('`plain`');
  expect(code('a ``b`` c')).toBe('```a ``b`` c```');
  expect(code('`edge`')).toBe('`` `edge` ``');
  expect(code('')).toBe('`  `');
});

test('code and prose stay on their line', () => {
  expect(code('a\nb')).toBe('`a\\nb`');
  expect(prose('a\n# b')).toBe('a\\\\n# b');
});

test('prose loses its meaning for Markdown and HTML', () => {
  expect(prose('<b>*x*</b> [a](b) `c`')).toBe('&lt;b&gt;\\*x\\*&lt;/b&gt; \\[a\\](b) \\`c\\`');
  expect(prose('# heading')).toBe('\\# heading');
  expect(prose('1. item')).toBe('1\\. item');
  expect(prose('https://evil.example www.evil.example @team')).toBe(
    'https\\://evil.example www\\.evil.example &#64;&#8288;team',
  );
});

test('a pipe does not end a cell', () => {
  expect(table(['A'], [[code('x|y')]])).toBe('| A |\n| --- |\n| `x\\|y` |');
});

test('a pipe does not end a cell after a backslash either, where GitHub would take the two apart', () => {
  expect(table(['A'], [[code('x\\|y')]])).toContain('| `x\\\\\\|y` |');
  expect(table(['A'], [[prose('x\\|y')]])).toContain('| x\\\\\\|y |');
});
