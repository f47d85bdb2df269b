import type { RecordedSet } from '../results.ts';
import { excerptLine, shorten } from '../text/excerpt.ts';
import { count, duration } from '../text/format.ts';
import { checkLink, link, setAnchor } from './anchors.ts';
import { pre } from './body.ts';
import { claimTable } from './claim-table.ts';
import type { ReadSet } from './claims.ts';
import { badge } from './icons.ts';
import { rich } from './rich.ts';
import { html, type Part, type Raw } from './template.ts';

const claimsLimit = 8_000;
const briefLimit = 2_000;
const apartShown = 10;

/** One line: delivery, event types, jti, and whether it is wrong. */
export function setLine(set: RecordedSet, read?: ReadSet): Raw {
  const types = set.eventTypes.slice(0, 10).map(shortType).join(', ') || 'no event type could be read';
  return html`<span class="dir">${set.delivery}</span> <b class="url">${shorten(types, 200)}</b> <span class="jti">${set.jti === null ? 'no jti' : excerptLine(set.jti, 60)}</span>${read && wrong(read)}`;
}

/** What a reader who goes down the list must not miss. */
function wrong({ rows, ours, apart }: ReadSet): Part {
  const found = ours ? [] : apart.map(({ finding }) => ({ outcome: finding.severity }));
  const marks = [...rows.flatMap((row) => row.marks), ...found];
  const broken = marks.filter(({ outcome }) => outcome === 'fail').length;
  if (ours) return broken > 0 && html` ${badge('note', 'wrong on purpose')}`;
  if (broken > 0) return html` ${badge('fail', `${count(broken, 'rule')} broken`)}`;
  const loose = marks.filter(({ outcome }) => outcome === 'warn').length;
  return loose > 0 && html` ${badge('warn', `${count(loose, 'rule')} not followed`)}`;
}

interface SetContext {
  /** The exchange that it came in. */
  source: Raw;
  /** The check, or the place in the list. */
  context: Raw | false;
  /** Of the run, ms since the epoch. */
  startedAt: number;
  /** Whether every kept rule is named, not only counted. */
  everyRule: boolean;
}

/** A SET as the JSON that was decoded, for want of room; what is wrong with it is said. */
export function setBrief(set: RecordedSet, read: ReadSet, context: SetContext): Raw {
  const { header, claims } = set;
  return html`<div class="exchange">
${delivered(set, read, context)}
${read.ours && onPurpose(read)}
<p class="cut-note">Without its rules, to keep this page small.</p>
${pre(JSON.stringify({ header, claims }, null, 1), briefLimit)}
</div>`;
}

/** A SET claim by claim, each with its rules, and as the JSON that was decoded. */
export function setDetail(set: RecordedSet, read: ReadSet, context: SetContext): Raw {
  const { header, claims, arrivedAtMs } = set;
  const { startedAt, everyRule } = context;
  const table = claimTable(read, { typeName: shortType, arrivedAt: startedAt + arrivedAtMs, everyRule });
  return html`<div class="exchange">
${delivered(set, read, context)}
${read.ours && onPurpose(read)}
${set.breaches === undefined && html`<p class="cut-note">No rule was judged on this SET alone: these are its values.</p>`}
${(header === null || claims === null) && html`<p class="cut-note">${undecoded(set)} could not be decoded.</p>`}
${table}
${read.apart.length > 0 && foundApart(read)}
<details class="raw"><summary>As JSON</summary><p class="part">JOSE header</p>
${decoded(header)}
<p class="part">Claims</p>
${decoded(claims)}</details>
</div>`;
}

function delivered(set: RecordedSet, { ours }: ReadSet, { source, context }: SetContext): Raw {
  const { id, streamId, delivery, arrivedAtMs } = set;
  const stream = streamId !== null && html`, on stream <code>${excerptLine(streamId, 200)}</code>`;
  return html`<p class="when">${ours ? 'Sent' : 'Delivered'} by ${delivery} in ${source}, ${duration(arrivedAtMs)} after the start${stream}.${context && html` ${context}`} ${link(setAnchor(id), `#${setAnchor(id)}`)}</p>`;
}

function undecoded({ header, claims }: RecordedSet): string {
  if (header !== null) return 'The claims';
  return claims === null ? 'Neither header nor claims' : 'The header';
}

function onPurpose({ rows }: ReadSet): Raw {
  const messages = rows
    .flatMap(({ marks }) => marks)
    .filter(({ outcome }) => outcome === 'fail')
    .flatMap((mark) => mark.messages);
  if (messages.length === 0) return html`<p class="cut-note">This SET is ours.</p>`;
  return html`<p class="purpose">${badge('note', 'This SET is ours, and was sent wrong on purpose:')} ${messages.slice(0, 5).map((message) => html`${rich(message, 300)} `)}</p>`;
}

function foundApart({ ours, apart }: ReadSet): Raw {
  const more = apart.length - apartShown;
  return html`<p class="part">${ours ? 'What checks found about how it was taken' : 'Also found by checks'}</p>
<ul class="apart">${apart.slice(0, apartShown).map(({ check, finding }) => html`<li class="o-${finding.severity}">${badge(finding.severity)} ${rich(finding.message, 400)} ${checkLink(check)}</li>`)}</ul>${more > 0 && html`<p class="cut-note">${count(more, 'more finding')} in results.json.</p>`}`;
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
