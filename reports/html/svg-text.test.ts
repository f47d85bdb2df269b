import fc from 'fast-check';
import { expect, test } from 'vitest';
import { svgLines, textWidth } from './svg-text.ts';

test('text is broken at spaces into lines that fit', () => {
  expect(svgLines('The passcode of the phone is switched off.', 12, 3)).toEqual([
    'The passcode of the',
    'phone is switched off.',
  ]);
});

test('what has no room ends with an ellipsis', () => {
  expect(svgLines('one two three four five six', 5, 2)).toEqual(['one two', 'three…']);
});

test('no line is wider than it may be, and no more come than may, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const lines = svgLines(text, 10, 3);
      expect(lines.length).toBeLessThanOrEqual(3);
      for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(10.1);
    }),
  );
});
