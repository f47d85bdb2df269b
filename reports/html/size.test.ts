import { describe, expect, test } from 'vitest';
import { largeResults } from '../sample-large.ts';
import { pageLimit } from './budget.ts';
import { extractResults } from './embed.ts';
import { renderHtml } from './render.ts';

describe('the report of a run of 1,000 checks and 10,000 exchanges', { timeout: 120_000 }, () => {
  const results = largeResults();
  const page = renderHtml(results);
  const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));

  test('stays under 5 MB', () => {
    expect(Buffer.byteLength(page)).toBeLessThan(pageLimit);
    // Nor does it leave room that evidence could have.
    expect(Buffer.byteLength(page)).toBeGreaterThan(0.9 * pageLimit);
  });

  test('stays so with a long log, of which it says what was cut, and has nine of ten exchanges all the same', () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => ({
      atMs: i * 12.5,
      stream: 'stderr' as const,
      text: `line ${i} ${'<'.repeat(i % 300)}`,
    }));
    const talkative = renderHtml({ ...results, targetLog: { source: 'command x', lines, omitted: 0 } });
    expect(Buffer.byteLength(talkative)).toBeLessThan(pageLimit);
    expect(talkative).toMatch(/To keep this page small, [\d,]+ lines in the middle left out/);
    expect(talkative.match(/ id="exchange-\d+"/g)?.length).toBeGreaterThan(9_000);
    expect(talkative).toContain('id="log-1"');
    expect(talkative).toContain('id="log-10000"');
    const has = new Set([...talkative.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    expect([...talkative.matchAll(/href="#(log-\d+)"/g)].filter(([, to]) => !has.has(to))).toEqual([]);
  });

  test('says what was cut and where it is', () => {
    expect(page).toMatch(
      /To keep this page small: bodies cut after 200 characters where no finding names them, [\d,]+ exchanges shown as one line only, [\d,]+ SETs shown as one line only\. All of it is in results\.json\./,
    );
    expect(page).toContain('pass results.json on beside it');
    expect(extractResults(page)).toBeNull();
  });

  test('has a line at least for every exchange, and every link leads somewhere', () => {
    expect(results.exchanges.filter(({ id }) => !ids.has(`exchange-${id}`))).toEqual([]);
    const dead = [...page.matchAll(/href="#([^"]+)"/g)].filter(([, to = '']) => !ids.has(decodeURI(to)));
    expect(dead.map(([link]) => link)).toEqual([]);
  });

  test('has the evidence of every finding in full', () => {
    const named = results.checks.flatMap(({ findings }) =>
      findings.flatMap(({ exchange }) => exchange ?? []),
    );
    expect(named).toHaveLength(25);
    for (const id of named) expect(page).not.toContain(`<li class="line" id="exchange-${id}">`);
  });

  test('shows a body that came a hundred times once', () => {
    const shared = results.exchanges[1]?.response?.body?.text ?? '';
    const start = /"stream_id":"(\w+)"/.exec(shared)?.[1] ?? 'none';
    expect(
      results.exchanges.filter(({ response }) => response?.body?.text === shared).length,
    ).toBeGreaterThan(100);
    expect(page.split(start).length - 1).toBeLessThanOrEqual(1);
  });
});

test('a page with room for its data carries them', () => {
  const results = largeResults({ checks: 100, exchanges: 300, requirements: 100 });
  const page = renderHtml(results);
  expect(Buffer.byteLength(page)).toBeLessThan(pageLimit);
  expect(extractResults(page)).toEqual(JSON.parse(JSON.stringify(results)));
});
