import type { Delivery } from '../../../reports/results.ts';

type Wished = readonly Delivery[] | undefined;

/** What the tester wishes for, or the metadata lists; both where neither says anything. */
export function deliveriesOf(wished: Wished, offered: readonly string[] | null): readonly Delivery[] {
  const known = (['push', 'poll'] as const).filter((method) => offered?.includes(method));
  return wished ?? (known.length > 0 ? known : ['push', 'poll']);
}

/** Why no stream with this method is asked for, in a sentence; null where one is. */
export function leftOut(
  delivery: Delivery,
  wished: Wished,
  offered: readonly string[] | null,
  document: Record<string, unknown>,
): string | null {
  if (wished?.includes(delivery) === false) return `Not to be tested (--delivery ${wished.join(',')}).`;
  if (!deliveriesOf(wished, offered).includes(delivery)) return 'Not offered by the metadata.';
  return document.configuration_endpoint === undefined
    ? 'Without configuration_endpoint no stream can be asked for.'
    : null;
}
