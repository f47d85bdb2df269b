import { excerpt } from '../text/excerpt.ts';
import { html, type Raw } from './template.ts';

const valueLimit = 3_000;

/** Expected and actual beside each other; lines that only one of the two has are marked. */
export function compare(expected: string | undefined, actual: string | undefined): Raw {
  return html`<div class="compare">
${expected !== undefined && html`<div class="expected"><p>Expected</p>${value(expected, actual)}</div>`}
${actual !== undefined && html`<div class="actual"><p>Actual</p>${value(actual, expected)}</div>`}
</div>`;
}

function value(text: string, other: string | undefined): Raw {
  const shown = excerpt(text, valueLimit);
  // Marking makes sense only where lines correspond: in two texts of several lines.
  if (other === undefined || !shown.includes('\n') || !other.includes('\n')) return html`<pre>${shown}</pre>`;
  const others = new Set(excerpt(other, valueLimit).split('\n').map(withoutComma));
  const lines = shown.split('\n').map((line, index) => {
    const differs = line.trim() !== '' && !others.has(withoutComma(line));
    const indent = line.length - line.trimStart().length;
    return html`${index > 0 ? '\n' : ''}${differs ? html`${line.slice(0, indent)}<mark>${line.slice(indent)}</mark>` : line}`;
  });
  return html`<pre>${lines}</pre>`;
}

/** The last member of a JSON object differs from itself in the middle only by a comma. */
function withoutComma(line: string): string {
  return line.replace(/,$/, '');
}
