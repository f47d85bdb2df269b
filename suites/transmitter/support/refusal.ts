import type { Exchange } from '../../harness/exchange.ts';
import type { JsonObject, TestStream, TransmitterProbe } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { COMPARED, differences, inWords, type Member } from './configuration.ts';
import { expectNotThrottled } from './in-the-way.ts';
import { isObject } from './metadata.ts';
import { decided } from './write.ts';

/** A request that must be refused. */
export interface RefusalInput<R extends RequirementId> {
  /** The stream that it must leave as it is. */
  stream: TestStream;
  /** The request in words: `PATCH with a wrong iss`. */
  what: string;
  send: () => Promise<Exchange>;
  /** The right statuses; default 400. */
  allowed?: readonly number[] | '4xx';
  /** Another 4xx is no more than a warning. */
  anyClientError?: boolean;
  /** Requirement to name for members that changed, where they have one of their own. */
  protects?: Partial<Record<Member, R>>;
  hint?: string;
}

/** Judges that a request is refused with the right status, and reads back that nothing was applied. */
export async function expectRefused<R extends RequirementId>(
  t: TransmitterProbe<R>,
  requirement: R,
  input: RefusalInput<R>,
): Promise<void> {
  const { stream, what, allowed = [400], hint } = input;
  const before = await t.read(stream);
  const exchange = await decided(t, input.send);
  expectNotThrottled(t, exchange);
  const change = before === null ? null : await changeOf(t, stream, before);
  const named = change?.member === undefined ? requirement : (input.protects?.[change.member] ?? requirement);
  const status = exchange.response?.status ?? 0;
  const accepted = status >= 200 && status < 300;
  const expected = allowed === '4xx' ? 'a 4xx status' : `status ${allowed.join(' or ')}`;

  if (change !== null) {
    t.violates(named, {
      message: accepted
        ? `${what} is accepted and changes the stream.`
        : `${what} is refused, yet it changed the stream.`,
      expected: `${expected} and an unchanged stream`,
      actual: `status ${status}; ${change.words}`,
      hint: hint ?? 'Check the whole request before any part of it is applied.',
      exchange,
    });
  } else if (status === 202) {
    t.warns(requirement, {
      message: `${what} is answered 202 again and again, so that its refusal is never told.`,
      expected: `${expected} within ${t.limits.change} ms`,
      actual: 'status 202',
      exchange,
    });
  } else if (accepted) {
    t.violates(requirement, {
      message: `${what} is accepted.`,
      expected,
      actual: `status ${status}, the stream is unchanged`,
      ...(hint === undefined ? {} : { hint }),
      exchange,
    });
  } else if (input.anyClientError === true && status >= 400 && status < 500) {
    if (allowed === '4xx' || allowed.includes(status)) return;
    t.warns(requirement, {
      message: `${what} is refused with ${status}.`,
      expected,
      actual: `status ${status}`,
      exchange,
    });
  } else {
    t.expectStatus(exchange, allowed, requirement, what);
  }
}

/** What is different afterwards, in words, with the first member that differs; null if nothing, or if that cannot be told. */
async function changeOf(
  t: Pick<TransmitterProbe, 'call'>,
  stream: TestStream,
  before: JsonObject,
): Promise<{ words: string; member?: Member } | null> {
  const read = await t.call('read-stream', { streamId: stream.id });
  const status = read.response?.status;
  const after = read.response?.json;
  if (status === 404 || status === 410) return { words: 'the stream is gone' };
  if (status !== 200 || !isObject(after)) return null;
  const changed = differences(before, after, COMPARED);
  const first = changed[0];
  return first === undefined ? null : { words: inWords(changed), member: first.member };
}
