import { describe, expect, test } from 'vitest';
import { renderProofHtml } from './html.ts';
import { renderProofMarkdown } from './markdown.ts';
import { sampleProof } from './sample.ts';
import { type ProofTable, proofSentence, unproven } from './table.ts';
import { renderProofTerminal } from './terminal.ts';

const good: ProofTable = {
  ...sampleProof(),
  ok: true,
  checks: sampleProof().checks.slice(0, 2),
  faults: sampleProof().faults.slice(0, 2),
};

describe('the proof of the checks', () => {
  test('says in one sentence whether every check is proven', () => {
    expect(proofSentence(good)).toMatch(/^Proven: 2 checks against 2 broken peers;/);
    expect(proofSentence(sampleProof())).toBe(
      'Not proven: 3 checks against 4 broken peers; unproven checks: 1, broken peers not found as foreseen: 2.',
    );
  });

  test('counts as unproven a check that no fault proves or that accuses the faultless peer', () => {
    const [first, second] = sampleProof().checks;
    if (!first || !second) throw new Error('the sample has checks');
    const table = {
      ...good,
      checks: [{ ...first, provenBy: [] }, { ...second, faultless: 'fail' as const }, first],
    };
    expect(unproven(table).map((check) => check.id)).toEqual([first.id, second.id]);
  });

  test.each([
    ['terminal', renderProofTerminal(sampleProof())],
    ['Markdown', renderProofMarkdown(sampleProof())],
    ['HTML', renderProofHtml(sampleProof())],
  ])('names in the %s every fault, the checks that find it, and what is wrong', (_form, text) => {
    for (const { name, own } of sampleProof().faults) {
      expect(text).toContain(name);
      for (const { check } of own) expect(text).toContain(check);
    }
    for (const { id } of sampleProof().checks) expect(text).toContain(id);
    expect(text).toContain('nobody foresaw');
    expect(text).toContain('No check reports');
  });

  test('shows nothing as a problem when all is well', () => {
    expect(renderProofTerminal(good)).not.toContain('✗');
    expect(renderProofHtml(good)).not.toContain('id="problems"');
  });

  test.each([
    ['the whole proof', sampleProof()],
    [
      'a part of it, that names what it did not run',
      { ...sampleProof(), faults: good.faults.slice(0, 1), checks: [] },
    ],
  ])('has for every link in %s a place to go', (_what, table) => {
    const page = renderProofHtml(table);
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
    const dead = [...page.matchAll(/href="#([^"]+)"/g)]
      .map((match) => match[1] ?? '')
      .filter((id) => !ids.has(id));
    expect(dead).toEqual([]);
  });

  test('escapes what it is given', () => {
    const table = sampleProof();
    table.faults = table.faults.map((fault) => ({ ...fault, problem: '<script>\u001b[2J`|' }));
    expect(renderProofHtml(table)).not.toContain('<script>');
    expect(renderProofTerminal(table)).not.toContain('\u001b');
    expect(renderProofMarkdown(table)).not.toContain('<script>');
  });
});
