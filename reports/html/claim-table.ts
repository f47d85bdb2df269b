import type { Results } from '../results.ts';
import { excerptLine } from '../text/excerpt.ts';
import { count, duration, instant } from '../text/format.ts';
import { groupBy, specName } from '../view.ts';
import { checkLink, link, requirementAnchor, setPartAnchor, setRuleAnchor } from './anchors.ts';
import type { ReadRow, ReadSet, RuleMark } from './claims.ts';
import { badge } from './icons.ts';
import { rich } from './rich.ts';
import { sectionUrl } from './spec-links.ts';
import { html, type Part, type Raw } from './template.ts';

const rowsShown = 120;
const rulesLinked = 8;
const valueLimit = 240;

/** Members that hold a time in seconds since the epoch: RFC 7519 part 4.1, RFC 8417 part 2.2, CAEP part 2. */
const times = new Set(['iat', 'exp', 'nbf', 'toe', 'event_timestamp']);

interface TableContext {
  /** Event types as people write them. */
  typeName: (uri: string) => string;
  /** When the SET arrived, ms since the epoch; NaN when that is not known. */
  arrivedAt: number;
  /** Every kept rule by its id, for a SET that a finding names; else how many there are. */
  everyRule: boolean;
}

/** The parts of a SET, each with its value, the rules about it and what became of them. */
export function claimTable(read: ReadSet, context: TableContext): Raw {
  const { typeName } = context;
  const judged = read.rows.some(({ marks }) => marks.length > 0);
  const rows = read.rows.filter(({ holds, marks }) => !holds || marks.length > 0);
  const groups = groupBy(rows.slice(0, rowsShown), ({ group, eventType }) => `${group} ${eventType ?? ''}`);
  const cut = rows.length - rowsShown;
  return html`<table class="claims"><caption class="visually-hidden">The SET claim by claim</caption>
<thead><tr><th scope="col">Part</th><th scope="col">Value</th>${judged && html`<th scope="col">Rules</th>`}</tr></thead>
${[...groups.values()].map(
  (members) => html`<tbody>
<tr class="family"><th scope="rowgroup" colspan="${judged ? 3 : 2}">${heading(members[0], typeName)}</th></tr>${members.map((row) => rowMarkup(row, read, judged, context))}
</tbody>`,
)}</table>${cut > 0 && html`<p class="cut-note">${count(cut, 'more part')}: see the JSON.</p>`}`;
}

function heading(row: ReadRow | undefined, typeName: TableContext['typeName']): Part {
  if (row?.group === 'event' && row.eventType !== null)
    return html`Event ${typeName(row.eventType)} <code class="muted">${excerptLine(row.eventType, 200)}</code>`;
  return { token: 'Token', header: 'JOSE header', claims: 'Claims', event: 'Event' }[row?.group ?? 'claims'];
}

function rowMarkup(
  row: ReadRow,
  read: ReadSet,
  judged: boolean,
  { arrivedAt, everyRule }: TableContext,
): Raw {
  const [worst] = row.marks;
  const isBroken = worst !== undefined && worst.outcome !== 'kept' && worst.outcome !== 'not-judged';
  const tone = isBroken && html` class="broken o-${read.ours ? 'note' : worst.outcome}"`;
  return html`
<tr${tone}><th scope="row">${excerptLine(row.label, 120)}</th><td>${value(row)}${timeWords(row, arrivedAt, read.ours)}</td>${judged && html`<td>${marks(row, read.ours, everyRule)}</td>`}</tr>`;
}

function value({ presence, value: given, holds, path }: ReadRow): Part {
  if (presence === 'missing' && path !== 'token' && path !== 'signature') return html`<b>missing</b>`;
  if (presence === 'several') return html`<span class="muted">one of several of this name</span>`;
  if (given === undefined) return html`<span class="muted">as a whole</span>`;
  if (!holds) return html`<code>${excerptLine(JSON.stringify(given), valueLimit)}</code>`;
  const n = typeof given === 'object' && given !== null ? Object.keys(given).length : 0;
  return html`<span class="muted">${Array.isArray(given) ? count(n, 'item') : count(n, path === 'claims.events' ? 'event' : 'member')}</span>`;
}

/** A time of the target's in words, and how far it is from the arrival by our clock. */
function timeWords({ label, value: given }: ReadRow, arrivedAt: number, ours: boolean): Part {
  if (typeof given !== 'number' || !times.has(label.replace(/^.*\./, ''))) return null;
  const date = new Date(given * 1000);
  if (Number.isNaN(date.getTime())) return html` <span class="why">no time that a calendar has</span>`;
  const iso = date.toISOString();
  const distance = given * 1000 - arrivedAt;
  // A time in milliseconds, say, is so far off that the distance says nothing.
  const near = Math.abs(distance) < 366 * 86_400_000;
  const words = near
    ? `, ${duration(Math.abs(distance))} ${distance < 0 ? 'before' : 'after'} it ${ours ? 'was sent' : 'arrived'}`
    : '';
  return html` <span class="why"><time datetime="${iso}">${instant(iso)}</time>${words}</span>`;
}

