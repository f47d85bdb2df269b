import type { CheckResult, RecordedExchange } from '../results.ts';
import { excerptLine } from '../text/excerpt.ts';
import { count } from '../text/format.ts';
import type { Evidence } from './evidence.ts';
import { rich } from './rich.ts';
import { html, type Raw } from './template.ts';

const stepsShown = 6;

/** What a check did: in words, and request by request with what came back, those that a finding names marked. */
export function whatWeDid(check: CheckResult, evidence: Evidence): Raw {
  const { what, exchanges } = check;
  const named = new Set(check.findings.flatMap(({ exchange }) => exchange ?? []));
  return html`${what !== undefined && html`<p>${rich(what, 800)}</p>`}${
    exchanges.length === 0
      ? html`<p class="muted">It sent nothing itself: it judges what the whole run saw.</p>`
      : steps(exchanges, named, evidence)
  }`;
}

function steps(ids: readonly number[], named: ReadonlySet<number>, evidence: Evidence): Raw {
  // Of a long check the end tells most: what is judged comes after what is prepared.
  const shown = new Set(ids.slice(-stepsShown));
  for (const id of ids) if (named.has(id) && shown.size < 2 * stepsShown) shown.add(id);
  const rest = ids.filter((id) => !shown.has(id));
  return html`${rest.length > 0 && html`<p class="muted">${count(rest.length, 'more exchange')}: ${links(rest, evidence)}</p>`}<ol class="steps">${ids
    .filter((id) => shown.has(id))
    .map(
      (id) =>
        html`<li${named.has(id) ? html` class="judged"` : null}>${step(evidence.exchanges.get(id))} ${evidence.exchangeLink(id)}${named.has(id) && html` <b>judged</b>`}</li>`,
    )}</ol>`;
}

const linksShown = 12;

function links(ids: readonly number[], evidence: Evidence): Raw {
  const more = ids.length - linksShown;
  return html`${ids.slice(0, linksShown).map((id, i) => html`${i > 0 ? ', ' : ''}${evidence.exchangeLink(id)}`)}${more > 0 && ` and ${count(more, 'more')}`}`;
}

function step(exchange: RecordedExchange | undefined): Raw {
  if (!exchange) return html`Not in this page:`;
  const { direction, request, response, error } = exchange;
  const end = response ? String(response.status) : (error?.kind ?? 'no response');
  const who = direction === 'to-target' ? 'We sent' : 'The target sent';
  return html`${who} <code>${excerptLine(request.method, 20)} ${excerptLine(pathOf(request.url), 120)}</code> → <b>${excerptLine(end, 30)}</b>`;
}

/** Without the origin, which is the same all over the page; a reader who wants all of it goes to the exchange. */
function pathOf(url: string): string {
  return /^https?:\/\/[^/?#]*(.+)$/.exec(url)?.[1] ?? url;
}
