import type { Exchange, Identity } from '../../harness/exchange.ts';
import type { TransmitterProbe } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { prepareAttempt } from './attempt.ts';
import { metadataDocument } from './metadata.ts';
import { type ManagedOperation, OPERATIONS } from './operations.ts';

export interface Answered {
  operation: string;
  what: string;
  exchange: Exchange;
}

/** Calls every advertised operation (of those given) on one stream, as somebody who is to be refused. */
export async function callEach<R extends RequirementId>(
  t: TransmitterProbe<R>,
  as: Identity,
  operations: readonly ManagedOperation[] = OPERATIONS,
): Promise<Answered[]> {
  const { document } = await metadataDocument(t);
  const stream = await t.stream();
  const answers: Answered[] = [];
  for (const { operation, what, endpoint } of operations) {
    if (typeof document[endpoint] !== 'string') continue;
    const { options } = await prepareAttempt(t, operation, stream);
    const exchange = await t.call(operation, { ...options, as });
    if (operation === 'create-stream') t.adopt(exchange, stream.delivery);
    answers.push({ operation, what, exchange });
  }
  return answers;
}

/** The operations of some answers, for the reader of a finding. */
export function names(answers: readonly Answered[]): string {
  return answers.map(({ operation }) => operation).join(', ');
}
