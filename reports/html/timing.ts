import type { Results, TimingSample } from '../results.ts';
import { duration, number } from '../text/format.ts';
import { groupBy } from '../view.ts';
import { checkLink } from './anchors.ts';
import type { Evidence } from './evidence.ts';
import { ledgerTables } from './ledger.ts';
import { html, type Raw } from './template.ts';

const slowest = 50;

/** The ledger of scenarios; and how long the waits took that a limit bounds, by limit and delivery, with the slowest. */
export function timingTables(results: Results, evidence: Evidence): Raw {
  const { ledger, samples } = results.timing;
  return html`${ledger && ledgerTables(results, ledger, evidence)}
${samples.length > 0 && html`${ledger && html`<h3>Waits that a limit of this run bounds</h3>`}${waits(samples)}`}`;
}

function waits(samples: readonly TimingSample[]): Raw {
  const groups = [...groupBy(samples, (sample) => `${sample.name}\n${sample.delivery ?? ''}`).values()];
  const listed = samples.toSorted((a, b) => b.ms - a.ms).slice(0, slowest);
  return html`<table class="timing"><caption class="visually-hidden">Measured waits</caption>
<thead><tr><th scope="col">What</th><th scope="col">Samples</th><th scope="col">Fastest</th><th scope="col">Median</th><th scope="col">Slowest</th><th scope="col">Limit</th></tr></thead>
<tbody>${groups.map(groupRow)}
</tbody></table>
<details><summary>${samples.length > slowest ? `The ${slowest} slowest of ${number(samples.length)} samples` : 'Every sample, slowest first'}</summary>
<table class="timing"><caption class="visually-hidden">Samples</caption>
<thead><tr><th scope="col">What</th><th scope="col">Check</th><th scope="col">Took</th><th scope="col">Limit</th></tr></thead>
<tbody>${listed.map(sampleRow)}
</tbody></table></details>`;
}

function groupRow(samples: readonly TimingSample[]): Raw {
  const sorted = samples.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const at = (index: number) => duration(sorted[index] ?? 0);
  const limits = [...new Set(samples.map(({ limitMs }) => duration(limitMs)))];
  return html`
<tr><th scope="row">${nameOf(samples[0])}</th>${figure('Samples', number(samples.length))}${figure('Fastest', at(0))}${figure('Median', at(Math.floor((sorted.length - 1) / 2)))}${figure('Slowest', at(sorted.length - 1))}${figure('Limit', limits.join(', '))}</tr>`;
}

function sampleRow(sample: TimingSample): Raw {
  return html`
<tr><th scope="row">${nameOf(sample)}</th><td>${sample.check === null ? '–' : checkLink(sample.check)}</td>${figure('Took', duration(sample.ms))}${figure('Limit', duration(sample.limitMs))}</tr>`;
}

function figure(label: string, value: string): Raw {
  return html`<td class="num" data-label="${label}">${value}</td>`;
}

function nameOf(sample: TimingSample | undefined): string {
  return sample ? `${sample.name}${sample.delivery === null ? '' : `, ${sample.delivery}`}` : '';
}
