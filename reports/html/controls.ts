import type { Results } from '../results.ts';
import { familyOf, isStory, specName } from '../view.ts';
import { inLevelOrder } from '../words.ts';
import { type CoverageOutcome, coverageOrder, coverageWords } from './coverage-of.ts';
import { specOf } from './facets.ts';
import { icon } from './icons.ts';
import { html, type Raw } from './template.ts';

/**
 * The filters, the search and the help of the page. All of it is hidden until the script of the page shows it: where no
 * script runs, with or without style, nothing stands there that does nothing.
 */
export function controls(results: Results): Raw {
  const { checks, requirements } = results;
  const rows = [...requirements.selected, ...(requirements.unobservable ?? []).map((row) => row.requirement)];
  const levels = inLevelOrder([...new Set([...checks, ...rows].map(({ level }) => level))]);
  const specs = new Set([
    ...rows.map(({ spec }) => spec),
    ...checks.flatMap((check) => check.requirements.map(specOf)),
  ]);
  const outcomes = outcomesOf(results);
  const families = [...new Set(checks.map(({ id }) => familyOf(id)))].toSorted();
  return html`<form id="filters" class="filters" role="search" aria-label="Filter this report" data-script hidden>
<p class="find"><label for="search">Search</label><input id="search" name="q" type="search" autocomplete="off" spellcheck="false" placeholder="Title, rule, id, URL, header, claim …" aria-keyshortcuts="/"><button type="button" id="keys" aria-keyshortcuts="?">Help <kbd aria-hidden="true">?</kbd></button></p>
${outcomes.length > 1 && html`<fieldset class="chips"><legend class="visually-hidden">Outcome</legend>${outcomes.map(chip)}</fieldset>`}
<p class="picks">${[
    pick('level', 'Level', levels.length > 1 ? ['mandatory', ...levels] : [], (level) =>
      level === 'mandatory' ? 'mandatory (all)' : level,
    ),
    pick('delivery', 'Delivery', results.delivery.length > 1 ? results.delivery : []),
    pick('spec', 'Standard', [...specs], (spec) => (isStory(spec) ? 'Scenarios' : specName(spec))),
    pick('family', 'Family', families),
  ]}</p>
<p class="found"><span id="shown" role="status"></span> <button type="button" id="clear" hidden>Show all</button></p>
</form>
<p id="said" class="visually-hidden" role="status"></p>
${help}
`;
}

function outcomesOf({ checks, requirements }: Results): CoverageOutcome[] {
  const present = new Set<CoverageOutcome>(checks.map(({ outcome }) => outcome));
  if (requirements.untested.length > 0) present.add('not-tested');
  if ((requirements.unobservable ?? []).length > 0) present.add('unobservable');
  return coverageOrder.filter((outcome) => present.has(outcome));
}

function chip(outcome: CoverageOutcome): Raw {
  return html`<label class="chip o-${outcome}"><input type="checkbox" name="outcome" value="${outcome}"> ${icon(outcome)} ${coverageWords[outcome].label}</label> `;
}

/** A choice of one value; none where there is nothing to choose. */
function pick(
  name: string,
  label: string,
  values: readonly string[],
  wordFor: (value: string) => string = (value) => value,
): Raw | null {
  if (values.length < 2) return null;
  return html`<label>${label} <select name="${name}"><option value="">any</option>${values.map((value) => html`<option value="${value}">${wordFor(value)}</option>`)}</select></label> `;
}

const help = html`<dialog id="help" aria-labelledby="help-title"><h2 id="help-title">Reading this report</h2>
<dl class="keys">
<div><dt><kbd>/</kbd></dt><dd>search</dd></div>
<div><dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next and previous finding</dd></div>
<div><dt><kbd>?</kbd></dt><dd>this help</dd></div>
<div><dt><kbd>Esc</kbd></dt><dd>leave the search, close this help</dd></div>
</dl>
<p>Filters choose among checks and rules; words are looked for in exchanges and SETs as well. What you choose stands in the address of the page: copy it to show somebody the same view. The <b>#</b> of a finding is a link to it.</p>
<p><label><input type="checkbox" name="keys" value="off" form="filters"> Turn the keys off</label></p>
<p><button type="button" id="help-close" autofocus>Close</button></p></dialog>`;
