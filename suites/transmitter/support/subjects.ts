import type { Exchange } from '../../harness/exchange.ts';
import type { JsonObject, TestStream, TransmitterProbe } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { statusOf } from './answers.ts';

/** A subject that the target need not know (RFC 9493 3.2.2; example.com is reserved by RFC 2606). */
export const SUBJECT: JsonObject = { format: 'email', email: 'conformance.test@example.com' };

/** What to try where a target does not take the format `email`: no format is mandatory. */
const SUBJECTS: readonly JsonObject[] = [
  SUBJECT,
  { format: 'iss_sub', iss: 'https://issuer.example.com/', sub: 'conformance-test' },
  { format: 'opaque', id: 'conformance-test' },
  { format: 'phone_number', phone_number: '+12065550100' },
  { format: 'account', uri: 'acct:conformance.test@example.com' },
  { format: 'complex', user: SUBJECT },
];

export type SubjectOperation = 'add-subject' | 'remove-subject';

/** An add or remove request that the target does not call invalid, with its answer. */
export interface SubjectAnswer {
  subject: JsonObject;
  exchange: Exchange;
}

/** Adds or removes a subject of the first format that the target does not refuse with 400; null if it refuses all. */
export async function takenSubject<R extends RequirementId>(
  t: Pick<TransmitterProbe<R>, 'call'>,
  operation: SubjectOperation,
  stream: TestStream,
): Promise<SubjectAnswer | null> {
  for (const subject of SUBJECTS) {
    const exchange = await t.call(operation, { streamId: stream.id, body: { subject } });
    if (statusOf(exchange) !== 400) return { subject, exchange };
  }
  return null;
}

/** The same; ends the check where all are refused, since the target may take only formats that we cannot think of. */
export async function sendSubject<R extends RequirementId>(
  t: Pick<TransmitterProbe<R>, 'call' | 'notTested'>,
  operation: SubjectOperation,
  stream: TestStream,
): Promise<SubjectAnswer> {
  const formats = SUBJECTS.map(({ format }) => String(format)).join(', ');
  return (
    (await takenSubject(t, operation, stream)) ??
    t.notTested(`The target answers 400 to ${operation} with a subject of each of these formats: ${formats}.`)
  );
}
