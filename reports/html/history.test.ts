import { describe, expect, test } from 'vitest';
import { hostileResults, sampleResults } from '../sample.ts';
import { comparisonSection } from './comparison.ts';
import { waiverLedger } from './waivers.ts';

function ledger(change: (results: ReturnType<typeof sampleResults>) => void = () => undefined): string {
  const results = sampleResults();
  change(results);
  return waiverLedger(results)?.markup ?? '';
}

describe('the ledger of waivers', () => {
  test('has a row for each, what fails the run first, with what to do about it', () => {
    const rows = [...ledger().matchAll(/<tr><th scope="row">[\s\S]*?<\/tr>/g)].map(([row]) => row);
    expect(rows.map((row) => /<\/svg> (\w+)/.exec(row)?.[1])).toEqual(['Expired', 'Stale', 'Waived']);
    expect(rows[0]).toContain('What to do:');
    expect(rows[0]).toContain('23 days ago');
    expect(rows[1]).toContain('<code>waive --remove discovery/issuer-is-the-one-asked-for</code>');
    expect(rows[1]).toContain('Only SSF-7.2.4-03');
    expect(rows[2]).not.toContain('What to do:');
    expect(rows[2]).toContain('Owner: identity team');
  });

  test('links the checks of this run, and names the others', () => {
    expect(ledger()).toContain('href="#check-status/reason-is-told"');
    expect(ledger()).not.toContain('href="#check-poll-delivery/acknowledged@poll"');
    expect(ledger()).toContain('poll-delivery/acknowledged@poll');
  });

  test.each([
    ['https://tickets.example.com/1?a=b&c', 'href="https://tickets.example.com/1?a=b&amp;c"'],
    ['http://tickets.example.com/"onload="x', 'href="http://tickets.example.com/%22onload=%22x"'],
  ])('links an issue that is on the web: %s', (issue, href) => {
    const markup = ledger(({ waivers }) => {
      if (waivers?.[0]) waivers[0].issue = issue;
    });
    expect(markup).toContain(href);
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'SSF-12',
    ' JaVaScRiPt:alert(1)',
    'file:///etc/passwd',
  ])('shows any other issue as text: %s', (issue) => {
    const markup = ledger(({ waivers }) => {
      if (waivers?.[0]) waivers[0].issue = issue;
    });
    expect(markup).toContain(issue);
    expect(markup.match(/href="(?!#)[^"]*"/g)).toBeNull();
  });

  test('is not there without waivers', () => {
    expect(ledger((results) => delete results.waivers)).toBe('');
  });

  test('puts no text of others into a command', () => {
    const markup = ledger(({ waivers }) => {
      if (waivers?.[1]) waivers[1].check = 'a; reboot';
    });
    expect(markup).toContain('waive --remove CHECK');
  });
});

describe('the comparison with an earlier run', () => {
  const markup = comparisonSection(sampleResults())?.markup ?? '';

  test('says what makes it less comparable first, then what is newly failing, with a link to its card', () => {
    const results = sampleResults();
    results.comparison?.caveats.push('Another version of the catalogue.');
    const text = comparisonSection(results)?.markup ?? '';
    const places = ['Another version', '1 newly failing', '>Newly failing', '>Fixed', '>Took longer'].map(
      (part) => text.indexOf(part),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    expect(text).toContain('href="#check-verification/set-names-the-stream@push"');
    expect(text).not.toContain('Newly not tested');
  });

  test('shows both outcomes, and both times', () => {
    expect(markup).toMatch(/Before"><span class="badge o-pass">[\s\S]*Now"><span class="badge o-fail">/);
    expect(markup).toContain('× 3.3');
    expect(markup).toContain('2026-08-17 10:15:02 UTC');
  });

  test('says so when nothing is newly failing, and when only that counts', () => {
    const results = sampleResults();
    if (results.comparison) results.comparison.newlyFailing = [];
    results.policy.newOnly = true;
    const text = comparisonSection(results)?.markup ?? '';
    expect(text).toContain('Nothing is newly failing');
    expect(text).toContain('--new-only');
  });

  test('links to no check that this run does not have', () => {
    const results = sampleResults();
    results.comparison?.changed.push({ key: 'gone/check', title: 'Gone', before: 'pass', after: null });
    const text = comparisonSection(results)?.markup ?? '';
    expect(text).not.toContain('href="#check-gone/check"');
    expect(text).toContain('not in that run');
  });

  test('stays short when much differs', () => {
    const results = sampleResults();
    const [first] = results.comparison?.newlyFailing ?? [];
    if (!first || !results.comparison) throw new Error('the sample differs');
    results.comparison.newlyFailing = Array.from({ length: 5_000 }, () => first);
    expect(comparisonSection(results)?.markup.length).toBeLessThan(200_000);
    expect(comparisonSection(results)?.markup).toContain('4,800 more in results.json');
  });

  test('is text, whatever a target put into it', () => {
    for (const part of [comparisonSection(hostileResults()), waiverLedger(hostileResults())])
      expect(part?.markup).not.toMatch(/<script|<img|[^\P{Cc}\n]/u);
  });
});
