import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

/** The same value with the members of every object in another order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => [name, turned(member)] as const)
      .toReversed(),
  );
}

describe('canonical JSON', () => {
  test('has members by UTF-16 code units, numbers as ECMAScript writes them, and no white space (RFC 8785 3.2)', () => {
    // Of 3.2.3, which sorts a surrogate pair before a character of the basic plane.
    const names =
      '{"\\u20ac":1,"\\r":2,"\\ufb33":3,"1":4,"\\ud83d\\ude00":5,"\\u0080":6,"\\u00f6":7,"10":8,"9":9}';
    expect(Object.values(JSON.parse(names) as object)).toHaveLength(9);
    const values = [...canonicalJson(JSON.parse(names)).matchAll(/:(\d)/g)].map(([, digit]) => digit);
    expect(values.join('')).toBe('248967153');
    const numbers = '[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001,-0]';
    expect(canonicalJson(JSON.parse(numbers))).toBe('[333333333.3333333,1e+30,4.5,0.002,1e-27,0]');
    const literal = '"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/"';
    expect(canonicalJson(JSON.parse(literal))).toBe('"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"');
  });

  test('is the same whatever the order of members, and says the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(turned(value))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('tells apart what differs', () => {
    const texts = [
      '{"a":1}',
      '{"a":"1"}',
      '{"a":[1]}',
      '{"__proto__":1}',
      '{}',
      '{"a":null}',
      '"\\ud800"',
      '"\\ud801"',
    ];
    expect(new Set(texts.map((text) => canonicalJson(JSON.parse(text)))).size).toBe(texts.length);
  });

  test('has nothing that JSON does not have', () => {
    for (const value of [Infinity, Number.NaN, undefined, [undefined]])
      expect(() => canonicalJson(value)).toThrow(TypeError);
  });
});
