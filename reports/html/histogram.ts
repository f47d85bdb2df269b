import { count, duration, number } from '../text/format.ts';
import { type Buckets, bucketsFor, countsIn } from './buckets.ts';
import { textWidth } from './svg-text.ts';
import { html, join, type Raw } from './template.ts';

/** Values of one kind in a histogram, in ms. */
export interface Series {
  /** Until what: `first attempt`. */
  label: string;
  values: readonly number[];
}

// In units of the drawing, about a pixel each.
const size = { width: 400, left: 24, right: 24, bars: 62, label: 38, gap: 14, font: 12 };

/**
 * How often a thing took how long, as a picture with a row for each series over one axis, and the same figures as a table.
 *
 * @param id unique in the page
 * @param title what the values are of, in words
 */
export function histogram(id: string, title: string, series: readonly Series[]): Raw | null {
  const all = series.flatMap(({ values }) => values);
  if (all.length === 0) return null;
  const buckets = bucketsFor(all);
  const rows = series.filter(({ values }) => values.length > 0);
  const counts = rows.map(({ values }) => countsIn(buckets, values));
  const rowHeight = size.label + size.bars;
  const base = (i: number): number => (i + 1) * rowHeight + i * size.gap;
  const foot = base(rows.length - 1);
  const height = foot + 42;
  const highest = Math.max(...counts.flat());
  const sentences = rows.map(({ label, values }) => `${label}: ${spread(values)}`).join('; ');
  return html`<svg class="histogram" viewBox="0 0 ${size.width} ${height}" width="${size.width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-desc" font-size="${size.font}" fill="currentColor">
<title id="${id}-title">Latency of ${title}</title>
<desc id="${id}-desc">${sentences}. The table below has every bar.</desc>
${rows.map((row, i) => barRow(row, counts[i] ?? [], i, { top: base(i) - rowHeight, base: base(i), highest }))}
${axis(buckets, foot)}
<text x="${size.width / 2}" y="${height - 5}" class="sub">time since it happened; ${buckets.scale === 'linear' ? 'equal steps' : 'steps grow (logarithmic)'}</text>
</svg>
<details><summary>The figures of this picture</summary>${figures(title, buckets, rows, counts)}</details>`;
}

function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = 0, high = 0] = [sorted[0], sorted.at(-1)];
  const range = low === high ? `at ${duration(low)}` : `between ${duration(low)} and ${duration(high)}`;
  return `${count(values.length, 'event')} ${range}`;
}

function barRow(
  { label, values }: Series,
  counts: readonly number[],
  index: number,
  at: { top: number; base: number; highest: number },
): Raw {
  const step = (size.width - size.left - size.right) / counts.length;
  const bars = counts.map((n, i) => {
    if (n === 0) return null;
    const height = Math.max(2, (n / at.highest) * size.bars);
    const x = size.left + i * step;
    return html`<rect x="${place(x + 1)}" y="${place(at.base - height)}" width="${place(step - 2)}" height="${place(height)}" rx="1.5"/><text x="${place(x + step / 2)}" y="${place(at.base - height - 4)}" class="mid">${number(n)}</text>`;
  });
  return html`<g class="bars-${index}"><text x="4" y="${at.top + 14}" class="start"><tspan class="name">${label}</tspan> <tspan class="sub">${count(values.length, 'event')}</tspan></text>${bars}<path d="M${size.left} ${at.base}H${size.width - size.right}" class="axis" fill="none" stroke="currentColor"/></g>
`;
}

/** Ticks at every edge, figures at as many as fit. */
function axis({ edges }: Buckets, y: number): Raw {
  const step = (size.width - size.left - size.right) / (edges.length - 1);
  const labels = edges.map(duration);
  const widest = Math.max(...labels.map(textWidth)) * size.font + 8;
  const every = Math.ceil(widest / step);
  return join(
    labels.map((label, i) => {
      const x = size.left + i * step;
      const shown = i % every === 0;
      return html`<path d="M${place(x)} ${y}v4" class="axis" fill="none" stroke="currentColor"/>${shown && html`<text x="${place(x)}" y="${y + 17}" class="mid">${label}</text>`}`;
    }),
  );
}

function place(value: number): number {
  return Number(value.toFixed(1));
}

function figures(
  title: string,
  { edges }: Buckets,
  rows: readonly Series[],
  counts: readonly (readonly number[])[],
): Raw {
  const used = edges.slice(0, -1).flatMap((_, i) => (counts.some((row) => (row[i] ?? 0) > 0) ? [i] : []));
  return html`<table class="timing"><caption class="visually-hidden">Latency of ${title}</caption>
<thead><tr><th scope="col">Took</th>${rows.map(({ label }) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${used.map(
    (i) => html`
<tr><th scope="row">${duration(edges[i] ?? 0)} to ${duration(edges[i + 1] ?? 0)}</th>${rows.map(({ label }, k) => html`<td class="num" data-label="${label}">${number(counts[k]?.[i] ?? 0)}</td>`)}</tr>`,
  )}
</tbody></table>`;
}