const brokenWords = { fail: 'Broken', warn: 'Not followed', note: 'Note' } as const;

function marks({ marks: all, path }: ReadRow, ours: boolean, everyRule: boolean): Part {
  const kept = all.filter(({ outcome }) => outcome === 'kept');
  // What nobody judged is worth a word only where nothing was.
  const judged = all.some(({ outcome }) => outcome !== 'not-judged');
  // Beside what is wrong, the colour of what is right would mislead.
  const isWrong = all.some(({ outcome }) => outcome === 'fail' || outcome === 'warn');
  return [
    ...all.map((mark) => broken(mark, ours)),
    kept.length > 0 &&
      html`<p>${isWrong ? html`<span class="muted">Beside that, kept:</span>` : html`<b class="o-pass mark">✓ Kept</b>`} ${everyRule || kept.length === 1 ? ruleLinks(kept) : link(setPartAnchor(path), count(kept.length, 'rule'))}</p>`,
    !judged && html`<p class="muted">– Not judged</p>`,
  ];
}

function broken({ outcome, rule, anchor, requirement, messages, checks }: RuleMark, ours: boolean): Part {
  if (outcome === 'kept' || outcome === 'not-judged') return null;
  // What we do wrong on purpose is no fault of anybody's: it has neither the word nor the colour of one.
  const purpose = outcome === 'fail' ? 'Wrong on purpose' : 'On purpose';
  const word = ours ? badge('note', purpose) : badge(outcome, brokenWords[outcome]);
  return html`<p>${word} ${messages.map((message) => html`<span class="message">${rich(message, 400)}</span> `)}</p>
<p class="why">${rule === null ? requirement : ruleWords(rule, anchor)}${checks.slice(0, 3).map((key) => html` ${checkLink(key)}`)}</p>`;
}

type Rule = NonNullable<RuleMark['rule']>;

/** Section, our words and the id, which leads to the list of rules. */
function ruleWords(rule: Rule, anchor: string | null): Raw {
  return html`${sectionLink(rule)} ${rich(rule.summary, 400)} ${anchor === null ? rule.id : link(anchor, rule.id)}`;
}

function sectionLink({ spec, section }: Rule): Raw {
  const name = `${specName(spec)} ${section}`;
  const url = sectionUrl(spec, section);
  return url === null ? html`${name}` : html`<a href="${url}" rel="noreferrer noopener">${name}</a>`;
}

function ruleLinks(all: readonly RuleMark[]): Part {
  const links = all
    .slice(0, rulesLinked)
    .map(({ requirement }, i) => html`${i > 0 ? ', ' : ''}${link(setRuleAnchor(requirement), requirement)}`);
  return html`${links}${all.length > rulesLinked && ` and ${all.length - rulesLinked} more`}`;
}

/** The rules by which the SETs of a run were read, part by part, for the tables to refer to; null where there are none. */
export function setRuleList(results: Results): Raw | null {
  const rules = results.setRules ?? [];
  if (rules.length === 0) return null;
  const selected = new Set(results.requirements.selected.map(({ id }) => id));
  // A rule may be about several parts; a link to it leads to the first.
  const told = new Set<string>();
  return html`<details><summary>The rules by which SETs are read: ${count(new Set(rules.map(({ rule }) => rule.id)).size, 'rule')}</summary>
<table class="listing rules"><caption class="visually-hidden">Rules about the parts of a SET</caption>
<thead><tr><th scope="col">Rule</th><th scope="col">What it asks for</th></tr></thead>
${[...groupBy(rules, ({ path }) => path)].map(
  ([path, members]) => html`<tbody>
<tr class="family" id="${setPartAnchor(path)}"><th scope="rowgroup" colspan="2"><code>${excerptLine(path, 120)}</code></th></tr>${members.map(
    ({ rule }) => {
      const isFirst = !told.has(rule.id);
      told.add(rule.id);
      return ruleRow(rule, isFirst, selected.has(rule.id));
    },
  )}
</tbody>
`,
)}</table></details>`;
}

function ruleRow(rule: Rule, isFirst: boolean, isSelected: boolean): Raw {
  const { id, level, summary, sectionTitle } = rule;
  return html`
<tr${isFirst && html` id="${setRuleAnchor(id)}"`}><th scope="row">${sectionLink(rule)} <span class="why">${isSelected ? link(requirementAnchor(id), id) : id}</span></th><td>${rich(summary, 600)} <span class="why">${level}, ${sectionTitle}</span></td></tr>`;
}
