import { renderDocument } from '../html/document.ts';
import { icon } from '../html/icons.ts';
import { html, type Part, type Raw } from '../html/template.ts';
import type { Outcome } from '../results.ts';
import { count, duration, instant } from '../text/format.ts';
import { ProofTables } from './html-tables.ts';
import { type ProofTable, proofSentence, unproven } from './table.ts';

interface Section {
  id: string;
  title: string;
  /** In the list of contents. */
  label: string;
  count: number;
  body: Raw;
}

/**
 * The proof as one page: which checks are not proven, if any; every broken peer with the checks that find it; every check
 * with the broken peers that it finds. Fragments: `#fault-NAME`, `#check-ID`.
 */
export function renderProofHtml(table: ProofTable): string {
  const sections = sectionsOf(table).filter((each) => each.count > 0);
  return renderDocument({
    title: `${verdictWord(table)}: the checks of ${table.tool.name} ${table.tool.version}`,
    contents: [
      { href: 'main', label: 'Verdict' },
      ...sections.map(({ id, label, count: n }) => ({ href: id, label, count: n })),
    ],
    main: html`${verdict(table)}
${sections.map(section)}`,
    footer: html`<p>Made by the self-test of ${table.tool.name} ${table.tool.version}.</p>`,
  });
}

function sectionsOf(table: ProofTable): Section[] {
  const { checks, faults } = table;
  const tables = new ProofTables(table);
  const loose = unproven(table);
  const bad = faults.filter((fault) => !fault.ok);
  return [
    {
      id: 'unproven',
      title: 'Checks that are not proven',
      label: 'Unproven',
      count: loose.length,
      body: tables.checks(loose, false),
    },
    {
      id: 'problems',
      title: 'Broken peers not found as foreseen',
      label: 'Not as foreseen',
      count: bad.length,
      body: tables.faults(bad, false),
    },
    {
      id: 'faults',
      title: 'Broken peers',
      label: 'Broken peers',
      count: faults.length,
      body: tables.faults(faults, true),
    },
    {
      id: 'checks',
      title: 'Checks',
      label: 'Checks',
      count: checks.length,
      body: tables.checks(checks, true),
    },
  ];
}

function section({ id, title, count: n, body }: Section): Raw {
  return html`<section id="${id}" class="part-section" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title} <span class="count">${n}</span></h2>
${body}
</section>
`;
}

function verdictWord(table: ProofTable): string {
  return table.ok ? 'Proven' : 'Not proven';
}

function verdict(table: ProofTable): Raw {
  const { tool, startedAt, durationMs, checks, faults } = table;
  const outcome: Outcome = table.ok ? 'pass' : 'fail';
  const facts: [string, Part][] = [
    ['Run', html`<time datetime="${startedAt}">${instant(startedAt)}</time>, ${duration(durationMs)}`],
    ['Tool', `${tool.name} ${tool.version}`],
    ['Size', `${count(checks.length, 'check')}, ${count(faults.length, 'broken peer')}`],
  ];
  const rows = facts.map(
    ([name, value]) => html`
<div><dt>${name}</dt><dd>${value}</dd></div>`,
  );
  return html`<header class="verdict o-${outcome}">
<p class="eyebrow">Proof of the checks <span>every check is seen to pass a faultless peer and to fail on a broken one</span></p>
<h1>${icon(outcome)} ${verdictWord(table)}</h1>
<p class="sentence">${proofSentence(table)}</p>
<dl class="facts">${rows}
</dl>
</header>`;
}
