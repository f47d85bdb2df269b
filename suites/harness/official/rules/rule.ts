import type { RequestKind } from '../../../standard/official/condition.ts';
import type { Evidence } from '../evidence.ts';
import type { Told } from '../told.ts';

/** Judges one condition by the evidence; `of` says in which answers it is looked for. */
export type Rule = (evidence: Evidence, of?: RequestKind) => Told;
