import type { RecordedSet } from '../results.ts';
import { excerptLine, shorten } from '../text/excerpt.ts';
import { duration } from '../text/format.ts';
import { pre } from './body.ts';
import { html, type Raw } from './template.ts';

const claimsLimit = 8_000;

/** One line: delivery, event types, jti. */
export function setLine(set: RecordedSet): Raw {
  const types = set.eventTypes.slice(0, 10).map(shortType).join(', ') || 'no event type could be read';
  return html`<span class="dir">${set.delivery}</span> <b class="url">${shorten(types, 200)}</b> <span class="jti">${set.jti === null ? 'no jti' : excerptLine(set.jti, 60)}</span>`;
}

/** Header and claims as they were decoded; `source` is the exchange, `context` the check or the place in the list. */
export function setDetail(set: RecordedSet, source: Raw, context: Raw | false): Raw {
  return html`<div class="exchange">
<p class="when">Delivered by ${set.delivery} in ${source}, ${duration(set.arrivedAtMs)} after the start${set.streamId === null ? '' : html`, on stream <code>${excerptLine(set.streamId, 200)}</code>`}.${context && html` ${context}`}</p>
<p class="part">JOSE header</p>
${decoded(set.header)}
<p class="part">Claims</p>
${decoded(set.claims)}
</div>`;
}

function decoded(value: Record<string, unknown> | null): Raw {
  return value === null
    ? html`<p class="cut-note">Could not be decoded.</p>`
    : pre(JSON.stringify(value, null, 2), claimsLimit);
}

/** `risk-level-change`: an event type as people say it. */
export function eventName(uri: string): string {
  return shortType(uri).replace(/^.*\/event-type\//, '');
}

/** The last part of an event type's URI is what people call it. */
function shortType(uri: string): string {
  return excerptLine(uri.replace(/^https:\/\/schemas\.openid\.net\/secevent\//, ''), 200);
}
