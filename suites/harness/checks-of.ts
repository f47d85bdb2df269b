import type { Role } from '../../reports/results.ts';
import { receiverChecks } from '../receiver/index.ts';
import { transmitterChecks } from '../transmitter/index.ts';
import type { AnyCheck } from './any-check.ts';

/** Every check of a role. */
export function checksOf(role: Role): readonly AnyCheck[] {
  return role === 'transmitter' ? transmitterChecks : receiverChecks;
}
