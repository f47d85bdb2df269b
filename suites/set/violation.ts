import type { RequirementId } from '../standard/requirement-ids.ts';

/** What a rule found wrong with a SET. The catalogue says how bad it is, `cap` how bad at most. */
export interface Violation<R extends RequirementId = RequirementId> {
  requirement: R;
  /** The text leaves room, so that this variant counts at most as a warning or as a remark. */
  cap?: 'warn' | 'note';
  /** One sentence for the engineer who must fix it. */
  message: string;
  /** JSON pointer into what was judged: the claims set, the header, the subject or the event. */
  path?: string;
  expected?: unknown;
  actual?: unknown;
  hint?: string;
}

/** A value as a reader sees it in a message: JSON, cut to a readable length. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
