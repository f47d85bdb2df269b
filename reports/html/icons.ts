import type { Outcome, Results, Verdict } from '../results.ts';
import { outcomeWords, verdictWordsOf } from '../words.ts';
import { html, join, type Raw, trusted } from './template.ts';

/** What an icon stands for: the outcome of a check, or that nobody can tell. */
type Shape = Outcome | 'unobservable';

// Each is drawn in a box of 16 by 16, in the colour of the text.
const shapes: Record<Shape, string> = {
  fail: '<path d="M8 .8 15.2 8 8 15.2.8 8Z" fill="currentColor"/><path d="m5.7 5.7 4.6 4.6m0-4.6-4.6 4.6" class="cut" fill="none" stroke="#fff" stroke-width="1.7"/>',
  error:
    '<path d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5Z" fill="currentColor"/><path d="M8 4v5m0 2.2v.6" class="cut" fill="none" stroke="#fff" stroke-width="1.7"/>',
  warn: '<path d="M8 1.2 15.4 14.6H.6Z" fill="currentColor"/><path d="M8 6v4.1m0 1.9v.5" class="cut" fill="none" stroke="#fff" stroke-width="1.7"/>',
  'not-tested':
    '<circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2.6 1.55"/><path d="M6.2 6.3c.1-2.2 3.6-2.1 3.5.1 0 1.3-1.6 1.4-1.7 2.7m0 2v.5" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"/>',
  waived: '<path d="M2.5 14.5v-13h9l-2 3.5 2 3.5h-7.5v6Z" fill="currentColor"/>',
  note: '<circle cx="8" cy="8" r="7.2" fill="currentColor"/><path d="M8 7.3v4.2m0-7v.5" class="cut" fill="none" stroke="#fff" stroke-width="1.7"/>',
  pass: '<circle cx="8" cy="8" r="7.2" fill="currentColor"/><path d="m4.8 8.3 2.2 2.2 4.2-4.7" class="cut" fill="none" stroke="#fff" stroke-width="1.7"/>',
  unobservable:
    '<path d="M1 8s2.6-4.6 7-4.6S15 8 15 8s-2.6 4.6-7 4.6S1 8 1 8Z" fill="none" stroke="currentColor" stroke-width="1.4"/><path d="m3 13.5 10-11" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"/>',
  'not-applicable':
    '<circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M5 8h6" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"/>',
};

const verdictShape: Record<Verdict, Outcome> = {
  conformant: 'pass',
  'non-conformant': 'fail',
  incomplete: 'not-tested',
};

/** The drawings, once per page; `icon` refers to them. */
export const iconSheet: Raw = html`<svg width="0" height="0" aria-hidden="true" focusable="false">${join(
  Object.entries(shapes).map(
    ([name, shape]) => html`<symbol id="i-${name}" viewBox="0 0 16 16">${trusted(shape)}</symbol>`,
  ),
)}</svg>`;

export function icon(outcome: Shape): Raw {
  return html`<svg class="icon" width="16" height="16" aria-hidden="true" focusable="false"><use href="#i-${outcome}"/></svg>`;
}

/** Icon and word in the colour of the outcome. */
export function badge(outcome: Outcome, word?: string): Raw;
export function badge(outcome: Shape, word: string): Raw;
export function badge(
  outcome: Shape,
  word = outcome === 'unobservable' ? '' : outcomeWords[outcome].label,
): Raw {
  return html`<span class="badge o-${outcome}">${icon(outcome)} ${word}</span>`;
}

export function verdictIcon(verdict: Verdict): Raw {
  return icon(verdictShape[verdict]);
}

export function verdictLabel(results: Pick<Results, 'verdict' | 'scenarios'>): string {
  return verdictWordsOf(results).label;
}
