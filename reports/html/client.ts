/**
 * The script of the page. These functions run in the reader's browser: their source text is written into the page, so they
 * use nothing but each other and the DOM. They only show, hide and move to what the page holds already, and put text
 * nowhere but into text nodes. What is shown follows from the fragment of the URL alone: `#check-ID?outcome=fail&q=poll`.
 */

/** The fragment in its two halves: the element that it leads to, and the filters. */
export function readFragment(hash: string): { at: string; filters: URLSearchParams } {
  const [anchor = '', ...query] = hash.replace(/^#/, '').split('?');
  let at = anchor;
  try {
    at = decodeURIComponent(anchor);
  } catch {
    // Not percent-encoded: taken as it is.
  }
  return { at, filters: new URLSearchParams(query.join('?')) };
}

export function writeFragment(at: string, filters: URLSearchParams): string {
  const query = filters.toString();
  return (at === '' ? '' : encodeURI(at)) + (query === '' ? '' : `?${query}`);
}

/** Whether an element's attributes pass every filter, and its text holds every word. */
export function passes(
  facets: Record<string, string | undefined>,
  text: () => string,
  filters: URLSearchParams,
): boolean {
  for (const name of ['outcome', 'level', 'delivery', 'spec', 'family']) {
    const wanted = filters.getAll(name);
    const own = (facets[name] ?? '').split('|');
    if (wanted.length > 0 && !wanted.some((value) => own.includes(value))) return false;
  }
  const words = (filters.get('q') ?? '').toLowerCase().split(/\s+/);
  return words.every((word) => word === '' || text().includes(word));
}

/** What the filters leave of the page, and how much that is. */
function applyFilters(filters: URLSearchParams, texts: Map<Element, string>): string {
  const lowered = (element: Element): string => {
    let known = texts.get(element);
    if (known === undefined) {
      known = element.textContent ?? '';
      // The command that repeats a check names the target in every finding.
      for (const line of element.querySelectorAll('.rerun'))
        known = known.replace(line.textContent ?? '', '');
      known = known.toLowerCase();
    }
    texts.set(element, known);
    return known;
  };
  const searched = (filters.get('q') ?? '').trim() !== '';
  const narrowed = [...filters.keys()].some((name) => name !== 'keys' && name !== 'q');
  const counts: Record<string, number> = { check: 0, requirement: 0, exchange: 0, line: 0 };
  for (const section of document.querySelectorAll<HTMLElement>('.part-section')) {
    const log = section.querySelector('.log') !== null;
    const items = section.querySelectorAll<HTMLElement>(log ? '.log>li' : '[data-outcome]');
    let left = 0;
    for (const item of items) {
      // Exchanges and SETs have no outcome of their own: only words are looked for in them.
      const shown =
        log && !searched
          ? true
          : passes(item.dataset, () => lowered(item), log ? onlyWords(filters) : filters);
      item.hidden = !shown;
      if (!shown) continue;
      left += 1;
      const written = section.id === 'target-log' ? 'line' : 'exchange';
      const kind = log ? written : (/^[a-z]+/.exec(item.id)?.[0] ?? '');
      if (kind in counts) counts[kind] = (counts[kind] ?? 0) + 1;
    }
    for (const group of section.querySelectorAll<HTMLElement>('[data-group]'))
      group.hidden = group.querySelector('[data-outcome]:not([hidden])') === null;
    const total = items.length;
    section.hidden = total > 0 && left === 0;
    for (const fold of section.querySelectorAll<HTMLDetailsElement>('details[data-fold]')) {
      const wanted = left < total && left > 0;
      if (wanted && !fold.open) fold.dataset.unfolded = '';
      if (wanted) fold.open = true;
      else if ('unfolded' in fold.dataset) {
        fold.open = false;
        delete fold.dataset.unfolded;
      }
    }
    for (const count of document.querySelectorAll<HTMLElement>(`[data-count="${section.id}"]`)) {
      count.dataset.all ??= count.textContent ?? '';
      count.textContent = left < total ? `${left} of ${total}` : count.dataset.all;
      const entry = count.closest<HTMLElement>('nav li');
      if (entry) entry.hidden = section.hidden;
    }
  }
  for (const cell of document.querySelectorAll<HTMLAnchorElement>('.heat a')) {
    const row = document.getElementById(readFragment(cell.hash).at);
    cell.classList.toggle('dim', row?.hidden === true);
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.glance a')) {
    const entry = link.closest('li');
    if (entry) entry.hidden = document.getElementById(readFragment(link.hash).at)?.hidden === true;
  }
  if (!searched && !narrowed) return '';
  const many = (n: number | undefined, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
  const found = [many(counts.check, 'check'), many(counts.requirement, 'rule')];
  if (searched)
    found.push(counts.exchange === 1 ? '1 exchange or SET' : `${counts.exchange} exchanges and SETs`);
  if (searched && counts.line) found.push(`${many(counts.line, 'line')} of the log`);
  if (!Object.values(counts).some(Boolean)) return 'Nothing matches';
  return `Shown: ${found.join(', ')}`;
}

function onlyWords(filters: URLSearchParams): URLSearchParams {
  return new URLSearchParams({ q: filters.get('q') ?? '' });
}

/** Makes an element visible, whatever hides or folds it, and moves to it. */
function show(at: string): void {
  for (const old of document.querySelectorAll('.at')) old.classList.remove('at');
  const target = at === '' ? null : document.getElementById(at);
  if (!target) return;
  for (let element: HTMLElement | null = target; element; element = element.parentElement) {
    element.hidden = false;
    if (element instanceof HTMLDetailsElement) element.open = true;
  }
  target.classList.add('at');
  target.scrollIntoView();
  if (target.tabIndex >= 0 || target.hasAttribute('tabindex')) target.focus({ preventScroll: true });
}

/** Copies the line beside a button; where the browser does not allow that, selects it. */
function copy(button: HTMLElement, say: (text: string) => void): void {
  const line = button.previousElementSibling;
  if (!line) return;
  const select = (): void => {
    getSelection()?.selectAllChildren(line);
    say('Selected: copy it with your keyboard.');
  };
  const copied = (): void => say('Copied.');
  if (navigator.clipboard === undefined) select();
  else void navigator.clipboard.writeText(line.textContent ?? '').then(copied, select);
}

/** The next or the previous finding that is shown. */
function neighbour(step: number): string {
  const cards = [...document.querySelectorAll<HTMLElement>('.card')].filter(
    (card) => card.offsetParent !== null,
  );
  const at = cards.indexOf(
    document.activeElement?.closest<HTMLElement>('.card') ??
      document.querySelector<HTMLElement>('.card.at') ??
      document.body,
  );
  const below = cards.findIndex((card) => card.getBoundingClientRect().top > 100);
  const next = at >= 0 ? at + step : step > 0 ? below : (below < 0 ? cards.length : below) - 1;
  return cards[Math.max(0, Math.min(next, cards.length - 1))]?.id ?? '';
}

function start(): void {
  const form = document.querySelector<HTMLFormElement>('#filters');
  const help = document.querySelector<HTMLDialogElement>('#help');
  const status = document.querySelector('#shown');
  const said = document.querySelector('#said');
  const search = document.querySelector<HTMLInputElement>('#search');
  const clear = document.querySelector<HTMLElement>('#clear');
  if (!form || !help || !status || !said || !search || !clear) return;
  const texts = new Map<Element, string>();

  const chosen = (): URLSearchParams => {
    const filters = new URLSearchParams();
    for (const [name, value] of new FormData(form))
      if (typeof value === 'string' && value.trim() !== '') filters.append(name, value);
    return filters;
  };
  const render = (move: boolean): void => {
    const { at, filters } = readFragment(location.hash);
    for (const field of form.elements) {
      if (field instanceof HTMLInputElement && field.type === 'checkbox')
        field.checked = filters.getAll(field.name).includes(field.value);
      else if (field instanceof HTMLSelectElement) field.value = filters.get(field.name) ?? '';
      else if (field instanceof HTMLInputElement && field !== document.activeElement)
        field.value = filters.get(field.name) ?? '';
    }
    const shown = applyFilters(filters, texts);
    status.textContent = shown;
    clear.hidden = shown === '';
    const target = document.getElementById(at);
    const left = target?.closest('[hidden]') !== null && target !== null;
    if (left) status.textContent = `${shown}; beside that, what the link leads to`;
    if (move || left) show(at);
  };
  const go = (fragment: string, step: 'pushState' | 'replaceState', move: boolean): void => {
    const url = location.href.split('#')[0] + (fragment === '' ? '' : `#${fragment}`);
    try {
      history[step](null, '', url);
      render(move);
    } catch {
      // Where a page may not write its own URL (about:srcdoc), its fragment can still be set.
      location.hash = fragment;
    }
  };

  for (const control of document.querySelectorAll<HTMLElement>('[data-script]')) control.hidden = false;
  document.documentElement.classList.add('scripted');
  addEventListener('hashchange', () => render(true));
  form.addEventListener('submit', (event) => event.preventDefault());
  document.addEventListener('input', (event) => {
    const typing = event.target === search;
    go(writeFragment('', chosen()), typing ? 'replaceState' : 'pushState', false);
  });
  clear.addEventListener('click', () => {
    const kept = readFragment(location.hash).filters.has('keys') ? 'keys=off' : '';
    search.value = '';
    go(writeFragment('', new URLSearchParams(kept)), 'pushState', false);
    search.focus();
  });
  document.addEventListener('click', (event) => {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest<HTMLElement>('.copy');
    if (button)
      copy(button, (text) => {
        said.textContent = text;
        button.textContent = text.split(/[:.]/)[0] ?? '';
      });
    if (event.target.closest('#keys')) help.showModal();
    if (event.target.closest('#help-close')) help.close();
    const link = event.target.closest('a[href^="#"]');
    const { filters } = readFragment(location.hash);
    if (!link || filters.toString() === '' || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // Whoever follows a link within the page keeps the filters.
    event.preventDefault();
    go(writeFragment(readFragment(link.getAttribute('href') ?? '').at, filters), 'pushState', true);
  });
  document.addEventListener('keydown', (event) => {
    const inField = event.target instanceof Element && event.target.closest('input,select,textarea') !== null;
    if (event.key === 'Escape' && event.target === search) search.blur();
    const { filters } = readFragment(location.hash);
    if (inField || help.open || event.ctrlKey || event.metaKey || event.altKey || filters.has('keys')) return;
    if (event.key === '/') search.focus();
    else if (event.key === '?') help.showModal();
    else if (event.key === 'j' || event.key === 'k')
      go(writeFragment(neighbour(event.key === 'j' ? 1 : -1), filters), 'replaceState', true);
    else return;
    event.preventDefault();
  });
  render(location.hash.length > 1);
}

/** The script as it stands in the page. */
export const clientScript: string = [
  '"use strict";(()=>{',
  ...[readFragment, writeFragment, passes, applyFilters, onlyWords, show, copy, neighbour, start].map(String),
  'start();})();',
].join('\n');
