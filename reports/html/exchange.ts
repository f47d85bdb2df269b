import type { RecordedBody, RecordedExchange } from '../results.ts';
import { excerptLine } from '../text/excerpt.ts';
import { bytes, count, duration } from '../text/format.ts';
import { exchangeAnchor, link } from './anchors.ts';
import { bodyKind, isToken, recordedBody } from './body.ts';
import { maskedParts } from './masked.ts';
import { html, type Part, type Raw, text } from './template.ts';

const headerLimit = 500;
const headersShown = 60;

/** One line: direction, method, URL, status, time. */
export function exchangeLine(exchange: RecordedExchange): Raw {
  const { request, response, error, direction } = exchange;
  const end = response ? String(response.status) : (error?.kind ?? 'no response');
  const group = response ? Math.floor(response.status / 100) : 0;
  const arrow = direction === 'to-target' ? 'to target' : 'from target';
  return html`<span class="dir">${arrow}</span> <b class="method">${line(request.method, 20)}</b> <span class="url">${line(request.url, 200)}</span> <span class="status s${group}">${line(end, 20)}</span> <span class="ms">${duration(exchange.durationMs)}</span>`;
}

export interface ExchangeContext {
  /** Characters of each body that are shown; and of a body that is a SET, which the page decodes. */
  limit: number;
  tokenLimit?: number;
  /** Where it belongs: a link to its check, or to its place in the list. */
  context: Raw | false;
  /** Of the run, ms since the epoch. */
  startedAt: number;
  /** Links to the SETs that it carried. */
  sets: readonly Raw[];
  /** What the target wrote meanwhile. */
  written?: Raw | null | undefined;
  /** Gives, for a body that the page shows elsewhere already, a reference to put in its place. */
  repeated?: (body: RecordedBody) => Raw | null;
}

/** Request and response, each side apart, with times, what is masked, and bodies up to a limit. */
export function exchangeDetail(exchange: RecordedExchange, given: ExchangeContext): Raw {
  const { request, response, error, direction } = exchange;
  const { context, sets, written } = given;
  const ours = direction === 'to-target';
  const masked = maskedParts(exchange);
  return html`<div class="exchange">
<p class="when">${times(exchange, given.startedAt)}${context && html` ${context}`} ${link(exchangeAnchor(exchange.id), `#${exchangeAnchor(exchange.id)}`)}</p>
${sets.length > 0 && html`<p class="when">Carries ${sets.map((set, i) => html`${i > 0 ? ', ' : ''}${set}`)}.</p>`}
<div class="side asked"><p class="part">Request <span>${ours ? 'from the harness' : 'from the target'}</span></p>
${headers(`${request.method} ${request.url}`, request.headers)}
${body(request.body, given)}</div>
<div class="side answered"><p class="part">Response <span>${ours ? 'from the target' : 'from the harness'}</span></p>
${
  response &&
  html`${headers(String(response.status), response.headers)}
${body(response.body, given)}`
}${error && html`<p class="network-error"><b>No whole response: ${line(error.kind, 40)}.</b> ${line(error.message, 500)}</p>`}${!response && !error && html`<p class="cut-note">None was recorded.</p>`}</div>
${masked.length > 0 && html`<p class="cut-note">Masked when it was recorded: ${masked.join(', ')}. Equal marks stand for equal secrets.</p>`}${written}
</div>`;
}

/** When it began, by both clocks that a reader may have beside it, and how long it took. */
function times({ direction, atMs, durationMs }: RecordedExchange, startedAt: number): Part {
  const began = new Date(startedAt + atMs);
  const iso = Number.isNaN(began.getTime()) ? null : began.toISOString();
  const clock = iso && ` (${iso.slice(11, -1)} UTC)`;
  const what = direction === 'to-target' ? 'Sent to the target' : 'Arrived from the target';
  return html`${what} ${duration(atMs)} after the start${clock}; answered after ${duration(durationMs)}.`;
}

function body(recorded: RecordedBody | null, given: ExchangeContext): Part {
  if (recorded === null) return html`<p class="cut-note">No body.</p>`;
  const { repeated, sets, tokenLimit = Number.POSITIVE_INFINITY } = given;
  const limit = sets.length > 0 && isToken(recorded) ? Math.min(given.limit, tokenLimit) : given.limit;
  return html`<p class="cut-note">Body: ${bodyKind(recorded)}, ${bytes(recorded.bytes)}</p>
${repeated?.(recorded) ?? recordedBody(recorded, limit)}`;
}

function headers(first: string, list: readonly [string, string][]): Raw {
  const more = list.length - headersShown;
  const lines = list
    .slice(0, headersShown)
    .map(([name, value]) => `${line(name, headerLimit)}: ${line(value, headerLimit)}`);
  const rest = [...lines, ...(more > 0 ? [`… ${count(more, 'more header')}`] : [])]
    .map((each) => `\n${each}`)
    .join('');
  return html`<pre><b>${line(first, 1000)}</b>${text(rest)}</pre>`;
}

function line(value: string, limit: number): string {
  return excerptLine(value, limit);
}
