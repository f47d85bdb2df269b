import type { CheckResult, Results } from '../results.ts';
import { visibleLine } from '../text/visible.ts';
import { type CurlCommand, curlMaker } from './curl.ts';
import type { Evidence } from './evidence.ts';
import { replayFinder } from './replay.ts';
import { html, type Part, type Raw } from './template.ts';

/** How to see it again: the request that shows it, if one does, and the command that runs only this check. */
export function nextSteps(results: Results): (check: CheckResult, evidence: Evidence) => Part {
  const curl = curlMaker(results);
  const replayOf = replayFinder(results);
  return (check, evidence) => {
    const replay = replayOf(check);
    const again = replay && curl(replay.exchange, replay.stream);
    return html`${
      again &&
      html`<div class="again"><p>Send this request again (${evidence.exchangeLink(replay.exchange.id)})</p>
${command(again.line)}
${again.variables.length > 0 && html`<p class="cut-note">${again.variables.map((one, i) => variable(one, i, evidence))}.</p>`}</div>`
    }${check.rerun !== '' && rerun(check)}`;
  };
}

function variable(
  { name, meaning, exchange }: CurlCommand['variables'][number],
  i: number,
  evidence: Evidence,
): Raw {
  return html`${i > 0 ? '; ' : ''}<code>${name}</code>: ${meaning}${exchange !== undefined && html` ${evidence.exchangeLink(exchange)}`}`;
}

function rerun(check: CheckResult): Raw {
  const line = visibleLine(check.rerun);
  const names = [...new Set([...line.matchAll(/\$\{?([A-Z][A-Z0-9_]*)/g)].map(([, name = '']) => name))];
  return html`<div class="again"><p>${mendable.has(check.outcome) ? 'Mend it, then run only this check: it passes when the rule is kept' : 'Run only this check again'}</p>
${command(line, 'rerun')}
${names.length > 0 && html`<p class="cut-note">Set before: ${names.map((name, i) => html`${i > 0 ? ', ' : ''}<code>${name}</code>`)}.</p>`}
${line.includes('…') && html`<p class="cut-note">Put your own value in the place of each …</p>`}</div>`;
}

/** Outcomes of which the target is the cause, so that it can change them. */
const mendable: ReadonlySet<CheckResult['outcome']> = new Set(['fail', 'warn', 'waived']);

/** A line to be copied. The button works only with the script of the page, which shows it. */
function command(line: string, name = 'curl'): Raw {
  return html`<div class="command"><pre class="${name}">${line}</pre><button type="button" class="copy" data-script hidden>Copy</button></div>`;
}
