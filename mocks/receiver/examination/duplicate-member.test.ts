import { expect, test } from 'vitest';
import { duplicateMember } from './duplicate-member.ts';

test.each<[string, string | null]>([
  ['{"a":1,"b":{"a":2},"c":[{"a":1},{"a":1}]}', null],
  ['{"a":"a","b":["a","a"]}', null],
  ['{"a":"\\"a\\":1, {","b" : "}"}', null],
  ['{"a":1,"b":{"c":[]},"a" :2}', 'a'],
  ['{"x":[{"y":{},"\\u0079"\n:1}]}', 'y'],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
])('%s', (json, name) => {
  JSON.parse(json);
  expect(duplicateMember(json)).toBe(name);
});

test('does not lose itself in a long string', () => {
  expect(duplicateMember(JSON.stringify({ a: 'x\\'.repeat(500_000) }))).toBeNull();
});
