import type { Exchange } from '../../harness/exchange.ts';
import type { JsonObject, TestStream, TransmitterProbe } from '../../harness/probe.ts';
import { isDescription, newDescription } from './description.ts';
import { deliveringStream } from './event-types.ts';
import { isObject } from './metadata.ts';
import { until } from './until.ts';

/** The two operations that change a stream configuration: PATCH (SSF 8.1.1.3) and PUT (8.1.1.4). */
export type WriteOperation = 'update-stream' | 'replace-stream';

export const METHOD: Record<WriteOperation, string> = { 'update-stream': 'PATCH', 'replace-stream': 'PUT' };

/** What a PATCH or PUT led to. */
export interface Written {
  exchange: Exchange;
  /** Any 2xx. */
  accepted: boolean;
  /** The configuration in the answer; null after a 202, which promises none. */
  reply: JsonObject | null;
  /** The configuration as GET shows it afterwards; null when it cannot be read. */
  after: JsonObject | null;
}

/**
 * Sends a PATCH or PUT and reads the stream afterwards. A 202 is a legal pending answer: then it reads until `shows`
 * holds or the limit `change` has passed. After any other success it reads again for as long as the limit `quiet`, lest
 * a copy of the configuration that lags a moment behind is taken for a change that was not made.
 */
export async function write(
  t: Pick<TransmitterProbe, 'call' | 'read' | 'now' | 'limits'>,
  operation: WriteOperation,
  stream: TestStream,
  body: JsonObject,
  shows: (configuration: JsonObject) => boolean,
): Promise<Written> {
  const exchange = await t.call(operation, { streamId: stream.id, body });
  const status = exchange.response?.status ?? 0;
  const accepted = status >= 200 && status < 300;
  const json = exchange.response?.json;
  const after = await until(
    t,
    () => t.read(stream),
    (configuration) => !accepted || (configuration !== null && shows(configuration)),
    status === 202 ? t.limits.change : t.limits.quiet,
  );
  return {
    exchange,
    accepted,
    reply: status !== 202 && isObject(json) ? json : null,
    after,
  };
}

/** Repeats a request as long as it is answered 202, to learn its result (SSF 8.1.1.3, 8.1.1.4). */
export function decided(
  t: Pick<TransmitterProbe, 'now' | 'limits'>,
  send: () => Promise<Exchange>,
): Promise<Exchange> {
  return until(t, send, ({ response }) => response?.status !== 202, t.limits.change);
}

/** The full set of Receiver-supplied members that a PUT must have, as the stream was created, with changes. */
export function replacement(stream: TestStream, changes: JsonObject = {}): JsonObject {
  const { delivery, events_requested, description } = stream.request;
  return { delivery, events_requested, description, ...changes };
}

/** A stream with a description, whose Transmitter was seen to take a plain PATCH or PUT. */
export interface Writable {
  stream: TestStream;
  /** Description now; null if the Transmitter does not show it, so that it says nothing about later writes. */
  description: string | null;
}

/** Creates a stream with a description that takes a plain PATCH or PUT; otherwise ends the check. */
export async function writableStream(
  t: Writer & Pick<TransmitterProbe, 'stream'>,
  operation: WriteOperation,
): Promise<Writable> {
  return writable(t, operation, await t.stream({ description: newDescription(t) }));
}

/** The same, of a stream on which some event type is delivered. */
export async function writableDeliveringStream(
  t: Writer & Pick<TransmitterProbe, 'stream' | 'deleteOwnStreams'>,
  operation: WriteOperation,
): Promise<Writable> {
  return writable(t, operation, await deliveringStream(t, { description: newDescription(t) }));
}

async function writable(t: Writer, operation: WriteOperation, stream: TestStream): Promise<Writable> {
  return { stream, description: await takesPlainWrite(t, operation, stream) };
}

type Writer = Pick<
  TransmitterProbe,
  'call' | 'read' | 'now' | 'limits' | 'random' | 'profile' | 'notApplicable' | 'notTested'
>;

/**
 * Ends the check where the Transmitter does not let Receivers change their streams (403, which the tables of 8.1.1.3 and
 * 8.1.1.4 have), or says that it does not offer PATCH or PUT (405 or 501) and the profile does not ask for it: the
 * interoperability profile names neither, SSF 8.1.1 has both.
 */
export function expectOffered(
  t: Pick<TransmitterProbe, 'profile' | 'notApplicable'>,
  operation: WriteOperation,
  exchange: Exchange,
): void {
  const status = exchange.response?.status;
  if (status === 403) {
    t.notApplicable(
      `The Transmitter does not let this Receiver change its stream by ${METHOD[operation]} (403).`,
    );
  }
  if (t.profile === 'caep-interop' && (status === 405 || status === 501)) {
    t.notApplicable(
      `The Transmitter does not offer ${METHOD[operation]}, which the profile does not ask for.`,
    );
  }
}

/**
 * Makes sure that a plain PATCH or PUT of the description is taken; ends the check as not-tested otherwise. Without
 * this, a request that is refused for another reason, or a method that is not offered at all, would pass for a right
 * refusal. Returns the description as it is now; null if the Transmitter does not show it.
 */
export async function takesPlainWrite(
  t: Writer,
  operation: WriteOperation,
  stream: TestStream,
): Promise<string | null> {
  const description = newDescription(t);
  const body = operation === 'update-stream' ? { description } : replacement(stream, { description });
  const shows = (configuration: JsonObject | null) => isDescription(configuration?.description, description);
  const { exchange, accepted, after } = await write(t, operation, stream, body, shows);
  expectOffered(t, operation, exchange);
  if (!accepted) {
    const status = exchange.response?.status ?? exchange.error?.kind ?? 'no answer';
    t.notTested(
      `A plain ${METHOD[operation]} of the description is not taken (${status}); ${operation}/answer says more.`,
    );
  }
  if (exchange.response?.status === 202 && !shows(after)) {
    t.notTested(
      `A plain ${METHOD[operation]} is answered 202 and does not take effect; ${operation}/answer says more.`,
    );
  }
  return shows(after) ? description : null;
}
