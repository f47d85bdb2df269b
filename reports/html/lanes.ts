import type { Lane, Moment, ScenarioResult } from '../results.ts';
import { count, duration } from '../text/format.ts';
import type { Evidence } from './evidence.ts';
import { momentWords, offsetOf } from './moments.ts';
import { svgLines, textBlock, textWidth } from './svg-text.ts';
import { html, join, type Raw } from './template.ts';

// In units of the drawing, about a pixel each.
const size = { width: 760, font: 12.5, line: 16, gutter: 78 };
const laneX: Record<Lane, number> = { operator: 150, transmitter: 375, receiver: 628 };
const boxWidth = 232;
const headWidth = 224;
/** From here on a pause is drawn across the lanes. */
const pauseMs = 1000;

/**
 * Who did what when, as a picture: a column for each side, time running down, not to scale. It is a group, not an image: its
 * links must be reachable. The same moments stand in a table beside it.
 */
export function laneDiagram(
  scenario: ScenarioResult,
  moments: readonly Moment[],
  evidence: Evidence,
  id: string,
): Raw {
  const drawn: Raw[] = [];
  const head = headHeight(scenario);
  let y = head + 22;
  let previous: Moment | null = null;
  for (const moment of moments) {
    const gap: number | null = previous === null ? null : moment.atMs - previous.atMs;
    if (gap !== null && gap >= pauseMs) {
      drawn.push(pause(gap, y));
      y += 34;
    }
    const row = momentRow(moment, y, evidence);
    drawn.push(html`<g class="${rowClass(moment)}">${row.markup}${when(moment, scenario, row.at)}</g>
`);
    if (gap !== null && gap < pauseMs && gap > 0) drawn.push(gapLabel(gap, row.at));
    y = row.end;
    previous = moment;
  }
  const height = y + 8;
  const odd = moments.filter(({ right }) => !right).length;
  return html`<svg class="lanes" viewBox="0 0 ${size.width} ${height}" width="${size.width}" height="${height}" role="group" aria-labelledby="${id}-title ${id}-desc" font-size="${size.font}" fill="currentColor">
<title id="${id}-title">Who did what when</title>
<desc id="${id}-desc">${count(moments.length, 'moment')} between the operator, the Transmitter and the Receiver, time running down; ${odd === 0 ? 'all as the story wants them' : `${odd} not as the story wants`}. A table with the same moments follows the picture.</desc>
${join((['operator', 'transmitter', 'receiver'] as const).map((lane) => laneHead(lane, scenario, head, height)))}
${drawn}</svg>`;
}

function rowClass({ kind, right }: Moment): string {
  return right ? `moment k-${kind}` : `moment k-${kind} wrong`;
}

function headLines(name: string, wide: number): string[] {
  return svgLines(name, (wide - 16) / (size.font * 1.12), 2);
}

/** A long name needs two lines, and then all heads are as high. */
function headHeight({ transmitter, receiver }: ScenarioResult): number {
  const lines = [transmitter, receiver].map(({ name }) => headLines(name, headWidth).length);
  return 28 + Math.max(...lines) * size.line;
}

function laneHead(lane: Lane, scenario: ScenarioResult, head: number, height: number): Raw {
  const x = laneX[lane];
  const player = lane === 'operator' ? null : scenario[lane];
  const wide = lane === 'operator' ? 118 : headWidth;
  const role = lane === 'transmitter' ? 'Transmitter' : 'Receiver';
  const name = headLines(player?.name ?? 'Operator', wide);
  const sub =
    player === null
      ? 'lets things happen'
      : `${role}, ${player.kind === 'target' ? 'under test' : 'our mock'}`;
  return html`<g class="lane${player?.kind === 'target' && ' tested'}"><path d="M${x} ${head}V${height}" class="life" fill="none" stroke="currentColor"/>
<rect x="${x - wide / 2}" y="1" width="${wide}" height="${head - 2}" rx="6" class="head" fill="none" stroke="currentColor"/>
${textBlock(name, { x, y: (head - 8) / 2 - (name.length - 1) * 8, step: size.line }, 'name')}<text x="${x}" y="${head - 10}" class="sub">${sub}</text></g>
`;
}

