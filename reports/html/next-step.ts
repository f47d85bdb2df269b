import type { CheckResult, RecordedExchange, Results } from '../results.ts';
import { visibleLine } from '../text/visible.ts';
import { worstFirst } from '../view.ts';
import { curlMaker } from './curl.ts';
import type { Evidence } from './evidence.ts';
import { html, type Part, type Raw } from './template.ts';

/** How to see it again: the request that shows it, and the command that runs only this check. */
export function nextSteps(results: Results): (check: CheckResult, evidence: Evidence) => Part {
  const curl = curlMaker(results);
  return (check, evidence) => {
    const told = decisive(check, evidence);
    const again = told && curl(told.exchange);
    return html`${
      again &&
      html`<div class="again"><p>${told.before ? 'Send the request that led to it' : 'Send this request again'} (${evidence.exchangeLink(told.exchange.id)})</p>
${command(again.line)}
${again.variables.length > 0 && html`<p class="cut-note">${again.variables.map(({ name, meaning }, i) => html`${i > 0 ? '; ' : ''}<code>${name}</code>: ${meaning}`)}.</p>`}</div>`
    }${
      check.rerun !== '' &&
      html`<div class="again"><p>${mendable.has(check.outcome) ? 'Mend it, then run only this check: it passes when the rule is kept' : 'Run only this check again'}</p>
${command(visibleLine(check.rerun), 'rerun')}</div>`
    }`;
  };
}

/** Outcomes of which the target is the cause, so that it can change them. */
const mendable: ReadonlySet<CheckResult['outcome']> = new Set(['fail', 'warn', 'waived']);

/** A line to be copied. The button works only with the script of the page, which shows it. */
function command(line: string, name = 'curl'): Raw {
  return html`<div class="command"><pre class="${name}">${line}</pre><button type="button" class="copy" data-script hidden>Copy</button></div>`;
}

/** The request of ours that a finding names; where it names one of the target's, ours that came before that. */
function decisive(
  check: CheckResult,
  evidence: Evidence,
): { exchange: RecordedExchange; before: boolean } | null {
  for (const { exchange: id } of worstFirst(check.findings)) {
    const exchange = id === undefined ? undefined : evidence.exchanges.get(id);
    if (!exchange) continue;
    if (exchange.direction === 'to-target') return { exchange, before: false };
    const ours = check.exchanges
      .filter((other) => other < exchange.id)
      .map((other) => evidence.exchanges.get(other))
      .findLast((other) => other?.direction === 'to-target');
    if (ours) return { exchange: ours, before: true };
  }
  return null;
}
