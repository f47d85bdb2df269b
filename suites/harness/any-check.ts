import type { Delivery } from '../../reports/results.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';

/** What planning and reporting need to know of a check, whatever role it judges. */
export interface AnyCheck {
  id: string;
  title: string;
  requirements: readonly [RequirementId, ...RequirementId[]];
  what: string;
  delivery?: 'each' | Delivery;
  hooks?: readonly string[];
  phase?: 'last';
}
