import { checkAnchor, checkLink, faultAnchor, link } from '../html/anchors.ts';
import { badge } from '../html/icons.ts';
import { rich } from '../html/rich.ts';
import { html, type Raw } from '../html/template.ts';
import { checkKey, familyOf, groupBy, specName } from '../view.ts';
import type { ProofTable, ProvenCheck, ProvenFault } from './table.ts';

/** The tables of the proof's page, and what in them can be linked to: a part of the proof may name what it did not run. */
export class ProofTables {
  readonly #checks: ReadonlySet<string>;
  readonly #faults: ReadonlySet<string>;

  constructor(table: ProofTable) {
    this.#checks = new Set(table.checks.map(checkKey));
    this.#faults = new Set(table.faults.map(({ name }) => name));
  }

  /** Faults by the clause that they break. Only one table of a page may carry the anchors. */
  faults(faults: readonly ProvenFault[], anchors: boolean): Raw {
    const clauses = [...groupBy(faults, ({ breaks }) => clauseOf(breaks))];
    const row = (fault: ProvenFault) => this.#faultRow(fault, anchors);
    return table('Broken peers', ['Broken peer', 'Breaks', 'Found by', 'As foreseen'], clauses, row);
  }

  /** Checks by family. Only one table of a page may carry the anchors. */
  checks(checks: readonly ProvenCheck[], anchors: boolean): Raw {
    const families = [...groupBy(checks, ({ id }) => familyOf(id))];
    const row = (check: ProvenCheck) => this.#checkRow(check, anchors);
    return table('Checks', ['Check', 'Rules', 'Seen to fail on', 'Faultless peer'], families, row);
  }

  #faultRow({ name, breaks, summary, own, also, ok, problem }: ProvenFault, anchors: boolean): Raw {
    const found = own.map(({ check }) => html`<span class="by">${this.#check(check)}</span>`);
    const trips = also.map(
      ({ check, outcome, expected }) =>
        html`<span class="by muted">also ${expected ? '' : 'unforeseen '}${this.#check(check)} (${outcome})</span>`,
    );
    return html`
<tr${anchors && html` id="${faultAnchor(name)}"`}><td>${rich(summary, 400)} <span class="key">${anchors ? name : this.#fault(name)}</span>${problem !== undefined && html` <span class="problem">${rich(problem, 1_000)}</span>`}</td>
<td>${breaks}</td>
<td>${found.length === 0 ? 'no check' : found}${trips}</td>
<td>${badge(ok ? 'pass' : 'fail', ok ? 'Yes' : 'No')}</td></tr>`;
  }

  #checkRow(check: ProvenCheck, anchors: boolean): Raw {
    const key = checkKey(check);
    const faults = check.provenBy.map((name) => html`<span class="by">${this.#fault(name)}</span>`);
    return html`
<tr${anchors && html` id="${checkAnchor(key)}"`}><td>${rich(check.title, 300)} <span class="key">${anchors ? key : this.#check(key)}</span></td>
<td><span class="level">${check.level}</span> ${check.requirements.map((id) => html`<span class="by">${id}</span>`)}</td>
<td>${faults.length === 0 ? 'no broken peer' : faults}</td>
<td>${badge(check.faultless)}</td></tr>`;
  }

  #check(key: string): Raw {
    return this.#checks.has(key) ? checkLink(key) : html`<code>${key}</code>`;
  }

  #fault(name: string): Raw {
    return this.#faults.has(name) ? link(faultAnchor(name), name) : html`<code>${name}</code>`;
  }
}

function table<T>(
  caption: string,
  head: readonly string[],
  groups: readonly [string, readonly T[]][],
  row: (item: T) => Raw,
): Raw {
  const columns = head.map((name) => html`<th scope="col">${name}</th>`);
  const bodies = groups.map(
    ([name, items]) => html`<tbody>
<tr class="family"><th scope="rowgroup" colspan="${head.length}">${name} <span class="count">${items.length}</span></th></tr>${items.map(row)}
</tbody>
`,
  );
  return html`<table class="checks proof-table"><caption class="visually-hidden">${caption}</caption>
<thead><tr>${columns}</tr></thead>
${bodies}</table>`;
}

/** `SSF 8.1.1.1` of `SSF-8.1.1.1-13`; an id of another form stays as it is. */
function clauseOf(id: string): string {
  const [, spec, section] = /^(.+)-([^-]+)-\d+$/.exec(id) ?? [];
  return spec === undefined ? id : `${specName(spec)} ${section}`;
}
