import type { Delivery } from '../../reports/results.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { type RequirementLevel, requirement } from '../standard/requirements.ts';
import type { OwnOrigin } from './own/own.ts';

/** What planning and reporting need to know of a check, whatever role it judges. */
export interface AnyCheck {
  id: string;
  title: string;
  requirements: readonly [RequirementId, ...RequirementId[]];
  what: string;
  delivery?: 'each' | Delivery;
  hooks?: readonly string[];
  phase?: 'last';
  /** Of a check of the tester's own: where it stands; its own rules are the first of `requirements`. */
  own?: OwnOrigin;
}

/** Keyword of the check's own (first) requirement. */
export function levelOf({ requirements: [first], own }: AnyCheck): RequirementLevel {
  return own?.rules.find(({ id }) => id === first)?.level ?? requirement(first).level;
}
