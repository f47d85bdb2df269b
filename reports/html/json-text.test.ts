import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indentJson } from './json-text.ts';

test('indents without changing a token', () => {
  const text = '{"a":1.0,"a":[true,null,{}],"b":{"c":"x: [1,\\"2\\"]\\u00e9"},"d":[ ]}';
  expect(indentJson(text)).toBe(
    [
      '{',
      '  "a": 1.0,',
      '  "a": [',
      '    true,',
      '    null,',
      '    {}',
      '  ],',
      '  "b": {',
      '    "c": "x: [1,\\"2\\"]\\u00e9"',
      '  },',
      '  "d": []',
      '}',
    ].join('\n'),
  );
});

test('leaves alone what is no JSON object or array', () => {
  for (const text of ['', 'x', '{"a":', '"text"', '12', '<html>', '{"a":1}}'])
    expect(indentJson(text)).toBeNull();
});

test('gives for any JSON the same value as before', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(JSON.parse(indentJson(json) ?? json)).toEqual(JSON.parse(json));
    }),
  );
});

test('does not run off the page when it is deeply nested', () => {
  const deep = `${'['.repeat(2000)}1${']'.repeat(2000)}`;
  expect(Math.max(...(indentJson(deep) ?? '').split('\n').map((line) => line.length))).toBeLessThan(40);
});
