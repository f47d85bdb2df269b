import type { RecordedBody, RecordedExchange } from '../results.ts';
import { excerptLine } from '../text/excerpt.ts';
import { count, duration } from '../text/format.ts';
import { recordedBody } from './body.ts';
import { html, type Raw, text } from './template.ts';

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

/**
 * Request and response in full, up to `limit` characters of each body.
 *
 * @param context where it belongs: a link to its check, or to its place in the list
 * @param repeated gives, for a body that the page shows elsewhere already, a reference to put in its place
 */
export function exchangeDetail(
  exchange: RecordedExchange,
  limit: number,
  context: Raw | false,
  repeated: (body: RecordedBody | null) => Raw | null = () => null,
): Raw {
  const { request, response, error } = exchange;
  const body = (recorded: RecordedBody | null) =>
    recorded && (repeated(recorded) ?? recordedBody(recorded, limit));
  return html`<div class="exchange">
<p class="when">${exchange.direction === 'to-target' ? 'The harness asked the target' : 'The target called the harness'}, ${duration(exchange.atMs)} after the start, ${duration(exchange.durationMs)}.${context && html` ${context}`}</p>
<p class="part">Request</p>
${headers(`${request.method} ${request.url}`, request.headers)}
${body(request.body)}
${
  response &&
  html`<p class="part">Response</p>
${headers(String(response.status), response.headers)}
${body(response.body)}`
}
${error && html`<p class="network-error"><b>No whole response: ${line(error.kind, 40)}.</b> ${line(error.message, 500)}</p>`}
</div>`;
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
