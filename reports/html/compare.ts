import { excerpt } from '../text/excerpt.ts';
import { asJsonLines, difference, type Piece, wordsOf } from './difference.ts';
import { html, type Part, type Raw } from './template.ts';

const valueLimit = 3_000;

/** Longer texts stand one below the other. */
const besideLimit = 240;

/**
 * What was expected against what was seen. Texts of several lines, and JSON whatever its lines, become one list of lines in
 * which each that only one of the two has is marked; of single lines the words that differ are marked.
 */
export function compare(expected: string | undefined, seen: string | undefined): Raw {
  if (expected !== undefined && seen !== undefined) {
    const lines = lineDifference(expected, seen);
    if (lines !== null) return lines;
  }
  const [want, got] = marked(expected, seen);
  const long = Math.max(expected?.length ?? 0, seen?.length ?? 0) > besideLimit;
  return html`<div class="compare${long && ' stacked'}">
${want !== null && html`<div class="expected"><p>Expected</p><pre>${want}</pre></div>`}
${got !== null && html`<div class="actual"><p>Seen</p><pre>${got}</pre></div>`}
</div>`;
}

function lineDifference(expected: string, seen: string): Raw | null {
  if (expected.length > valueLimit || seen.length > valueLimit) return null;
  const [first, second] = asJsonLines(expected, seen) ?? [linesOf(expected), linesOf(seen)];
  if (first.length < 2 || second.length < 2) return null;
  const pieces = difference(first.map(withoutComma), second.map(withoutComma));
  // Nothing in common but brackets: beside each other they read better.
  if (!pieces?.some(({ kind, text }) => kind === 'same' && /\w/.test(text))) return null;
  return html`<div class="diff"><p><span class="want">− expected</span> <span class="got">+ seen</span></p><pre>${pieces.map(diffLine)}</pre></div>`;
}

function diffLine({ kind, text }: Piece, index: number): Raw {
  const line = excerpt(text, valueLimit);
  const end = index > 0 ? '\n' : '';
  if (kind === 'first') return html`${end}<del>− ${line}</del>`;
  if (kind === 'second') return html`${end}<ins>+ ${line}</ins>`;
  return html`${end}  ${line}`;
}

function linesOf(text: string): string[] {
  return excerpt(text, valueLimit).split('\n');
}

/** The last member of a JSON object differs from itself in the middle only by a comma. */
function withoutComma(line: string): string {
  return line.replace(/,$/, '');
}

/** Both with the words marked that only one has, if the two have something to do with each other. */
function marked(expected: string | undefined, seen: string | undefined): [Part, Part] {
  const want = expected === undefined ? null : excerpt(expected, valueLimit);
  const got = seen === undefined ? null : excerpt(seen, valueLimit);
  if (want === null || got === null) return [want, got];
  const pieces = difference(wordsOf(want), wordsOf(got));
  if (pieces === null || !alike(pieces)) return [want, got];
  return [onlyMarked(pieces, 'first'), onlyMarked(pieces, 'second')];
}

/** At least every fifth word of each is one of the other too; else marks would only confuse. */
function alike(pieces: readonly Piece[]): boolean {
  const words = (kind: Piece['kind']) =>
    pieces.filter((piece) => piece.kind === kind && /\w/.test(piece.text)).length;
  const shared = words('same');
  const most = Math.max(words('first'), words('second'));
  return shared > 0 && most > 0 && shared * 4 >= most;
}

/** One of the two texts, what the other does not have in marks: neighbours, and the space between them, in one. */
function onlyMarked(pieces: readonly Piece[], kind: 'first' | 'second'): Part[] {
  const runs: { marked: boolean; text: string }[] = [];
  for (const piece of pieces) {
    if (piece.kind !== kind && piece.kind !== 'same') continue;
    const differs = piece.kind === kind;
    const last = runs.at(-1);
    if (last?.marked === differs) last.text += piece.text;
    else runs.push({ marked: differs, text: piece.text });
  }
  const joined: typeof runs = [];
  for (const [i, run] of runs.entries()) {
    const last = joined.at(-1);
    const bridge = !run.marked && /^\s*$/.test(run.text) && i > 0 && i < runs.length - 1;
    if (last && (bridge || last.marked === run.marked)) last.text += run.text;
    else joined.push({ ...run });
  }
  return joined.map((run) =>
    run.marked && run.text.trim() !== '' ? html`<mark>${run.text}</mark>` : run.text,
  );
}
