import { describe, expect, it } from 'vitest';
import type { ComparedCheck, Comparison } from '../results.ts';
import { hostileText, sampleResults } from '../sample.ts';
import { comparisonSentence, renderComparison } from './terminal.ts';

const row = (key: string, more: Partial<ComparedCheck> = {}): ComparedCheck => ({
  key,
  title: key,
  before: 'pass',
  after: 'fail',
  ...more,
});
const nothing: Comparison = {
  against: {
    startedAt: '2026-08-17T10:15:02.114Z',
    tool: sampleResults().tool,
    verdict: 'conformant',
    sentence: 's',
  },
  caveats: [],
  newlyFailing: [],
  fixed: [],
  newlyNotTested: [],
  changed: [],
  stillFailing: 0,
  slower: [],
};

describe('renderComparison', () => {
  it('says in one line that nothing is newly failing', () => {
    expect(renderComparison(nothing, { width: 200 })).toBe(
      'Compared with the run of 2026-08-17 10:15:02 UTC: nothing newly failing, 0 fixed, 0 still failing.\n',
    );
  });

  it('shows what is worse first, with what was found, and what makes the runs less comparable', () => {
    const text = renderComparison(
      {
        ...nothing,
        newlyFailing: [row('a/b@push', { message: 'The subject is another one.' })],
        newlyNotTested: [row('c/d', { after: 'not-tested', message: 'No SET came.' })],
        fixed: [row('e/f', { before: 'fail', after: 'pass' })],
        changed: [row('g/h', { before: null, after: 'pass' }), row('i/j', { after: null })],
        slower: [{ name: 'delivery.p99', delivery: 'push', beforeMs: 40, afterMs: 400 }],
        caveats: ['Its profile was caep-interop, that of this run is ssf.'],
        stillFailing: 2,
      },
      { width: 200 },
    );
    const places = [
      'Newly failing (1)',
      'a/b@push  pass → fail',
      'The subject is another one.',
      'Newly not tested (1)',
      'Fixed (1)',
      'Changed in another way (2)',
      'not in that run → pass',
      'pass → not in that run',
      'Slower (1; decides nothing)',
      'delivery.p99 by push  40 ms → 400 ms',
      'Its profile was caep-interop',
      '1 newly failing, 1 fixed, 2 still failing, 1 newly not tested, 2 changed',
    ].map((part) => text.indexOf(part));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThanOrEqual(0);
    expect(text).not.toContain('\u001b');
  });

  it('counts what is too much to be shown', () => {
    const many = Array.from({ length: 500 }, (_, i) => row(`a/b${i}`));
    const text = renderComparison({ ...nothing, newlyFailing: many });
    expect(text.split('\n').length).toBeLessThan(40);
    expect(text).toContain('… and 480 more');
  });

  it('lets nothing that a target sent act on the terminal', () => {
    const bad = { ...nothing, newlyFailing: [row(hostileText, { message: hostileText })] };
    expect(renderComparison(bad).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('colours only when it may', () => {
    expect(renderComparison({ ...nothing, newlyFailing: [row('a/b')] }, { color: true })).toContain(
      '\u001b[',
    );
    expect(comparisonSentence(nothing)).not.toContain('\u001b');
  });
});
