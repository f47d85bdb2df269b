import { checkAnchor, checkLink, faultAnchor, link } from '../html/anchors.ts';
import { renderDocument } from '../html/document.ts';
import { badge, icon } from '../html/icons.ts';
import { rich } from '../html/rich.ts';
import { html, type Part, type Raw } from '../html/template.ts';
import type { Outcome } from '../results.ts';
import { count, duration, instant } from '../text/format.ts';
import { checkKey, familyOf, groupBy, specName } from '../view.ts';
import { type ProofTable, type ProvenCheck, type ProvenFault, proofSentence, unproven } from './table.ts';

/**
 * The proof as one page: which checks are not proven, if any; every broken peer with the checks that find it; every check
 * with the broken peers that it finds. Fragments: `#fault-NAME`, `#check-ID`.
 */
export function renderProofHtml(table: ProofTable): string {
  const loose = unproven(table);
  const bad = table.faults.filter((fault) => !fault.ok);
  const sections = [
    {
      id: 'unproven',
      title: 'Checks that are not proven',
      label: 'Unproven',
      count: loose.length,
      body: checkTable(loose),
    },
    {
      id: 'problems',
      title: 'Broken peers not found as foreseen',
      label: 'Not as foreseen',
      count: bad.length,
      body: faultTable(bad, 'problem'),
    },
    {
      id: 'faults',
      title: 'Broken peers',
      label: 'Broken peers',
      count: table.faults.length,
      body: faultTable(table.faults, 'fault'),
    },
    {
      id: 'checks',
      title: 'Checks',
      label: 'Checks',
      count: table.checks.length,
      body: checkTable(table.checks, 'check'),
    },
  ].filter((section) => section.count > 0);
  return renderDocument({
    title: `${table.ok ? 'Proven' : 'Not proven'}: the checks of ${table.tool.name} ${table.tool.version}`,
    contents: [
      { href: 'main', label: 'Verdict' },
      ...sections.map(({ id, label, count: n }) => ({ href: id, label, count: n })),
    ],
    main: html`${verdict(table)}
${sections.map(
  ({
    id,
    title,
    count: n,
    body,
  }) => html`<section id="${id}" class="part-section" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title} <span class="count">${n}</span></h2>
${body}
</section>
`,
)}`,
    footer: html`<p>Made by the self-test of ${table.tool.name} ${table.tool.version}.</p>`,
  });
}

function verdict(table: ProofTable): Raw {
  const outcome: Outcome = table.ok ? 'pass' : 'fail';
  const facts: [string, Part][] = [
    [
      'Run',
      html`<time datetime="${table.startedAt}">${instant(table.startedAt)}</time>, ${duration(table.durationMs)}`,
    ],
    ['Tool', `${table.tool.name} ${table.tool.version}`],
    ['Size', `${count(table.checks.length, 'check')}, ${count(table.faults.length, 'broken peer')}`],
  ];
  return html`<header class="verdict o-${outcome}">
<p class="eyebrow">Proof of the checks <span>every check is seen to pass a faultless peer and to fail on a broken one</span></p>
<h1>${icon(outcome)} ${table.ok ? 'Proven' : 'Not proven'}</h1>
<p class="sentence">${proofSentence(table)}</p>
<dl class="facts">${facts.map(
    ([name, value]) => html`
<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}
</dl>
</header>`;
}

/** `anchors: 'problem'` is the second place where a fault stands: it must not take the same id. */
function faultTable(faults: readonly ProvenFault[], anchors: 'fault' | 'problem'): Raw {
  return html`<table class="checks proof-table"><caption class="visually-hidden">Broken peers</caption>
<thead><tr><th scope="col">Broken peer</th><th scope="col">Breaks</th><th scope="col">Found by</th><th scope="col">As foreseen</th></tr></thead>
${[...groupBy(faults, ({ breaks }) => clauseOf(breaks))].map(
  ([clause, members]) => html`<tbody>
<tr class="family"><th scope="rowgroup" colspan="4">${clause} <span class="count">${members.length}</span></th></tr>${members.map((fault) => faultRow(fault, anchors))}
</tbody>
`,
)}</table>`;
}

/** `SSF 8.1.1.1` of `SSF-8.1.1.1-13`; an id of another form stays as it is. */
function clauseOf(id: string): string {
  const [, spec, section] = /^(.+)-([^-]+)-\d+$/.exec(id) ?? [];
  return spec === undefined ? id : `${specName(spec)} ${section}`;
}

function faultRow(fault: ProvenFault, anchors: 'fault' | 'problem'): Raw {
  const { name, breaks, summary, own, also, ok, problem } = fault;
  const title = anchors === 'problem' ? link(faultAnchor(name), name) : name;
  return html`
<tr${anchors === 'fault' && html` id="${faultAnchor(name)}"`}><td>${rich(summary, 400)} <span class="key">${title}</span></td>
<td>${breaks}</td>
<td>${own.length === 0 ? 'no check' : own.map((key) => html`<span class="by">${checkLink(key)}</span>`)}${also.map(alsoTrips)}</td>
<td>${badge(ok ? 'pass' : 'fail', ok ? 'Yes' : 'No')}${problem !== undefined && html` <span class="why">${rich(problem, 400)}</span>`}</td></tr>`;
}

function alsoTrips({ check, expected }: ProvenFault['also'][number]): Raw {
  return html`<span class="by muted">also ${expected ? '' : 'unforeseen '}${checkLink(check)}</span>`;
}

function checkTable(checks: readonly ProvenCheck[], anchors?: 'check'): Raw {
  const families = [...groupBy(checks, (check) => familyOf(check.id))];
  return html`<table class="checks proof-table"><caption class="visually-hidden">Checks</caption>
<thead><tr><th scope="col">Check</th><th scope="col">Rules</th><th scope="col">Seen to fail on</th><th scope="col">Faultless peer</th></tr></thead>
${families.map(
  ([family, members]) => html`<tbody>
<tr class="family"><th scope="rowgroup" colspan="4">${family} <span class="count">${members.length}</span></th></tr>${members.map((check) => checkRow(check, anchors))}
</tbody>
`,
)}</table>`;
}

function checkRow(check: ProvenCheck, anchors?: 'check'): Raw {
  const key = checkKey(check);
  const faults = check.provenBy.map((name) => html`<span class="by">${link(faultAnchor(name), name)}</span>`);
  return html`
<tr${anchors && html` id="${checkAnchor(key)}"`}><td>${rich(check.title, 300)} <span class="key">${anchors ? key : link(checkAnchor(key), key)}</span></td>
<td><span class="level">${check.level}</span> ${check.requirements.map((id) => html`<span class="by">${id}</span>`)}</td>
<td>${faults.length === 0 ? 'no broken peer' : faults}</td>
<td>${badge(check.faultless)}</td></tr>`;
}
