import { visibleLine } from '../../reports/text/visible.ts';
import { parseSet } from '../../suites/set/parse.ts';
import { readSet } from '../../suites/set/reading/read-set.ts';
import type { PartReading, ReadingContext } from '../../suites/set/reading/reading.ts';
import { otherKind } from './kind-of-token.ts';
import type { Sighting } from './lens-input.ts';

/** How many rules of a SET came to what. */
export interface Tally {
  fail: number;
  warn: number;
  note: number;
  kept: number;
  notJudged: number;
}

/** What became of one token. */
export type Judged = Sighting &
  (
    | {
        kind: 'set';
        header: Record<string, unknown> | null;
        claims: Record<string, unknown> | null;
        parts: PartReading[];
        notes: string[];
        tally: Tally;
      }
    /** Only the holder of a key can read it. */
    | { kind: 'encrypted'; header: Record<string, unknown> | null }
    /** Plainly another kind of token, which may be a secret: nothing of it is shown. */
    | { kind: 'other'; what: string }
  );

/** Judges what was found: a SET by all rules that apply, anything else not at all. */
export function judgeToken(sighting: Sighting, context: ReadingContext): Judged {
  const set = parseSet(sighting.compact);
  // A JWE names its encryption (RFC 7516 4.1.2); other tokens of five parts were cut off with dots, or put together wrong.
  if (set.parts === 5 && (set.header === null || 'enc' in set.header))
    return { ...sighting, kind: 'encrypted', header: set.header };
  const what = otherKind(set);
  if (what !== null) return { ...sighting, kind: 'other', what };
  const { parts, notes } = readSet(set, context);
  return {
    ...sighting,
    kind: 'set',
    header: set.header,
    claims: set.claims,
    parts,
    // A note may quote what the SET says.
    notes: [...joinedNote(sighting), ...notes.map(visibleLine)],
    tally: tallyOf(parts),
  };
}

function joinedNote({ joinedLines }: Sighting): string[] {
  return joinedLines === undefined
    ? []
    : [`The token was broken into ${joinedLines} lines; it was read as if it were one.`];
}

function tallyOf(parts: readonly PartReading[]): Tally {
  const tally: Tally = { fail: 0, warn: 0, note: 0, kept: 0, notJudged: 0 };
  for (const rule of parts.flatMap(({ rules }) => rules)) {
    if (rule.outcome === 'kept') tally.kept += 1;
    else if (rule.outcome === 'not-judged') tally.notJudged += 1;
    else tally[rule.severity] += 1;
  }
  return tally;
}
