import type { Exchange } from '../../harness/exchange.ts';
import type {
  CallOptions,
  JsonObject,
  Operation,
  TestStream,
  TransmitterProbe,
} from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { outcomeOf, statusOf } from './answers.ts';
import { unknownId } from './unknown-streams.ts';

/** A request that the target has to refuse as invalid. */
export interface BadRequest {
  /** What is wrong with it, as the start of a sentence. */
  what: string;
  options: CallOptions;
  /** Nothing in it names a stream, so that 404 can be defended: it only warns. */
  namesNoStream?: boolean;
}

/**
 * A body that no JSON parser takes, but which plainly names an own stream: with an unknown one some targets answer
 * 404 first, and rightly so.
 */
export function brokenJson(stream: TestStream, members: JsonObject): CallOptions {
  return { raw: { text: JSON.stringify({ stream_id: stream.id, ...members }).slice(0, -1) } };
}

/**
 * Sends each bad request and expects 400. Returns the exchanges, in the order of the cases. `right` is the request
 * without its fault.
 */
export async function expectBadRequest<R extends RequirementId>(
  t: TransmitterProbe<R>,
  operation: Operation,
  requirement: R,
  cases: readonly BadRequest[],
  right?: CallOptions,
): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  for (const { what, options, namesNoStream } of cases) {
    const exchange = await t.call(operation, { patientMs: 0, ...options });
    exchanges.push(exchange);
    if (right !== undefined) await expectAllowed(t, operation, exchange, right);
    if (statusOf(exchange) === 404 && namesNoStream === true) {
      t.warns(requirement, {
        message: `${what}: the status is 404, which is for an unknown stream; a missing member makes the request invalid.`,
        expected: 'status 400',
        actual: outcomeOf(exchange),
        exchange,
      });
    } else t.expectStatus(exchange, [400], requirement, what);
  }
  return exchanges;
}

/**
 * Ends the check where a request is refused because the operation is not for this Receiver (or not offered: a status
 * update in the interoperability profile, which need not be): then the request without its fault is refused just so.
 */
export async function expectAllowed<R extends RequirementId>(
  t: TransmitterProbe<R>,
  operation: Operation,
  refused: Exchange,
  right: CallOptions,
): Promise<void> {
  const status = statusOf(refused) ?? 0;
  const optional = t.profile === 'caep-interop' && operation === 'update-status';
  const telling = optional ? [403, 405, 501] : [403];
  if (!telling.includes(status)) return;
  const control = await t.call(operation, right);
  if (statusOf(control) === status) {
    t.notApplicable(`The Transmitter answers ${status} to this Receiver whatever the request is.`);
  }
}

/** Makes a call for an invented stream of the right shape and expects 404. `bodyFor`: the body that is right for a real one. */
export async function expectUnknownStream<R extends RequirementId>(
  t: TransmitterProbe<R>,
  operation: Operation,
  requirement: R,
  what: string,
  bodyFor?: JsonObject | ((stream: TestStream) => Promise<JsonObject>),
): Promise<void> {
  const stream = await t.stream();
  const body = typeof bodyFor === 'function' ? await bodyFor(stream) : bodyFor;
  const { id: streamId } = await unknownId(t, stream.id);
  const exchange = await t.call(operation, {
    streamId,
    patientMs: 0,
    ...(body === undefined ? {} : { body }),
  });
  await expectAllowed(t, operation, exchange, {
    streamId: stream.id,
    ...(body === undefined ? {} : { body }),
  });
  t.expectStatus(exchange, [404], requirement, what);
}
