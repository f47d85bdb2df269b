import { describe, expect, test } from 'vitest';
import { renderMarkdown } from './markdown.ts';
import { hostileResults, sampleResults } from './sample.ts';
import { hostileScenarioResults, nothingPlayed, sampleScenarioResults } from './sample-scenarios.ts';

const lines = renderMarkdown(sampleResults()).split('\n');

describe('the Markdown summary', () => {
  test('says it all in its first twenty lines', () => {
    const top = lines.slice(0, 20).join('\n');
    for (const part of [
      '# ✗ Not conformant',
      '3 of 11 tested MUSTs failed',
      '`https://signals.example.com/tenants/acme`',
      'push and poll, seed 42',
      '| 3 | 1 | 1 | 3 | 1 | 1 | 5 | 2 |',
      '| `create-stream/refused-without-token` | SSF 8.1.1.1 | A create request without credentials was accepted, and a stream was made. | `201 Created` |',
      '--only create-stream/refused-without-token',
    ]) {
      expect(top).toContain(part);
    }
  });

  test('goes on with warnings, what was not tested, and notices', () => {
    const headings = lines.filter((line) => line.startsWith('## '));
    expect(headings).toEqual([
      '## Failures (3)',
      '## Errors of the harness (1)',
      '## Warnings (1)',
      '## Not tested',
      '## Notices',
    ]);
  });

  test('keeps its shape whatever a target sends', () => {
    const hostile = renderMarkdown(hostileResults()).split('\n');
    expect(hostile.length).toBe(lines.length);
    // Outside of inline code no markup of the target is left.
    const prose = hostile.join('\n').replace(/(`+)[^\n]*?[^`]\1(?!`)/g, '');
    expect(prose).not.toMatch(/<script|<img|(?<!\\)\]\(javascript/);
    expect(prose).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}]/u);
  });

  test('says that a story held or not, and that this is no certificate', () => {
    const markdown = renderMarkdown({ ...sampleScenarioResults(), verdict: 'conformant' });
    expect(markdown).toMatch(/^# ✓ Held\n/);
    expect(markdown).toContain('Run without --scenario for conformance.');
  });

  test('has no empty field or table when nothing was played', () => {
    const markdown = renderMarkdown(nothingPlayed());
    expect(markdown).toContain('profile ssf, seed 42.');
    expect(markdown).not.toMatch(/, ,|\| *\||\n\n\n/);
  });

  test('has a table of scenarios and one of timing, with the limits that were broken', () => {
    const markdown = renderMarkdown(sampleScenarioResults());
    for (const part of [
      '## Scenarios (1 held, 1 broken, 1 incomplete)',
      '| ✗ Broken | `device-non-compliance` | `signals.example.com` (target) | `Okta Identity Threat Protection` (mock) | push | 14.3 s |',
      '| delivery | push | 3 | 47 ms | 3.5 s | 3.5 s | 3.5 s | ± 0.4 ms |',
      '- delivery.p99 took 3.5 s, more than 1 s (configured; apart from the verdict)',
    ])
      expect(markdown).toContain(part);
    const hostile = renderMarkdown(hostileScenarioResults());
    expect(hostile.split('\n').length).toBe(markdown.split('\n').length);
    expect(hostile.replace(/(`+)[^\n]*?[^`]\1(?!`)/g, '')).not.toMatch(/<script|<img/);
  });
});
