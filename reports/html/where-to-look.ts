import type { Finding, RecordedExchange } from '../results.ts';
import { excerptLine } from '../text/excerpt.ts';
import type { Evidence } from './evidence.ts';
import { eventName } from './set.ts';
import { html, type Raw } from './template.ts';

/** Which part of the target a finding without a hint is about; null where nothing recorded tells. */
export function whereToLook(finding: Finding, evidence: Evidence): Raw | null {
  const set = finding.set === undefined ? undefined : evidence.sets.get(finding.set);
  const exchange = evidence.exchanges.get(finding.exchange ?? set?.exchange ?? -1);
  if (!exchange) return null;
  const ours = exchange.direction === 'to-target';
  // A SET in a push of ours is our own; the one in a poll's answer, or in a push of the target, is the target's.
  if (set && ours === (set.delivery === 'poll')) {
    const types = set.eventTypes.slice(0, 3).map((type) => excerptLine(eventName(type), 80));
    const kind = types.length === 0 ? 'this SET' : `SETs of ${types.join(', ')}`;
    return html`<p>Where the target makes and signs ${kind}.</p>`;
  }
  return html`<p>${ours ? 'What answers' : 'What sends'} <code>${requestLine(exchange)}</code> in the target.</p>`;
}

/** `PATCH /ssf/streams`: without origin and query, which differ from run to run. */
function requestLine({ request: { method, url } }: RecordedExchange): string {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return `${excerptLine(method, 20)} ${excerptLine(path, 120)}`;
}
