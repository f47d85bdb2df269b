import type { Role } from '../../reports/results.ts';
import { receiverChecks } from '../receiver/index.ts';
import { transmitterChecks } from '../transmitter/index.ts';
import type { AnyCheck } from './any-check.ts';
import type { Own } from './own/own.ts';

/** Every check of a role: ours, then the tester's own. */
export function checksOf(role: Role, own?: Own): readonly AnyCheck[] {
  const ours = role === 'transmitter' ? transmitterChecks : receiverChecks;
  return own === undefined ? ours : [...ours, ...own.checks[role]];
}
