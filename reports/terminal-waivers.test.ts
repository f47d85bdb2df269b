import { describe, expect, test } from 'vitest';
import { hostileResults, sampleResults } from './sample.ts';
import { renderTerminal } from './terminal.ts';

describe('waivers and comparison on the terminal', () => {
  const text = renderTerminal(sampleResults(), { width: 100 });

  test('are there, what fails the run first, with what to do about it', () => {
    expect(text).toContain('Waivers (3; 2 to look at)');
    const places = ['✗ expired', '✗ stale', '~ waived'].map((word) => text.indexOf(word));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
    expect(text).toContain('waive --remove discovery/issuer-is-the-one-asked-for');
    expect(text).toContain('Known, mended in 4.3');
  });

  test('say what is newly failing', () => {
    expect(text).toContain('1 newly failing, 1 fixed, 2 still failing');
    expect(text).toContain('newly failing  verification/set-names-the-stream@push');
  });

  test('stand above the verdict, and only where there are any', () => {
    expect(text.indexOf('Compared with')).toBeLessThan(text.indexOf('Not conformant with'));
    const { waivers, comparison, ...rest } = sampleResults();
    expect([waivers?.length, comparison?.stillFailing]).toEqual([3, 2]);
    expect(renderTerminal(rest)).not.toMatch(/Waivers|Compared with/);
  });

  test('let nothing act on the terminal', () => {
    const results = hostileResults();
    const [waiver] = results.waivers ?? [];
    if (waiver) waiver.check += '\u001b[2J`$(reboot)`';
    expect(renderTerminal(results).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
