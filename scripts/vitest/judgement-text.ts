import { excerptLine } from '../../reports/text/excerpt.ts';
import { count } from '../../reports/text/format.ts';
import { visibleLine } from '../../reports/text/visible.ts';
import { clauseName } from '../../reports/view.ts';
import { levelMeaning } from '../../reports/words.ts';
import type { RequirementId } from '../../suites/standard/requirement-ids.ts';
import { requirement } from '../../suites/standard/requirements.ts';
import { type Complaint, counts, type Judgement } from './judgement.ts';
import type { MatcherResult } from './matcher.ts';

/** Complaints that are told one by one. */
const MOST = 30;
/** Rules that are named by their clauses where they are open for the same reason. */
const NAMED = 5;
/** Characters of a value that are shown. */
const VALUE = 300;

const SIGNS = { fail: '✗', warn: '!', note: 'i' } as const;

export interface TextOptions {
  /** `The SET`, `The event`. */
  what: string;
  profile: string;
  warnings?: boolean | undefined;
  except?: readonly string[] | undefined;
}

/** What a matcher answers of a judgement: it passes where no complaint counts. */
export function resultOf(judgement: Judgement, options: TextOptions): MatcherResult {
  return {
    pass: !judgement.complaints.some((complaint) => counts(complaint, options)),
    message: () => judgementText(judgement, options),
  };
}

/** A judgement for people: what is wrong, claim by claim, with rule, clause, what was expected and what was seen. */
export function judgementText({ complaints, kept, open, notes }: Judgement, options: TextOptions): string {
  const failing = complaints.filter((complaint) => counts(complaint, options));
  const rest = complaints.filter((complaint) => !counts(complaint, options));
  const listed = [...failing, ...rest];
  const head =
    failing.length === 0
      ? `${options.what} breaks no rule (profile ${options.profile}).`
      : `${options.what} breaks ${count(failing.length, 'rule')} (profile ${options.profile}):`;
  return [
    head,
    ...listed.slice(0, MOST).map((complaint) => complaintText(complaint, options)),
    ...(listed.length > MOST ? [`… and ${listed.length - MOST} more`] : []),
    ...(kept === null ? [] : [kept === 0 ? NOTHING_ELSE : `${count(kept, 'rule')} kept.${openText(open)}`]),
    ...notes.map((note) => `i ${visibleLine(note)}`),
  ].join('\n\n');
}

/** Of what is no SET: each rule was open, whose names would tell nothing. */
const NOTHING_ELSE = 'No other rule could be judged.';

/** What was left open, by the reason; many rules of one reason are counted, not named. */
function openText(open: Judgement['open']): string {
  if (open.size === 0) return '';
  const byReason = new Map<string, RequirementId[]>();
  for (const [id, why] of open) byReason.set(why, [...(byReason.get(why) ?? []), id]);
  const told = [...byReason].slice(0, MOST).map(([why, ids]) => {
    const named = ids.length > NAMED ? count(ids.length, 'rule') : [...new Set(ids.map(clauseOf))].join(', ');
    return `${named} (${visibleLine(why)})`;
  });
  return ` Not judged: ${told.join('; ')}.`;
}

function complaintText(complaint: Complaint, { except = [] }: TextOptions): string {
  const { severity, where, message, expected, actual, hint, requirement: id } = complaint;
  const waived = id !== null && except.includes(id) ? ' (excepted)' : '';
  return [
    `${SIGNS[severity]} ${excerptLine(where, 200)}: ${visibleLine(message)}${waived}`,
    ...(id === null ? [] : [`    rule:     ${sourceOf(id)}`]),
    ...(expected === undefined ? [] : [`    expected: ${valueText(expected)}`]),
    `    seen:     ${actual === undefined ? 'nothing' : valueText(actual)}`,
    ...(hint === undefined ? [] : [`    hint:     ${visibleLine(hint)}`]),
  ].join('\n');
}

/** `SSF-4.1.7-01 · SSF 4.1.7 · MUST NOT` */
function sourceOf(id: RequirementId): string {
  const { level } = requirement(id);
  return [id, clauseOf(id), ...(level in levelMeaning ? [] : [level])].join(' · ');
}

function clauseOf(id: RequirementId): string {
  return clauseName({ ...requirement(id), severity: 'fail' }, id);
}

/** Words as they are, anything else as JSON; on one line, and nothing in it drives a terminal. */
function valueText(value: unknown): string {
  return excerptLine(typeof value === 'string' ? value : jsonText(value), VALUE);
}

function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
