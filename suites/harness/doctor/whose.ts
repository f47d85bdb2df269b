import type { Exchange } from '../exchange.ts';
import type { Whose } from './line.ts';

/** Who has to mend what an exchange shows. `byStatus`: where it follows from the status; `otherwise`: of any other answer. */
export function whoseExchange(
  { response, error }: Exchange,
  otherwise: Whose,
  byStatus: Readonly<Record<number, Whose>> = {},
): Whose {
  if (response !== null) return byStatus[response.status] ?? otherwise;
  const kind = error?.kind;
  if (kind === 'dns' || kind === 'refused' || kind === 'timeout') return 'network';
  return kind === 'no-token' ? 'configuration' : 'target';
}
