import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { clientScript, passes, readFragment, writeFragment } from './client.ts';

describe('the fragment of the page', () => {
  test.each([
    ['', '', ''],
    ['#check-family/name@push', 'check-family/name@push', ''],
    ['#?outcome=fail&outcome=warn', '', 'outcome=fail&outcome=warn'],
    ['#exchange-17?q=a%3Fb', 'exchange-17', 'q=a%3Fb'],
    ['#100%?q=x', '100%', 'q=x'],
  ])('%s is a place and filters', (hash, at, filters) => {
    const read = readFragment(hash);
    expect([read.at, read.filters.toString()]).toEqual([at, filters]);
  });

  test('is written as it is read', () => {
    const at = 'scenario-a b@push';
    const filters = new URLSearchParams([
      ['outcome', 'fail'],
      ['q', 'a?b #c'],
    ]);
    const read = readFragment(`#${writeFragment(at, filters)}`);
    expect([read.at, read.filters.toString()]).toEqual([at, filters.toString()]);
    expect(writeFragment('', new URLSearchParams())).toBe('');
  });
});

describe('filters', () => {
  const facets = { outcome: 'fail', level: 'MUST NOT', spec: 'SSF|RFC6750', family: 'create-stream' };
  const shown = (filters: string) => passes(facets, () => 'a token is refused', new URLSearchParams(filters));

  test.each([
    ['', true],
    ['outcome=fail', true],
    ['outcome=warn&outcome=fail', true],
    ['outcome=warn', false],
    ['level=MUST', false],
    ['level=MUST+NOT&spec=RFC6750', true],
    ['spec=SSF&delivery=push', false],
    ['q=Token+REFUSED', true],
    ['q=token+accepted', false],
    ['unknown=x', true],
  ])('%j: %s', (filters, expected) => {
    expect(shown(filters)).toBe(expected);
  });
});

test('the script is whole by itself: it names nothing of the module that it is taken from', () => {
  expect(clientScript).not.toMatch(/__vi|import|export|<\/script/);
  // Compiles, and fails only for want of a page.
  expect(() => void runInNewContext(clientScript)).toThrow(/document is not defined/);
});
