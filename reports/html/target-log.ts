import type { RecordedExchange, Results, TargetLog, TargetLogLine } from '../results.ts';
import { excerptLine } from '../text/excerpt.ts';
import { count, signed } from '../text/format.ts';
import { besideReader } from '../written-beside.ts';
import { link, logLineAnchor } from './anchors.ts';
import { Budget, shares } from './budget.ts';
import { html, type Part, type Raw, text } from './template.ts';

const lineLimit = 400;
const besideLimit = 240;
const linesBeside = 20;

/** What the target wrote, as far as the page has room for it. */
export interface LaidOutLog {
  section: Part;
  /**
   * What it wrote at the moment of an exchange; null where there is nothing. Where an exchange is `named` by a finding the
   * lines themselves, else as long as there is room, then where they stand in the whole log.
   */
  beside(exchange: RecordedExchange, named: boolean): Raw | null;
}

/** Null where the run did not start its target. */
export function layOutLog(results: Results): LaidOutLog | null {
  const { targetLog: log } = results;
  if (log === undefined) return null;
  const room = shares(results);
  const placed = place(log.lines, new Budget(room.log));
  const inline = new Budget(room.besides);
  const read = besideReader(log);
  const whole = (index: number): Part =>
    placed.has(index) && html` ${link(logLineAnchor(index), `Line ${index + 1} of the log`)}.`;
  return {
    section: html`<p class="cut-note">${excerptLine(log.source, 200)}. Times are those at which we read a line, from the start of the run on.${leftOut(log, placed)}</p>
<ol class="log written">${[...placed.values()]}</ol>`,
    beside(exchange, named) {
      const { lines, more } = read(exchange, linesBeside);
      const [first] = lines;
      if (first === undefined) return null;
      const all =
        (): Raw => html`<div class="side wrote"><p class="part">Log <span>what the target wrote at this moment, from the start of the request on</span></p>
<ol class="written">${lines.map(({ line }) => html`<li>${lineParts(line, signed(line.atMs - exchange.atMs), besideLimit)}</li>`)}</ol>
${(more > 0 || placed.has(first.index)) && html`<p class="cut-note">${more > 0 && `${count(more, 'more line')} at this moment.`}${whole(first.index)}</p>`}</div>`;
      if (named) return all();
      const many = lines.length + more;
      return (
        inline.place(all) ??
        html`<p class="cut-note">The target wrote ${count(many, 'line')} at this moment.${whole(first.index)}</p>`
      );
    },
  };
}

/** The first and the last lines, as many as there is room for; by their place in the log. */
function place(lines: readonly TargetLogLine[], budget: Budget): Map<number, Raw> {
  const placed = new Map<number, Raw>();
  const tail: [number, Raw][] = [];
  for (let [low, high] = [0, lines.length - 1]; low <= high; ) {
    // In turn from both ends: how it started and how it ended are both worth knowing.
    const atEnd = placed.size > tail.length;
    const index = atEnd ? high-- : low++;
    const line = lines[index];
    const markup = line && budget.place(() => item(line, index));
    if (!markup) break;
    if (atEnd) tail.push([index, markup]);
    else placed.set(index, markup);
  }
  return new Map([...placed, ...tail.toReversed()]);
}

function item(line: TargetLogLine, index: number): Raw {
  return html`<li class="line" id="${logLineAnchor(index)}"><span class="no">${index + 1}</span> ${lineParts(line, seconds(line.atMs), lineLimit)}</li>\n`;
}

function lineParts({ stream, text: written }: TargetLogLine, when: string, limit: number): Raw {
  return html`<span class="ms">${when}</span> ${stream === 'stderr' && html`<span class="tag">stderr</span> `}<code>${text(excerptLine(written, limit))}</code>`;
}

/** `3.120 s`: to the ms, as many lines come within a second. */
function seconds(ms: number): string {
  return `${ms < 0 ? '−' : ''}${(Math.abs(ms) / 1000).toFixed(3)} s`;
}

function leftOut(log: TargetLog, placed: ReadonlyMap<number, Raw>): string {
  const missing = log.lines.length - placed.size;
  return [
    missing > 0
      ? ` To keep this page small, ${count(missing, 'line')} in the middle left out: results.json has them.`
      : '',
    log.omitted > 0
      ? ` ${count(log.omitted, 'more line')} ${log.omitted === 1 ? 'was' : 'were'} not recorded.`
      : '',
  ].join('');
}
