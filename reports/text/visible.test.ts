import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { visible, visibleLine } from './visible.ts';

describe('text from a target, made safe to show', () => {
  test.each([
    ['\u001b[2J', '\\x1b[2J'],
    ['a\u0000b', 'a\\x00b'],
    ['\u009b31m', '\\x9b31m'],
    ['\u202Egnp.exe', '\\u202egnp.exe'],
    ['a\u200Fb', 'a\\u200fb'],
    ['\uD800', '\\ud800'],
    ['\uFFFE', '\\ufffe'],
    ['\u{E0041}', '\\u{e0041}'],
    ['a\u2028b', 'a\\u2028b'],
    ['😀 né 日本', '😀 né 日本'],
  ])('shows %j as %j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test('keeps line feeds and tabs, and makes CR LF a line feed', () => {
    expect(visible('a\r\nb\n\tc\rd')).toBe('a\nb\n\tc\\rd');
  });

  test('keeps a line a line, and tells CR LF from LF', () => {
    expect(visibleLine('a\r\nb\nc\td')).toBe('a\\r\\nb\\nc\\td');
  });

  test('lets nothing through that drives a terminal, reorders text or is no XML', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visibleLine(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u);
      }),
    );
  });
});
