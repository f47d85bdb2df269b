import { describe, expect, it } from 'vitest';
import { renderClosing } from './closing.ts';
import { sampleResults } from './sample.ts';

describe('renderClosing', () => {
  it('has a line for each run, and how many are conformant', () => {
    const runs = [
      {
        label: 'Transmitter',
        results: { verdict: 'conformant' as const, interrupted: false },
        report: 'a.html',
      },
      { label: 'Receiver, hosted', results: null, report: null },
      {
        label: 'Receiver, managed',
        results: { verdict: 'incomplete' as const, interrupted: true },
        report: 'b.html',
      },
    ];
    expect(renderClosing(runs, 4, { color: false })).toBe(
      [
        'Transmitter        ✓ Conformant             a.html',
        'Receiver, hosted   ‼ Not started',
        'Receiver, managed  ? Incomplete, cut short  b.html',
        '',
        '1 of 4 runs conformant; 1 not begun.',
        '',
      ].join('\n'),
    );
  });

  it('says what is newly failing, and which waivers are to be looked at', () => {
    const { waivers, comparison } = sampleResults();
    if (!waivers || !comparison) throw new Error('the sample has both');
    const results = { verdict: 'conformant' as const, interrupted: false, waivers, comparison };
    expect(renderClosing([{ label: 'A', results, report: 'a.html' }], 1, { color: false })).toBe(
      'A  ✓ Conformant, 1 newly failing, 2 waivers to look at  a.html\n\n1 of 1 run conformant.\n',
    );
  });

  it('says of stories that they held', () => {
    const results = { verdict: 'conformant' as const, interrupted: false, scenarios: [] };
    expect(renderClosing([{ label: 'Stories', results, report: null }], 2, { color: false })).toBe(
      'Stories  ✓ Held\n\n1 of 2 runs held; 1 not begun.\n',
    );
  });
});
