import { describe, expect, test } from 'vitest';
import { compare } from './compare.ts';
import { difference } from './difference.ts';

describe('what was expected against what was seen', () => {
  test('is a list of lines for JSON, in which each that only one of the two has is marked', () => {
    const { markup } = compare('{"format":"opaque","id":"s-1"}', '{\n"id": "s-1", "format": "iss_sub"}');
    expect(markup).toContain('<del>−   &quot;format&quot;: &quot;opaque&quot;</del>');
    expect(markup).toContain('<ins>+   &quot;format&quot;: &quot;iss_sub&quot;</ins>');
    // The order of members is no difference.
    expect(markup).toContain('\n    &quot;id&quot;: &quot;s-1&quot;');
    expect(markup.match(/<del>|<ins>/g)).toHaveLength(2);
  });

  test('marks in single lines the words that differ', () => {
    const { markup } = compare('status 401', 'status 200, body {}');
    expect(markup).toContain('<pre>status <mark>401</mark></pre>');
    expect(markup).toContain('<pre>status <mark>200, body {}</mark></pre>');
  });

  test('marks nothing in texts that have nothing in common', () => {
    expect(compare('members without value are omitted', '1 empty').markup).not.toContain('<mark>');
    expect(compare('{"a":1,"b":2}', '{"c":3,"d":4}').markup).not.toMatch(/<del>|<ins>/);
  });

  test('shows what there is when one of the two is not known', () => {
    expect(compare(undefined, 'x').markup).not.toContain('Expected');
    expect(compare('x', undefined).markup).not.toContain('Seen');
  });

  test('escapes what a target sent, in lines and in words', () => {
    const hostile = '<img src=x onerror=alert(1)>\u202e';
    for (const { markup } of [
      compare('status 401', `status ${hostile}`),
      compare('{"a":1,"b":"x"}', JSON.stringify({ a: 1, b: hostile })),
      compare(`one\n${hostile}\nsame`, 'two\nthree\nsame'),
    ]) {
      expect(markup).not.toMatch(/<img|\u202e/);
      expect(markup).toContain('&lt;');
    }
  });

  test('says what is too long to be compared line by line as it is', () => {
    const long = Array.from({ length: 600 }, (_, i) => `line ${i}`).join('\n');
    expect(compare(long, `${long}\nmore`).markup).toContain('Expected');
    expect(difference(long.split('\n'), ['x'])).toBeNull();
  });
});

test('a difference keeps both texts whole and in order', () => {
  const first = ['a', 'b', 'c', 'd', 'c'];
  const second = ['b', 'x', 'c', 'c', 'y'];
  const pieces = difference(first, second) ?? [];
  const of = (kind: string) => pieces.filter((piece) => piece.kind !== kind).map(({ text }) => text);
  expect(of('second')).toEqual(first);
  expect(of('first')).toEqual(second);
});
