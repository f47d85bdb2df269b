import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from './markdown.ts';
import type { Results } from './results.ts';
import { hostileResults, hostileText, sampleResults } from './sample.ts';
import { hostileScenarioResults, nothingPlayed, sampleScenarioResults } from './sample-scenarios.ts';
import { checksWith } from './view.ts';

const lines = renderMarkdown(sampleResults()).split('\n');

const markup = /<[a-z!/]|(?<!\\)\]\(|!\[|(?<!\w)@\w/i;

/** The text without its inline code, in which nothing has a meaning. */
function inertProse(markdown: string): string {
  return markdown.replace(/(?<!`|\\)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '');
}

/** How many ends of cells a row of a table has, as GitHub tells them apart: before anything else, escapes first. */
function cells(line: string): number {
  const parts = line.match(/\\[!-/:-@[-`{-~]|\|/g) ?? [];
  return line.startsWith('| ') ? parts.filter((part) => part === '|').length : 0;
}

describe('the Markdown summary', () => {
  test('says it all in its first twenty lines', () => {
    const top = lines.slice(0, 20).join('\n');
    for (const part of [
      '# ✗ Not conformant',
      '3 of 11 tested MUSTs failed',
      '`https://signals.example.com/tenants/acme`',
      'push and poll, seed 42',
      '| 3 | 1 | 1 | 3 | 1 | 1 | 5 | 2 |',
      '| `create-stream/refused-without-token` | SSF 8.1.1.1 | A create request without credentials was accepted, and a stream was made. | `201 Created` | Authenticate the Receiver before anything else at the configuration endpoint. |',
      '- **1 newly failing**: `verification/set-names-the-stream@push`; 1 fixed, 2 still failing, since the run of 2026-08-17 10:15:02 UTC.',
      '- **2 waivers to look at**: `poll-delivery/acknowledged@poll` (expired), `discovery/issuer-is-the-one-asked-for` (stale).',
      '| new `verification/set-names-the-stream@push` | SSF 8.1.4.1 |',
      '`report.html`',
    ]) {
      expect(top).toContain(part);
    }
  });

  test.each(['stale', 'expired'] as const)(
    'does not begin with Conformant where a waiver that is %s fails the run',
    (state) => {
      const sample = sampleResults();
      const waivers = (sample.waivers ?? []).filter((waiver) => waiver.state === state);
      const failing = { ...sample, verdict: 'conformant', exitCode: 1, waivers } as const;
      const heading = (results: Results) => renderMarkdown(results).split('\n')[0];
      expect(heading(failing)).toBe(`# ✗ Waiver ${state}`);
      expect(heading({ ...failing, verdict: 'incomplete' })).toBe(`# ✗ Incomplete, waiver ${state}`);
      expect(heading({ ...failing, verdict: 'non-conformant' })).toBe('# ✗ Not conformant');
      expect(heading({ ...failing, exitCode: 0 })).toBe('# ✓ Conformant');
    },
  );

  test('goes on with warnings, what was not tested, and notices', () => {
    const headings = lines.filter((line) => line.startsWith('## '));
    expect(headings).toEqual([
      '## Failures (3)',
      '## Errors of the harness (1)',
      '## Warnings (1)',
      '## Not tested',
      '## Waivers (3)',
      '## Compared with the run of 2026-08-17 10:15:02 UTC',
      '## Notices',
    ]);
  });

  test('has the ledger of the waivers, those that fail the run first, and what differs from the other run', () => {
    for (const line of [
      '| ✗ Expired | `poll-delivery/acknowledged@poll` | Until the new queue is in |  | 2026-08-01 | Mend the target',
      '| ~ Waived | `status/reason-is-told` | Known, mended in 4.3 · https\\://tickets.example.com/SSF-12 | identity team | 2026-12-31 |  |',
      '| `verification/set-names-the-stream@push` | ✓ Passed | ✗ Failed | The subject is another one. |',
      '| `discovery/issuer-is-the-one-asked-for` | ✗ Failed | ✓ Passed |  |',
      '- verification, push: 13 ms before, 41 ms now',
    ])
      expect(lines.join('\n')).toContain(line);
  });

  test('begins with the first failure where nothing was compared', () => {
    const { comparison: _, waivers: __, ...alone } = sampleResults();
    const top = renderMarkdown(alone).split('\n').slice(0, 20);
    expect(top.filter((line) => /^\| `(create-stream|verification)\//.test(line))).toHaveLength(3);
    expect(top.join('\n')).toContain('Run only the first again: `ssf-conformance run --issuer');
  });

  test('stays small enough that the step summaries of several runs fit, cut between lines', () => {
    const results = hostileResults();
    const [failed] = checksWith(results, 'fail');
    if (failed)
      results.checks = Array.from({ length: 5_000 }, (_, i) => ({ ...failed, id: `family/check-${i}` }));
    results.notices = Array.from({ length: 5_000 }, () => hostileText.repeat(5));
    const markdown = renderMarkdown(results);
    expect(Buffer.byteLength(markdown)).toBeLessThan(200_001);
    expect(markdown).toContain('4,900 more failures in report.html.');
    expect(markdown).toMatch(/\n\nThe rest is in report\.html\.\n$/);
    expect(inertProse(markdown)).not.toMatch(markup);
  });

  test('keeps its shape whatever a target sends', () => {
    const hostile = renderMarkdown(hostileResults()).split('\n');
    expect(hostile.length).toBe(lines.length);
    // Outside of inline code no markup of the target is left.
    const prose = inertProse(hostile.join('\n'));
    expect(prose).not.toMatch(markup);
    expect(prose).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}]/u);
  });

  test('keeps its shape whatever a target sends at all', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'binary' }),
            fc.constantFrom(
              '`',
              '``',
              '|',
              '\n| a | b |\n',
              '\n# x\n',
              '<!--',
              '![a](b)',
              '\\',
              '@all',
              '$$',
            ),
          ),
          { maxLength: 6 },
        ),
        (parts) => {
          const text = parts.join('');
          const shown = renderMarkdown(sampleResults((own) => own + text)).split('\n');
          expect(shown.length).toBe(lines.length);
          shown.forEach((line, i) => {
            expect(cells(line)).toBe(cells(lines[i] ?? ''));
          });
          expect(inertProse(shown.join('\n'))).not.toMatch(markup);
        },
      ),
    );
  });

  test('says that a story held or not, and that this is no certificate', () => {
    const markdown = renderMarkdown({ ...sampleScenarioResults(), verdict: 'conformant' });
    expect(markdown).toMatch(/^# ✓ Held\n/);
    expect(markdown).toContain('Run without --scenario for conformance.');
  });

  test('has no empty field or table when nothing was played', () => {
    const { waivers: _, comparison: __, ...results } = nothingPlayed();
    const markdown = renderMarkdown(results);
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
