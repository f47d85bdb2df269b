import type { Exchange, Identity } from '../../harness/exchange.ts';
import type { CallOptions, Operation, TransmitterProbe } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { isRefusedToAll, prepareAttempt } from './attempt.ts';
import { metadataDocument } from './metadata.ts';
import { type ManagedOperation, OPERATIONS } from './operations.ts';

export interface Answered {
  operation: Operation;
  what: string;
  /** With what it was called, but for the identity. */
  options: CallOptions;
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
    answers.push({ operation, what, options, exchange });
  }
  return answers;
}

/** Those refusals that credentials are the reason of: with its own token the Receiver is answered something else. */
export async function dueToCredentials<R extends RequirementId>(
  t: TransmitterProbe<R>,
  refusals: readonly Answered[],
): Promise<Answered[]> {
  const due: Answered[] = [];
  for (const refusal of refusals) {
    const { operation, options, exchange } = refusal;
    if (!(await isRefusedToAll(t, operation, options, exchange))) due.push(refusal);
  }
  return due;
}

/** The operations of some answers, for the reader of a finding. */
export function names(answers: readonly Answered[]): string {
  return [...new Set(answers.map(({ operation }) => operation))].join(', ');
}
