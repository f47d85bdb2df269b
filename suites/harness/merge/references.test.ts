import { describe, expect, test } from 'vitest';
import type { Results } from '../../../reports/results.ts';
import { sampleResults } from '../../../reports/sample.ts';
import { sampleScenarioResults } from '../../../reports/sample-scenarios.ts';
import { idsIn, renumbered } from './references.ts';

type Kind = 'exchange' | 'set' | 'entry' | 'at';

/** What is written by the target, or into a body; whatever a member is called there, it is no reference. */
const FOREIGN = new Set(['claims', 'header', 'request', 'response']);

/** What a number is, by the members that lead to it; null: neither an id nor a point in time. Another reading than that which is tested. */
function kindOf(path: readonly string[]): Kind | null {
  const [last = '', before = ''] = [path.at(-1), path.at(-2)];
  if (/(?:^a|A)tMs$/.test(last)) return 'at';
  if (last === 'exchange' || last === 'set' || last === 'entry') return last;
  if (before === 'exchanges' && path[0] === 'checks') return 'exchange';
  if (last !== 'id') return null;
  if (path[0] === 'exchanges') return 'exchange';
  if (path[0] === 'sets') return 'set';
  return path.includes('entries') ? 'entry' : null;
}

function numbersIn(value: unknown, path: string[] = []): { path: string[]; value: number }[] {
  if (typeof value === 'number') return [{ path, value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([name]) => !FOREIGN.has(name))
    .flatMap(([name, member]) => numbersIn(member, [...path, name]));
}

describe.each([
  ['checks', sampleResults()],
  ['scenarios', sampleScenarioResults()],
])('renumbering the results of a run of %s', (_, results: Results) => {
  const added = { exchange: 1_000, set: 20_000, entry: 300_000, at: 4_000_000 };

  test('changes every id and every point in time, wherever it stands, and nothing else', () => {
    const changed = renumbered(results, {
      exchange: (id) => id + added.exchange,
      set: (id) => id + added.set,
      entry: (id) => id + added.entry,
      at: (ms) => ms + added.at,
    });
    const expected = numbersIn(results).map(({ path, value }) => {
      const kind = kindOf(path);
      return { path, value: kind === null ? value : value + added[kind] };
    });
    expect(numbersIn(changed)).toEqual(expected);
  });

  test('changes nothing when nothing is to be changed', () => {
    expect(renumbered(results, {})).toEqual(results);
  });

  test('begins with knowing the lowest and the highest id that anything refers to', () => {
    const known = idsIn(results);
    for (const kind of ['exchange', 'set', 'entry'] as const) {
      const ids = numbersIn(results)
        .filter(({ path }) => kindOf(path) === kind)
        .map(({ value }) => value);
      expect(known[kind]).toEqual({ lowest: Math.min(...ids), highest: Math.max(0, ...ids) });
    }
  });
});