/** A stretch in which nothing was seen: the lanes are cut, and the time is written there. */
function pause(gap: number, y: number): Raw {
  const text = `${duration(gap)} pass`;
  const half = (textWidth(text) * size.font) / 2 + 10;
  const middle = (laneX.operator + laneX.receiver) / 2;
  return html`<g class="pause"><rect x="${laneX.operator - 20}" y="${y + 3}" width="${laneX.receiver - laneX.operator + 40}" height="22" class="veil" fill="none"/><path d="M${laneX.operator - 20} ${y + 14}H${middle - half}M${middle + half} ${y + 14}H${laneX.receiver + 20}" fill="none" stroke="currentColor"/><text x="${middle}" y="${y + 18}" class="mid">${text}</text></g>
`;
}

function when(moment: Moment, scenario: ScenarioResult, y: number): Raw {
  return html`<text x="${size.gutter}" y="${y + 4}" class="time">${offsetOf(moment.atMs, scenario)}</text>`;
}

function gapLabel(gap: number, y: number): Raw {
  return html`<text x="${size.gutter}" y="${y - 11}" class="gap">+${duration(gap)}</text>
`;
}

interface Row {
  markup: Raw;
  /** Where the moment lies, and where the next row begins. */
  at: number;
  end: number;
}

function momentRow(moment: Moment, y: number, evidence: Evidence): Row {
  return moment.from === moment.to ? boxRow(moment, y, evidence) : arrowRow(moment, y, evidence);
}

/** Something within one lane: a box on it. */
function boxRow(moment: Moment, y: number, evidence: Evidence): Row {
  const icon = iconOf(moment);
  const lines = svgLines(momentWords(moment), (boxWidth - (icon === null ? 24 : 46)) / size.font, 3);
  const height = lines.length * size.line + 12;
  const left = laneX[moment.from] - boxWidth / 2;
  const x = left + (icon === null ? 12 : 34);
  const markup = html`<rect x="${left}" y="${y + 5}" width="${boxWidth}" height="${height}" rx="5" class="box" fill="none" stroke="currentColor"/>${icon !== null && iconAt(icon, left + 11, y + 12)}${linked(moment, evidence, textBlock(lines, { x, y: y + 23, step: size.line }, 'start'))}`;
  return { markup, at: y + 5 + height / 2, end: y + height + 18 };
}

/** Something from one lane to another: an arrow with its text above. */
function arrowRow(moment: Moment, y: number, evidence: Evidence): Row {
  const [from, to] = [laneX[moment.from], laneX[moment.to]];
  const icon = iconOf(moment);
  const room = Math.abs(to - from) - 24 - (icon === null ? 0 : 18);
  const lines = svgLines(momentWords(moment), room / size.font, 4);
  const at = y + lines.length * size.line + 8;
  const middle = (from + to) / 2 + (icon === null ? 0 : 9);
  const first = textWidth(lines[0] ?? '') * size.font;
  const toward = to > from ? 1 : -1;
  const tip = to - toward;
  const arrow = html`<path d="M${from} ${at}H${tip - toward * 8}" class="line" fill="none" stroke="currentColor"/><path d="M${tip} ${at}l${-9 * toward} -4.5v9Z" class="tip"/>`;
  const cross =
    moment.kind === 'missing' &&
    html`<path d="m${(from + to) / 2 - 6} ${at - 6}l12 12m0-12l-12 12" class="cross" fill="none" stroke="currentColor"/>`;
  const words = textBlock(lines, { x: middle, y: y + 13, step: size.line }, 'mid');
  const markup = html`${linked(moment, evidence, html`${words}${arrow}`)}${cross}${icon !== null && iconAt(icon, middle - first / 2 - 19, y + 2)}`;
  return { markup, at, end: at + (moment.kind === 'sent' ? 8 : 14) };
}

/** A SET leads to where it is decoded, an answer to its exchange; plain where the page does not hold it. */
function linked({ set, exchange }: Moment, evidence: Evidence, markup: Raw): Raw {
  const href = evidence.hrefOf({ set, exchange });
  return href === null ? markup : html`<a href="${href}">${markup}</a>`;
}

function iconOf({ kind, right }: Moment): 'fail' | 'pass' | null {
  if (!right) return 'fail';
  return kind === 'acted' ? 'pass' : null;
}

function iconAt(name: 'fail' | 'pass', x: number, y: number): Raw {
  return html`<use href="#i-${name}" x="${x}" y="${y}" width="14" height="14" class="o-${name}"/>`;
}
